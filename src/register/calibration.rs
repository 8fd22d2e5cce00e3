//! Planned times of drives against what they took, and the travel settings that would have been right.
//!
//! A drive is taken to last as long as planned outside rush hours, times the factor of the hour in which
//! it starts, times the mean of the factors of its classes weighed by the time on each (`factors`).
//! Nothing is proposed that could as well be chance.

use std::collections::BTreeMap;

use crate::domain::{Time, Window};
use crate::register::factors::{Fit, busy_hours, chance_of_class};
use crate::register::performed::PerformedDrive;

/// Fewer drives say nothing at all.
const FEWEST_IN_ALL: usize = 100;
/// Fewer minutes say nothing of a class.
const FEWEST_MINUTES: f64 = 60.0;
/// Settings are not changed for less.
pub(super) const SMALLEST_CHANGE: f64 = 0.05;
/// A drive that takes so many times its plan, and this many minutes besides, had a reason of its own.
const LONGEST: (f64, f64) = (3.0, 5.0);

/// A drive with the classes that it belongs to.
#[derive(Clone, Debug)]
pub struct ClassedDrive<'a> {
    /// The drive.
    pub drive: &'a PerformedDrive,
    /// Its classes with the share of its time on each; all together one.
    pub classes: Vec<(&'static str, f64)>,
}

/// Some drives together.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// How many, parts of drives counted as parts.
    pub drives: f64,
    /// Minutes as planned.
    pub planned: f64,
    /// Minutes that they took.
    pub actual: f64,
    /// By how much they are slower or faster than was planned outside rush hours.
    pub factor: f64,
}

/// What the drives say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calibration {
    /// By the hour in which they start.
    pub hours: BTreeMap<i64, Together>,
    /// By class.
    pub classes: BTreeMap<&'static str, Together>,
    /// How many drives it is made of.
    pub drives: usize,
    /// How many were put aside, as they went backwards in time or took too long to have been driving.
    pub aside: usize,
    /// What would have been right, if there are enough drives to tell.
    pub proposal: Option<Proposal>,
}

/// What would have been right.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// By what the time factor is to be multiplied.
    pub time_factor: f64,
    /// The rush hours, all of them, with their factors.
    pub rush_hours: Vec<(Window, f64)>,
    /// By what the speeds of some classes are to be multiplied besides.
    pub speeds: Vec<(&'static str, f64)>,
}

impl Calibration {
    /// What these drives say; classes are only proposed for if `has_speeds`.
    pub fn of(drives: &[ClassedDrive], has_speeds: bool) -> Self {
        let sound: Vec<&ClassedDrive> = drives.iter().filter(|it| is_sound(it.drive)).collect();
        let aside = drives.len() - sound.len();
        let fit = Fit::of(&sound, &|hour| hour, has_speeds);
        let mut calibration = Self { aside, drives: sound.len(), ..fit.tables(&sound) };
        if sound.len() >= FEWEST_IN_ALL {
            calibration.proposal = Some(proposal(&sound, &fit, has_speeds));
        }
        calibration
    }
}

fn is_sound(drive: &PerformedDrive) -> bool {
    let (actual, usual) = (drive.actual.as_minutes(), drive.outside_rush_hours.as_minutes());
    usual > 0.0 && actual >= 0.0 && actual <= usual * LONGEST.0 + LONGEST.1
}

