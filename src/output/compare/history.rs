//! Plans of many days, gathered by week, so that a drift is seen.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::domain::{Distance, Duration, Money};
use crate::output::Language;
use crate::output::compare::Compared;
use crate::output::compare::plot::Plot;
use crate::output::compare::tables::{Cell, Table};
use crate::plan::summary::{Summary, Trip, TripFigures};

/// The plans by week (ISO 8601), by time.
fn by_week(plans: &[Compared]) -> Vec<Week> {
    let mut weeks: BTreeMap<(i32, u32), Vec<&Summary>> = BTreeMap::new();
    for plan in plans {
        let week = plan.summary.date.iso_week();
        weeks.entry((week.year(), week.week())).or_default().push(&plan.summary);
    }
    weeks.into_iter().map(|(week, plans)| Week::of(week, &plans)).collect()
}

/// What is paid, driven and waited for, week by week, as pictures.
pub(super) fn plots(plans: &[Compared], language: Language) -> Vec<Plot> {
    let words = language.words();
    let weeks = by_week(plans);
    let figures: [(&str, fn(&Week) -> f64); 5] = [
        (words.cost_per_ride, |week| week.cost_per_ride),
        (words.km_per_ride, |week| week.distance.as_km() / week.rides.max(1) as f64),
        (words.mean_minutes, |week| week.mean),
        (words.over_45_percent, |week| week.over_45),
        (words.not_planned_heading, |week| week.left_out as f64),
    ];
    let plot = |(name, of): (&str, fn(&Week) -> f64)| {
        let values: Vec<(String, f64)> = weeks.iter().map(|it| (it.name(), of(it))).collect();
        Plot::of(name, &values, language)
    };
    figures.into_iter().filter_map(plot).collect()
}

/// A row for each week, with bars for cost per ride, mean trip and long trips.
pub(super) fn weeks(plans: &[Compared], language: Language) -> Table {
    let words = language.words();
    let weeks = by_week(plans);
    let most = |of: fn(&Week) -> f64| weeks.iter().map(of).fold(0.0, f64::max);
    let (cost, mean, over) =
        (most(|week| week.cost_per_ride), most(|week| week.mean), most(|week| week.over_45));
    let rows = weeks.iter().map(|week| {
        let number = |value: f64, decimals| language.number(value, decimals);
        let bar = |text: String, value: f64, most: f64| {
            let share = if most > 0.0 { (100.0 * value / most).round() as u32 } else { 0 };
            Cell { text, share: Some(share) }
        };
        vec![
            week.name().into(),
            week.plans.to_string().into(),
            week.rides.to_string().into(),
            week.left_out.to_string().into(),
            language.money(week.cost).into(),
            bar(number(week.cost_per_ride, 2), week.cost_per_ride, cost),
            language.km(week.distance).into(),
            format!("{} min", number(week.longest.as_minutes().ceil(), 0)).into(),
            bar(format!("{} min", number(week.mean, 1)), week.mean, mean),
            bar(format!("{} %", number(week.over_45, 1)), week.over_45, over),
        ]
    });
    let columns = [
        words.week,
        words.plans,
        words.rides,
        words.not_planned_heading,
        words.cost,
        words.cost_per_ride,
        words.distance,
        words.longest,
        words.mean,
        words.over_45,
    ];
    Table {
        heading: words.weeks_heading.to_owned(),
        columns: columns.map(str::to_owned).into(),
        rows: rows.collect(),
        empty: "",
    }
}

/// The figures of a week.
struct Week {
    week: (i32, u32),
    plans: usize,
    rides: usize,
    left_out: usize,
    cost: Money,
    cost_per_ride: f64,
    distance: Distance,
    longest: Duration,
    mean: f64,
    over_45: f64,
}

impl Week {
    /// `2026-50`.
    fn name(&self) -> String {
        format!("{}-{:02}", self.week.0, self.week.1)
    }

    fn of(week: (i32, u32), plans: &[&Summary]) -> Self {
        let rides = plans.iter().map(|plan| plan.rides_planned + plan.rides_by_taxi).sum();
        let cost: Money = plans.iter().map(|plan| plan.cost_ore).sum();
        let trips: Vec<&Trip> = plans.iter().flat_map(|plan| &plan.trips).collect();
        let figures = TripFigures::of(trips.iter().copied());
        Self {
            week,
            plans: plans.len(),
            rides,
            left_out: plans.iter().map(|plan| plan.rides_not_planned).sum(),
            cost,
            cost_per_ride: cost.as_kroner() / rides.max(1) as f64,
            distance: plans.iter().map(|plan| plan.distance_m).sum(),
            longest: figures.longest_s,
            mean: figures.mean_s.as_minutes(),
            over_45: 100.0 * figures.over_45_min as f64 / figures.trips.max(1) as f64,
        }
    }
}
