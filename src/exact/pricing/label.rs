//! A path so far, and when it leaves no need to look at another.

use crate::domain::{Duration, Load, Time};
use crate::exact::network::{GroupId, NodeId};
use crate::exact::pricing::company::CompanyId;
use crate::exact::riders::Riders;

/// Before any node.
pub(super) const DEPOT: NodeId = NodeId::MAX;
/// The parent of a label that has none.
pub(super) const NONE: u32 = u32::MAX;

/// A longest time that is running.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Running {
    pub latest_start: Time,
    pub elapsed: Duration,
}

/// People of a group that are aboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Aboard {
    pub group: GroupId,
    /// Whether it is a boarding group, whose riders are known only when they alight.
    pub boards_unknown: bool,
    /// How many are known to be.
    pub known: u16,
    pub load: Load,
    /// How long those who are known, and at least one more of a boarding group, take at the end that
    /// the group shares.
    pub shared: Duration,
    /// When service began where the group came aboard.
    pub since: Time,
    /// The time since then, boarding at the end that a group shares not counted.
    pub running: Running,
}

impl Aboard {
    /// When service can begin at the label's node, for the time that boarding took.
    #[inline]
    pub fn earliest(&self) -> Time {
        self.since + self.shared + self.running.elapsed
    }

    /// How much longer boarding could have taken.
    #[inline]
    pub fn slack(&self, label: &Label) -> Duration {
        self.running.settled(label) - (self.since + self.shared)
    }

    /// Whether this leaves all the possibilities that another does.
    #[inline]
    pub fn is_as_good(&self, own: &Label, other: &Self, others: &Label) -> bool {
        self.load.seats <= other.load.seats
            && self.load.wheelchairs <= other.load.wheelchairs
            && self.load.front_seats <= other.load.front_seats
            && match self.boards_unknown {
                true => {
                    self.earliest() + own.spends <= other.earliest() + others.spends
                        && self.slack(own) >= other.slack(others)
                }
                false => {
                    self.shared <= other.shared
                        && self.running.is_as_good(own, other.running, others)
                }
            }
    }
}

/// A path so far.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub node: NodeId,
    pub rested: bool,
    pub dominated: bool,
    pub company: CompanyId,
    pub parent: u32,
    pub begins: Time,
    pub latest: Time,
    /// Service, or the rest, that takes place here.
    pub spends: Duration,
    pub cost: i64,
    /// The load of those known to be aboard.
    pub load: Load,
    /// Room that is left for those who are aboard and not known yet.
    pub room: i64,
    /// The driver's duty, where it has a longest time.
    pub duty: Option<Running>,
    pub memory: Riders,
    pub aboard: Vec<Aboard>,
}

impl Running {
    pub const STARTING: Self = Self { latest_start: Time::DISTANT_FUTURE, elapsed: Duration::ZERO };

    pub fn after(self, label: &Label, drive: Duration) -> Self {
        Self { latest_start: self.settled(label), elapsed: self.elapsed + label.spends + drive }
    }

    /// The latest moment at which it can have started, all known at the label considered.
    #[inline]
    pub fn settled(self, label: &Label) -> Time {
        self.latest_start.min(label.latest - self.elapsed)
    }

    /// Whether it leaves as much time as another does.
    #[inline]
    pub fn is_as_good(self, own: &Label, other: Self, others: &Label) -> bool {
        self.elapsed + own.spends <= other.elapsed + others.spends
            && self.settled(own) >= other.settled(others)
    }
}

impl Label {
    /// When the vehicle can go on.
    #[inline]
    pub fn ready(&self) -> Time {
        self.begins + self.spends
    }

    /// Lets boarding take longer for the group at that place among those aboard: all since has been
    /// later; false if that is too late.
    pub fn board_late(&mut self, place: usize, longer: Duration) -> bool {
        let since = self.aboard[place].since;
        self.aboard[place].shared += longer;
        for other in &mut self.aboard {
            if other.since < since {
                other.running.elapsed += longer;
            }
        }
        if let Some(duty) = &mut self.duty {
            duty.elapsed += longer;
        }
        self.begins = self.begins.max(self.aboard[place].earliest());
        self.aboard[place].slack(self) >= Duration::ZERO
    }

    /// Whether whatever the other can go on to do, this can do as well and no dearer; `closed` are
    /// those whom the other can no longer serve.
    #[inline]
    pub fn dominates(&self, other: &Self, closed: &Riders, is_quick: bool) -> bool {
        self.cost <= other.cost
            && self.ready() <= other.ready()
            && (is_quick || self.memory.are_among(&other.memory, closed))
            && self.room >= other.room
            && self
                .duty
                .zip(other.duty)
                .is_none_or(|(own, others)| own.is_as_good(self, others, other))
            && self
                .aboard
                .iter()
                .zip(&other.aboard)
                .all(|(one, two)| one.is_as_good(self, two, other))
    }
}