fn proposal(drives: &[&ClassedDrive], by_hour: &Fit, has_speeds: bool) -> Proposal {
    let busy = busy_hours(drives, by_hour);
    // Each run of busy hours is a group of its own, named by its first hour; all others are one.
    const QUIET: i64 = -1;
    let group = |hour: i64| {
        let run = busy.iter().find(|run| run.contains(&hour));
        run.map_or(QUIET, |run| *run.start())
    };
    let fit = Fit::of(drives, &group, has_speeds);
    let whole: f64 = drives.iter().map(|it| it.drive.outside_rush_hours.as_minutes()).sum();
    let classes = fit.usual.iter().sum::<f64>() / whole;
    let quiet = fit.hours.get(&QUIET).copied().unwrap_or(1.0);
    let window = |run: &std::ops::RangeInclusive<i64>| Window {
        earliest: Time::hm(*run.start(), 0),
        latest: Time::hm(run.end() + 1, 0),
    };
    let tables = fit.tables(drives);
    let is_known = |class: &str| tables.classes[class].planned >= FEWEST_MINUTES;
    let speeds = fit.classes.iter().map(|(class, factor)| (*class, classes / factor));
    let speeds = speeds.filter(|(class, speed)| {
        let least = SMALLEST_CHANGE.max(chance_of_class(drives, &fit, &group, class));
        has_speeds && is_known(class) && (speed - 1.0).abs() >= least
    });
    Proposal {
        time_factor: classes * quiet,
        speeds: speeds.collect(),
        rush_hours: busy.iter().map(|run| (window(run), fit.hours[run.start()] / quiet)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Distance, Duration};
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// Drives on small and large roads through a day: all take 1.2 times their plan, on small roads a
    /// quarter more, from eight to ten half as much again.
    fn drives(count: usize) -> Vec<(PerformedDrive, f64)> {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let drive = |_| {
            let (small, base): (f64, f64) =
                (rng.random_range(0.0..1.0), rng.random_range(3.0..15.0));
            let departs = Time::hm(rng.random_range(7..15), 30);
            let is_busy = (Time::hm(8, 0)..Time::hm(10, 0)).contains(&departs);
            let factor = 1.2 * (1.0 + 0.25 * small) * if is_busy { 1.5 } else { 1.0 };
            let noise = rng.random_range(0.85..1.15);
            let minutes = |length: f64| Duration::seconds((length * 60.0).round() as i64);
            let drive = PerformedDrive {
                travel: String::new(),
                from: None,
                to: None,
                departs,
                planned: minutes(base),
                outside_rush_hours: minutes(base),
                actual: minutes(base * factor * noise),
                distance: Distance::metres(1),
            };
            (drive, small)
        };
        (0..count).map(drive).collect()
    }

    fn classed(drives: &[(PerformedDrive, f64)]) -> Vec<ClassedDrive<'_>> {
        let classed = drives.iter().map(|(drive, small)| ClassedDrive {
            drive,
            classes: vec![("residential", *small), ("primary", 1.0 - small)],
        });
        classed.collect()
    }

    fn assert_near(found: f64, expected: f64) {
        assert!((found / expected - 1.0).abs() < 0.03, "{found}, not {expected}");
    }

    #[test]
    fn what_slows_drives_is_found_again() {
        let drives = drives(2_000);
        let found = Calibration::of(&classed(&drives), true);
        assert_eq!((found.drives, found.aside), (2_000, 0));
        let Proposal { time_factor, rush_hours, speeds } = found.proposal.expect("enough drives");
        // Half of the time is on small roads, on average: 1.2 × 1.125.
        assert_near(time_factor, 1.35);
        let [(window, factor)] = rush_hours[..] else { panic!("{rush_hours:?}") };
        assert_eq!(window, Window { earliest: Time::hm(8, 0), latest: Time::hm(10, 0) });
        assert_near(factor, 1.5);
        let [("primary", fast), ("residential", slow)] = speeds[..] else { panic!("{speeds:?}") };
        assert_near(fast, 1.125);
        assert_near(slow, 1.125 / 1.25);
    }

    #[test]
    fn without_speeds_classes_are_shown_and_not_proposed_for() {
        let drives = drives(2_000);
        let found = Calibration::of(&classed(&drives), false);
        let proposal = found.proposal.expect("enough drives");
        assert_eq!(proposal.speeds, []);
        assert_near(proposal.time_factor, 1.35);
        let minutes: f64 = found.classes.values().map(|it| it.actual).sum();
        assert_near(minutes, drives.iter().map(|(it, _)| it.actual.as_minutes()).sum());
    }

    #[test]
    fn few_drives_and_chance_propose_nothing() {
        assert_eq!(Calibration::of(&classed(&drives(99)), true).proposal, None);
        let mut even = drives(400);
        let mut rng = ChaCha8Rng::seed_from_u64(6);
        for (drive, _) in &mut even {
            drive.actual = drive.outside_rush_hours.scale(rng.random_range(0.7..1.3));
        }
        let found = Calibration::of(&classed(&even), true).proposal.expect("enough drives");
        assert_eq!(found.rush_hours, []);
        assert_near(found.time_factor, 1.0);
    }

    #[test]
    fn a_drive_that_cannot_have_been_driving_is_put_aside() {
        let mut drives = drives(3);
        drives[0].0.actual = Duration::minutes(-1);
        drives[1].0.actual = drives[1].0.outside_rush_hours * 3 + Duration::minutes(6);
        let found = Calibration::of(&classed(&drives), true);
        assert_eq!((found.drives, found.aside), (1, 2));
    }
}
