//! How many steps a round has, and how far a run has come.

use std::ops::Range;

/// How often a solution is taken apart anew in a run.
pub const ROUNDS: u64 = 100;

/// Divides a run into rounds, by a number of steps, by a time, or by whichever ends it first.
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
}

impl Pace {
    /// Of a run that ends after so many steps or so many seconds.
    ///
    /// # Panics
    /// If neither is given.
    pub fn new(steps: Option<u64>, seconds: Option<f64>) -> Self {
        assert!(steps.is_some() || seconds.is_some(), "a run must end");
        Self { steps, seconds, taken: 0, next: 16 }
    }

    /// Steps and progress of the next round, so many seconds after the start; `None` if the run is
    /// over. Where time counts, the round is `times` as long as others.
    pub fn next(&self, elapsed: f64, times: u64) -> Option<(u64, Range<f64>)> {
        let left = self.steps.map_or(u64::MAX, |steps| steps - self.taken.min(steps));
        let from = self.progress(self.taken, elapsed);
        if left == 0 || from >= 1.0 {
            return None;
        }
        let round = match (self.steps, self.seconds) {
            (Some(steps), None) => steps.div_ceil(ROUNDS),
            _ => self.next * times,
        };
        let round = round.min(left);
        let length = self.seconds.unwrap_or(0.0) * times as f64 / ROUNDS as f64;
        Some((round, from..self.progress(self.taken + round, elapsed + length)))
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
            let mut pace = Pace::new(Some(total), None);
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
        let mut pace = Pace::new(None, Some(10.0));
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
}
