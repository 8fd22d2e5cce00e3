//! A path so far, and when it leaves no need to look at another.

use crate::domain::{Duration, Load, Time};
use crate::exact::cuts::CutSet;
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
    /// Whether the ride has a longest time.
    pub is_limited: bool,
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

    /// What this leaves less of to do the more there is of it.
    fn measure(&self, label: &Label, later: Duration, measures: &mut Vec<i32>) {
        let Load { seats, wheelchairs, front_seats } = self.load;
        measures.extend([seats, wheelchairs, front_seats].map(i32::from));
        if self.boards_unknown {
            let earliest = (self.earliest() + label.spends).max(label.ready() - later);
            let slack = self.slack(label).min(later);
            measures.extend([earliest - Time::MIDNIGHT, -slack].map(whole));
        } else {
            measures.push(whole(self.shared));
            if self.is_limited {
                self.running.measure(label, measures);
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
    /// The cuts of whose riders it has served one or three.
    pub odd: CutSet,
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

    /// What this leaves less time the more there is of it.
    fn measure(self, label: &Label, measures: &mut Vec<i32>) {
        let settled = Time::MIDNIGHT - self.settled(label);
        measures.extend([self.elapsed + label.spends, settled].map(whole));
    }
}

/// In milliseconds; no day is too long for that.
fn whole(length: Duration) -> i32 {
    let most = i64::from(i32::MAX);
    length.as_milliseconds().clamp(-most, most) as i32
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

    /// All that another label of the same node and company must have no less of to be no better, but
    /// for cost and memory. No more than `later` is the time that boarding can yet turn out to have
    /// taken.
    pub fn measure(&self, later: Duration, measures: &mut Vec<i32>) {
        let most = i64::from(i32::MAX);
        measures.push(whole(self.ready() - Time::MIDNIGHT));
        measures.push(-(self.room.clamp(-most, most) as i32));
        if let Some(duty) = self.duty {
            duty.measure(self, measures);
        }
        for aboard in &self.aboard {
            aboard.measure(self, later, measures);
        }
    }
}
