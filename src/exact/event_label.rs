//! What stops before and after an event mean for the moment at which it happens.
//!
//! For a fixed order of stops the moments at which service can begin at one of them are an interval:
//! of what came before it feels the earliest begin and, for each rider aboard, the latest pickup; of
//! what comes after, the latest begin and, for each rider aboard, the earliest dropoff. The two halves
//! do not depend on each other, so they are kept once and joined where they meet (Gschwind and
//! Irnich 2015, doi:10.1287/trsc.2014.0531).

use crate::domain::{Duration, Time, Window};

/// A rider's longest time from pickup to dropoff, if there is one.
pub(super) type Longest = Option<Duration>;

/// Who boards or alights: their position among those aboard, by id.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change {
    Boards(usize),
    Alights(usize),
}

/// A rider aboard, seen from the stops before.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Boarded {
    /// Service at the pickup began no later, given the windows before the event.
    latest: Time,
    /// How long ago that was if nobody waited.
    elapsed: Duration,
}

/// What the stops before an event, and the event itself, mean for its moment.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Past {
    earliest: Time,
    latest: Time,
    aboard: Vec<Boarded>,
}

impl Past {
    /// An empty vehicle that takes in somebody within this window.
    pub fn start(window: Window) -> Self {
        let Window { earliest, latest } = window;
        Self { earliest, latest, aboard: vec![Boarded::NOW] }
    }

    /// After one more stop, at least `gap` later; `longest` is of those aboard before it. `None` if
    /// it cannot be reached in time.
    pub fn then(
        &self,
        gap: Duration,
        window: Window,
        change: Change,
        longest: &[Longest],
    ) -> Option<Self> {
        let riders = self.aboard.iter().zip(longest);
        let mut aboard: Vec<Boarded> = riders
            .map(|(rider, &longest)| {
                let Some(longest) = longest else { return Some(*rider) };
                let latest = rider.latest.min(self.latest - rider.elapsed);
                let elapsed = rider.elapsed + gap;
                (elapsed <= longest).then_some(Boarded { latest, elapsed })
            })
            .collect::<Option<_>>()?;
        let earliest = window.earliest.max(self.earliest + gap);
        let mut latest = window.latest;
        match change {
            Change::Boards(position) => aboard.insert(position, Boarded::NOW),
            Change::Alights(position) => {
                let alighting = aboard.remove(position);
                if let Some(longest) = longest[position] {
                    latest = latest.min(alighting.latest + longest);
                }
            }
        }
        (earliest <= latest).then_some(Self { earliest, latest, aboard })
    }

    /// Between which moments the event can lie so that those aboard alight as `future` has it.
    pub fn meets(&self, future: &Future, longest: &[Longest]) -> Option<Window> {
        let mut window = Window { earliest: self.earliest, latest: self.latest.min(future.latest) };
        for ((rider, ahead), &longest) in self.aboard.iter().zip(&future.aboard).zip(longest) {
            let Some(longest) = longest else { continue };
            let latest_end = rider.latest + longest;
            if rider.elapsed + ahead.least > longest || ahead.earliest > latest_end {
                return None;
            }
            window.earliest = window.earliest.max(ahead.earliest + rider.elapsed - longest);
            window.latest = window.latest.min(latest_end - ahead.least);
        }
        (!window.is_empty()).then_some(window)
    }
}

impl Boarded {
    const NOW: Self = Self { latest: Time::DISTANT_FUTURE, elapsed: Duration::ZERO };
}

/// A rider aboard, seen from the stops after.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Alighting {
    /// Service at the dropoff begins no earlier, given the windows from the event on.
    earliest: Time,
    /// How far away that is if nobody waits.
    least: Duration,
}

impl Alighting {
    /// Of a rider for whom it does not matter.
    const ANY: Self = Self { earliest: Time::DISTANT_PAST, least: Duration::ZERO };
}

/// What the stops after an event, at which all aboard alight, mean for its moment.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Future {
    latest: Time,
    aboard: Vec<Alighting>,
}

impl Future {
    /// Of an event after which nobody is aboard.
    pub fn end(window: Window) -> Self {
        Self { latest: window.latest, aboard: Vec::new() }
    }

    /// Of an event in `window` at least `gap` before the one that this is of, at which the rider
    /// alights who has `position` among those aboard; `longest` is of all of them.
    pub fn after(
        &self,
        gap: Duration,
        window: Window,
        here: Window,
        position: usize,
        longest: &[Longest],
    ) -> Option<Self> {
        let mut aboard = self.aboard.clone();
        aboard.insert(position, Alighting { earliest: here.earliest, least: Duration::ZERO });
        for (rider, &longest) in aboard.iter_mut().zip(longest) {
            let Some(longest) = longest else {
                *rider = Alighting::ANY;
                continue;
            };
            rider.least += gap;
            rider.earliest = rider.earliest.max(window.earliest + rider.least);
            if rider.least > longest {
                return None;
            }
        }
        let latest = window.latest.min(self.latest - gap);
        (window.earliest <= latest).then_some(Self { latest, aboard })
    }
}

/// Labels of one event, of which one may make another superfluous.
pub(super) trait Label: Sized {
    /// Whether every moment and every other half that suits `other` suits this one.
    fn covers(&self, other: &Self) -> bool;

    /// Adds this label, unless another covers it, and removes what it covers.
    fn join(self, labels: &mut Vec<Self>) {
        if !labels.iter().any(|label| label.covers(&self)) {
            labels.retain(|label| !self.covers(label));
            labels.push(self);
        }
    }
}

impl Label for Past {
    fn covers(&self, other: &Self) -> bool {
        let mut riders = self.aboard.iter().zip(&other.aboard);
        self.earliest <= other.earliest
            && self.latest >= other.latest
            && riders.all(|(one, other)| one.latest >= other.latest && one.elapsed <= other.elapsed)
    }
}

impl Label for Future {
    fn covers(&self, other: &Self) -> bool {
        let mut riders = self.aboard.iter().zip(&other.aboard);
        self.latest >= other.latest
            && riders.all(|(one, other)| one.earliest <= other.earliest && one.least <= other.least)
    }
}
