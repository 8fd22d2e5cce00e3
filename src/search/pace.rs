//! How many steps a round has, how far a run has come, and how often it cools down.

use std::ops::Range;

/// How often a solution is taken apart anew in a run.
pub const ROUNDS: u64 = 100;

/// How many steps for each request make an annealing long enough: of several such the best is better than
/// one that is as long as all of them.
const ENOUGH: u64 = 2_000;
/// How far a run by time has come when it is known how many steps it will take.
const KNOWN: f64 = 0.05;
/// The most annealings of a run, so that each has a few rounds.
const MOST: u64 = ROUNDS / 5;

/// Divides a run into rounds, by a number of steps, by a time, or by whichever ends it first.
///
/// A run that is long for the number of requests cools down several times, each time from hot, as
/// one annealing after another finds better solutions than a single slow one.
///
/// It reads no clock: by steps alone, a run is the same whenever it is repeated.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Steps of the whole run.
    steps: Option<u64>,
    /// Seconds of the whole run.
    seconds: Option<f64>,
    taken: u64,
    /// Steps of the next round, where time counts.
    next: u64,
    /// Steps that make an annealing long enough.
    enough: u64,
    /// How often the run cools down; `None` until it is known how fast it goes.
    annealings: Option<u64>,
}

impl Pace {
    /// Of a run on so many requests that ends after so many steps or so many seconds.
    ///
    /// # Panics
    /// If neither is given.
    pub fn new(requests: usize, steps: Option<u64>, seconds: Option<f64>) -> Self {
        assert!(steps.is_some() || seconds.is_some(), "a run must end");
        let enough = ENOUGH * requests.max(1) as u64;
        let mut pace = Self { steps, seconds, taken: 0, next: 16, enough, annealings: None };
        if let (Some(steps), None) = (steps, seconds) {
            pace.will_take(steps);
        }
        pace
    }

    /// Settles how often a run of so many steps cools down.
    fn will_take(&mut self, steps: u64) {
        self.annealings = Some((steps / self.enough).clamp(1, MOST));
    }

    /// Steps and progress of the next round, so many seconds after the start; `None` if the run is
    /// over. Where time counts, the round is `times` as long as others.
    pub fn next(&mut self, elapsed: f64, times: u64) -> Option<(u64, Range<f64>)> {
        let left = self.steps.map_or(u64::MAX, |steps| steps - self.taken.min(steps));
        let from = self.progress(self.taken, elapsed);
        if left == 0 || from >= 1.0 {
            return None;
        }
        if self.annealings.is_none() && from >= KNOWN {
            self.will_take((self.next * ROUNDS).min(left));
        }
        let round = match (self.steps, self.seconds) {
            (Some(steps), None) => steps.div_ceil(ROUNDS),
            _ => self.next * times,
        };
        let round = round.min(left);
        let length = self.seconds.unwrap_or(0.0) * times as f64 / ROUNDS as f64;
        Some((round, from..self.progress(self.taken + round, elapsed + length)))
    }

    /// How far the annealing has come that the run is in.
    pub fn cooling(&self, progress: &Range<f64>) -> Range<f64> {
        let times = self.annealings.unwrap_or(1) as f64;
        let from = (progress.start * times).fract();
        from..(from + (progress.end - progress.start) * times).min(1.0)
    }

    /// Whether no annealing follows the one that the run is in.
    pub fn is_last(&self, progress: &Range<f64>) -> bool {
        let times = self.annealings.unwrap_or(1) as f64;
        progress.start * times >= times - 1.0
    }

    /// Learns that a round of so many steps took so many seconds.
    pub fn took(&mut self, steps: u64, seconds: f64) {
        self.taken += steps;
        if let Some(limit) = self.seconds {
            let fitting = steps as f64 * limit / ROUNDS as f64 / seconds.max(1e-6);
            // One slow round, as when the machine is busy, must not slow down all that follow.
            self.next = (fitting as u64).clamp(self.next / 4 + 1, self.next * 4);
        }
    }

    /// Steps taken.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    fn progress(&self, taken: u64, elapsed: f64) -> f64 {
        let by_steps = self.steps.map_or(0.0, |steps| taken as f64 / steps.max(1) as f64);
        let by_time = self.seconds.map_or(0.0, |seconds| elapsed / seconds);
        by_steps.max(by_time).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_by_steps_takes_just_these() {
        for total in [0, 1, 7, 99, 100, 101, 12_345] {
            let mut pace = Pace::new(24, Some(total), None);
            let mut progress = 0.0;
            while let Some((steps, range)) = pace.next(0.0, 1) {
                assert!(steps > 0 && range.start >= progress && range.end > range.start);
                progress = range.end;
                pace.took(steps, 1.0);
            }
            assert_eq!(pace.taken(), total);
            assert!(progress == 1.0 || total == 0);
        }
    }

    #[test]
    fn rounds_grow_to_a_hundredth_of_the_time() {
        let mut pace = Pace::new(24, None, Some(10.0));
        let (mut elapsed, mut rounds) = (0.0, 0);
        while let Some((steps, _)) = pace.next(elapsed, 1) {
            // A thousand steps a second.
            let seconds = steps as f64 / 1_000.0;
            pace.took(steps, seconds);
            elapsed += seconds;
            rounds += 1;
        }
        assert!((100..=105).contains(&rounds), "{rounds}");
    }

    #[test]
    fn a_long_run_cools_down_several_times() {
        // Ten requests have enough with 20,000 steps; at 5,000 a second, 60,000 steps are to come.
        for (steps, seconds) in [(Some(60_000), None), (None, Some(12.0))] {
            let mut pace = Pace::new(10, steps, seconds);
            let (mut elapsed, mut coolings, mut before, mut last) = (0.0, 1, 0.0, 0);
            while let Some((steps, progress)) = pace.next(elapsed, 1) {
                let cooling = pace.cooling(&progress);
                assert!(cooling.start < cooling.end && cooling.end <= 1.0, "{cooling:?}");
                coolings += u32::from(cooling.start + 0.1 < before);
                last += u32::from(pace.is_last(&progress));
                before = cooling.start;
                let seconds = steps as f64 / 5_000.0;
                pace.took(steps, seconds);
                elapsed += seconds;
            }
            assert!(coolings == 3 && (30..=45).contains(&last), "{coolings} {last}");
        }
    }
}
