//! What the stops so far mean for the times of the stops to come.
//!
//! A longest time (a longest ride, a longest duty) ties two visits together, so a stop can no longer
//! be judged by its own window. Yet for a fixed order the feasible times form a lattice: of all that
//! came before, the next visit feels the earliest moment at which it can begin and, for each longest
//! time that is running, the latest moment at which it can have started. Extending this by a visit
//! takes time proportional to what is running, which the vehicle's places bound (Gschwind and Irnich
//! 2015, doi:10.1287/trsc.2014.0531).
//!
//! Why it is exact: let service begin at some moment `B`. The latest times before and the earliest
//! times after `B` then do not depend on each other, and each longest time that runs across allows
//! just those `B` that leave the one close enough to the other. Every such condition, and every
//! window, bounds `B` from one side, so all hold for some `B` if and only if they leave an interval
//! (Gschwind and Drexl 2019, doi:10.1287/trsc.2018.0837, test insertions so in constant time).

use crate::domain::{Duration, Time, Window};

/// What begins or ends with a visit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// No longest time.
    Nothing,
    /// A longest time starts.
    Starts(Duration),
    /// The longest time ends that has this place among the running ones.
    Ends(usize),
}

/// A longest time that is running.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Running {
    /// From the beginning of service where it starts to the beginning of service where it ends.
    pub longest: Duration,
    /// The latest moment at which it can have started, given the windows before the current visit.
    pub latest_start: Time,
    /// How long it runs by the beginning of the current visit if nobody waits.
    pub elapsed: Duration,
}

/// A longest time that is running, seen from the visits to come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Remaining {
    /// From the beginning of the next visit to its end if nobody waits.
    pub least: Duration,
    /// The earliest moment at which it can end, given the windows from the next visit on.
    pub earliest_end: Time,
}

/// What is known when service begins at a visit.
#[derive(Clone, Debug, Default)]
pub(super) struct Label {
    /// Service begins no earlier, given what came before.
    pub earliest: Time,
    /// Service begins no later, by the visit's own window and the longest time that ends there.
    pub latest: Time,
    /// The longest times that go on.
    pub running: Vec<Running>,
}

impl Label {
    /// Starts at a visit with this window.
    pub fn start(&mut self, window: Window, mark: Mark) {
        self.running.clear();
        self.earliest = window.earliest;
        self.latest = window.latest;
        self.mark(mark);
    }

    /// Goes on to a visit that begins at least `gap` later; false if it cannot begin in time.
    #[inline]
    pub fn extend(&mut self, gap: Duration, window: Window, mark: Mark) -> bool {
        for running in &mut self.running {
            *running = running.after(self.latest, gap);
            if running.elapsed > running.longest {
                return false;
            }
        }
        self.earliest = (self.earliest + gap).max(window.earliest);
        self.latest = window.latest;
        self.mark(mark);
        self.earliest <= self.latest
    }

    /// Lets a longest time start here, before all others in order.
    #[inline]
    pub fn start_first(&mut self, longest: Duration) {
        self.running.insert(0, Running::starting(longest));
    }

    #[inline]
    fn mark(&mut self, mark: Mark) {
        match mark {
            Mark::Nothing => {}
            Mark::Starts(longest) => self.running.push(Running::starting(longest)),
            Mark::Ends(place) => {
                let ended = self.running.remove(place);
                self.latest = self.latest.min(ended.latest_start + ended.longest);
            }
        }
    }
}

impl Running {
    /// As it starts, with the visit that the label stands at.
    #[inline]
    fn starting(longest: Duration) -> Self {
        Self { longest, latest_start: Time::DISTANT_FUTURE, elapsed: Duration::ZERO }
    }

    /// At the next visit, `gap` later, when service at the current one begins by `latest`.
    #[inline]
    pub fn after(self, latest: Time, gap: Duration) -> Self {
        let latest_start = self.latest_start.min(latest - self.elapsed);
        Self { latest_start, elapsed: self.elapsed + gap, ..self }
    }

    /// The moments between which the next visit may begin for this longest time to be kept, if it
    /// is known to begin by `latest` at the current visit, and `gap` later at the next; `None` if no
    /// moment will do.
    #[inline]
    pub fn allows(self, latest: Time, gap: Duration, remaining: &Remaining) -> Option<Window> {
        let Self { longest, latest_start, elapsed } = self.after(latest, gap);
        let latest_end = latest_start + longest;
        let possible = elapsed + remaining.least <= longest && remaining.earliest_end <= latest_end;
        possible.then(|| Window {
            earliest: remaining.earliest_end + elapsed - longest,
            latest: latest_end - remaining.least,
        })
    }
}
