//! By what factors drives are slower or faster than planned: of the hour in which they start, and of their
//! classes; and which of that could as well be chance.
//!
//! Factors are those under which the drives, as Poisson counts, are most likely: hours in one step,
//! classes by the iteration of Shepp and Vardi (1982, doi:10.1109/TMI.1982.4307558), in turn.

use std::collections::BTreeMap;

use crate::register::calibration::{Calibration, ClassedDrive, SMALLEST_CHANGE, Together};
use crate::register::performed::PerformedDrive;

/// Fewer drives say nothing of an hour.
const FEWEST_DRIVES: usize = 20;
const ROUNDS: usize = 200;

/// The hour of the day in which a drive starts.
pub(super) fn hour(drive: &PerformedDrive) -> i64 {
    drive.departs.as_milliseconds() / 3_600_000
}

/// The factors under which the drives are most likely.
pub(super) struct Fit {
    /// Of each group of hours.
    pub hours: BTreeMap<i64, f64>,
    /// Of each class.
    pub classes: BTreeMap<&'static str, f64>,
    /// What the drives are planned to take by the classes' factors.
    pub usual: Vec<f64>,
}

impl Fit {
    /// The fit with a factor for each group that `group` puts hours in; all classes have the same
    /// factor unless `has_speeds`.
    pub fn of(drives: &[&ClassedDrive], group: &dyn Fn(i64) -> i64, has_speeds: bool) -> Self {
        let mut fit = Self { hours: BTreeMap::new(), classes: BTreeMap::new(), usual: Vec::new() };
        for it in drives {
            fit.hours.insert(group(hour(it.drive)), 1.0);
            fit.classes.extend(it.classes.iter().map(|(class, _)| (*class, 1.0)));
        }
        for _ in 0..ROUNDS {
            fit.usual = drives.iter().map(|it| fit.usual_time(it)).collect();
            let mut sums: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
            for (it, usual) in drives.iter().zip(&fit.usual) {
                let sum = sums.entry(group(hour(it.drive))).or_default();
                *sum = (sum.0 + it.drive.actual.as_minutes(), sum.1 + usual);
            }
            fit.hours =
                sums.into_iter().map(|(at, (actual, usual))| (at, actual / usual)).collect();
            if !has_speeds {
                break;
            }
            fit.improve_classes(drives, group);
        }
        fit
    }

    /// How long the drive takes outside rush hours.
    fn usual_time(&self, it: &ClassedDrive) -> f64 {
        let factor: f64 = it.classes.iter().map(|(class, share)| share * self.classes[class]).sum();
        it.drive.outside_rush_hours.as_minutes() * factor
    }

    fn improve_classes(&mut self, drives: &[&ClassedDrive], group: &dyn Fn(i64) -> i64) {
        let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for (it, usual) in drives.iter().zip(&self.usual) {
            let slow = self.hours[&group(hour(it.drive))];
            for (class, share) in &it.classes {
                let part = it.drive.outside_rush_hours.as_minutes() * share;
                let sum = sums.entry(class).or_default();
                sum.0 += part * it.drive.actual.as_minutes() / usual;
                sum.1 += part * slow;
            }
        }
        for (class, factor) in &mut self.classes {
            let (actual, expected) = sums[class];
            *factor *= if expected > 0.0 { actual / expected } else { 1.0 };
        }
    }

    /// The drives by hour and by class.
    pub fn tables(&self, drives: &[&ClassedDrive]) -> Calibration {
        let mut tables = Calibration::default();
        let nothing = Together { drives: 0.0, planned: 0.0, actual: 0.0, factor: 0.0 };
        for it in drives {
            let (planned, actual) = (it.drive.planned.as_minutes(), it.drive.actual.as_minutes());
            let base = it.drive.outside_rush_hours.as_minutes();
            let add = |to: &mut Together, share: f64, actual: f64| {
                to.drives += share;
                to.planned += planned * share;
                to.actual += actual;
                to.factor += base * share;
            };
            let at = tables.hours.entry(hour(it.drive)).or_insert_with(|| nothing.clone());
            add(at, 1.0, actual);
            let usual = self.usual_time(it);
            for (class, share) in &it.classes {
                let of_class = tables.classes.entry(class).or_insert_with(|| nothing.clone());
                add(of_class, *share, actual * base * share * self.classes[class] / usual);
            }
        }
        // Until here the minutes outside rush hours.
        for it in tables.hours.values_mut().chain(tables.classes.values_mut()) {
            it.factor = it.actual / it.factor;
        }
        tables
    }
}

/// Twice the standard error of a class's factor: that of the slope by which what is left of the drives
/// depends on their time on the class.
pub(super) fn chance_of_class(
    drives: &[&ClassedDrive],
    fit: &Fit,
    group: &dyn Fn(i64) -> i64,
    class: &str,
) -> f64 {
    let (mut left, mut squares) = (0.0, 0.0);
    for (it, usual) in drives.iter().zip(&fit.usual) {
        let expected = usual * fit.hours[&group(hour(it.drive))];
        let on_class = it.classes.iter().find(|(name, _)| *name == class);
        let minutes = expected * on_class.map_or(0.0, |(_, share)| *share);
        left += (minutes * (it.drive.actual.as_minutes() - expected)).powi(2);
        squares += minutes.powi(2);
    }
    2.0 * left.sqrt() / squares
}

/// Hours, one after the other, in which drives take longer than at most others, beyond what chance
/// would do.
pub(super) fn busy_hours(
    drives: &[&ClassedDrive],
    fit: &Fit,
) -> Vec<std::ops::RangeInclusive<i64>> {
    let usual = median(drives, fit);
    let mut runs: Vec<std::ops::RangeInclusive<i64>> = Vec::new();
    for (&at, &factor) in &fit.hours {
        let of_hour = drives.iter().zip(&fit.usual).filter(|(it, _)| hour(it.drive) == at);
        let (mut count, mut minutes, mut squares) = (0, 0.0, 0.0);
        for (it, expected) in of_hour {
            count += 1;
            minutes += expected;
            squares += (it.drive.actual.as_minutes() - factor * expected).powi(2);
        }
        // Twice the standard error of a ratio.
        let chance = 2.0 * squares.sqrt() / minutes / usual;
        if count < FEWEST_DRIVES || factor / usual < 1.0 + SMALLEST_CHANGE.max(chance) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if *run.end() + 1 == at => *run = *run.start()..=at,
            _ => runs.push(at..=at),
        }
    }
    runs
}

/// The factor such that half of the driving is in hours of no more.
fn median(drives: &[&ClassedDrive], fit: &Fit) -> f64 {
    let of_drive = |(it, minutes): (&&ClassedDrive, &f64)| (fit.hours[&hour(it.drive)], *minutes);
    let mut all: Vec<(f64, f64)> = drives.iter().zip(&fit.usual).map(of_drive).collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = all.iter().map(|(_, minutes)| minutes).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    let found = all.iter().find(|(_, minutes)| {
        sum += minutes;
        sum >= half
    });
    found.map_or(1.0, |(factor, _)| *factor)
}
