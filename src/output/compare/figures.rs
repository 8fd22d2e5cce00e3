//! Figures side by side, and what becomes of each citizen's trip.

use rustc_hash::FxHashMap;

use crate::domain::{Direction, Duration, Money};
use crate::output::Language;
use crate::output::compare::Compared;
use crate::output::compare::tables::{Cell, Table};
use crate::output::words::{nearest_minute, tenths_of_minutes, whole_minutes};
use crate::plan::summary::{Summary, Trip};

/// A figure that plans are compared by.
struct Figure {
    name: &'static str,
    of: fn(&Summary) -> Option<f64>,
    decimals: usize,
    unit: Unit,
}

/// What a figure is told in.
#[derive(Clone, Copy)]
enum Unit {
    /// These letters after the number, or none.
    Letters(&'static str),
    /// Hours and minutes, of a figure in minutes.
    Hours,
}

impl Unit {
    /// The amount without its unit where it has one for all rows; hours and minutes with theirs.
    fn number(self, value: f64, decimals: usize, language: Language) -> String {
        match self {
            Self::Letters(_) => language.number(value, decimals),
            Self::Hours => language.hours(Duration::minutes(value as i64)),
        }
    }
}

/// Money, counts, times: one row each.
fn all(language: Language) -> Vec<Figure> {
    use Unit::Letters;
    let words = language.words();
    let figure = |name, of, decimals, unit| Figure { name, of, decimals, unit: Letters(unit) };
    let hours = |name, of| Figure { name, of, decimals: 0, unit: Unit::Hours };
    vec![
        figure(words.rides_driven, |s| Some(s.rides_planned as f64), 0, ""),
        figure(words.by_taxi_column, |s| Some(s.rides_by_taxi as f64), 0, ""),
        figure(words.not_planned_heading, |s| Some(s.rides_not_planned as f64), 0, ""),
        figure(words.vehicles, |s| Some(s.vehicles_used as f64), 0, ""),
        figure(words.cost, |s| Some(s.cost_ore.as_kroner()), 2, words.kroner),
        figure(words.cost_per_ride, cost_per_ride, 2, words.kroner),
        figure(words.distance, |s| Some(s.distance_m.as_km()), 1, "km"),
        hours(words.driving, |s| Some(nearest_minute(s.driving_s))),
        hours(words.waiting, |s| Some(nearest_minute(s.waiting_s))),
        figure(words.longest, |s| Some(whole_minutes(s.both().longest_s)), 0, "min"),
        figure(words.mean, |s| Some(tenths_of_minutes(s.both().mean_s)), 1, "min"),
        figure(
            words.nine_of_ten,
            |s| Some(whole_minutes(s.both().ninetieth_percentile_s)),
            0,
            "min",
        ),
        figure(words.over_45, share_over_45, 1, "%"),
        figure(words.per_vehicle_hour, |s| s.passengers_per_vehicle_hour, 2, ""),
        figure(words.aboard_to_direct, |s| s.aboard_to_direct, 2, "×"),
    ]
}

/// Kroner for a ride that is driven, by vehicle or taxi.
fn cost_per_ride(summary: &Summary) -> Option<f64> {
    summary.cost_per_ride().map(Money::as_kroner)
}

/// Trips over 45 minutes, in percent.
fn share_over_45(summary: &Summary) -> Option<f64> {
    let both = summary.both();
    (both.trips > 0).then(|| both.percent_over_45())
}

/// A row for each figure; beside that of a later plan, how it differs from the first.
pub(super) fn figures(plans: &[Compared], language: Language) -> Table {
    let words = language.words();
    let rows = all(language).into_iter().map(|figure| {
        let values: Vec<Option<f64>> =
            plans.iter().map(|plan| (figure.of)(&plan.summary)).collect();
        let first = values.first().copied().flatten();
        let mut row: Vec<Cell> = vec![figure.name.to_owned().into()];
        for (index, value) in values.into_iter().enumerate() {
            let text =
                value.map_or_else(|| "–".to_owned(), |value| amount(&figure, value, language));
            row.push(text.into());
            if index > 0 {
                let told = value.zip(first).map(|it| difference(it, &figure, language));
                row.push(told.unwrap_or_default().into());
            }
        }
        row
    });
    let mut columns = vec![words.figures_heading.to_owned()];
    for (index, plan) in plans.iter().enumerate() {
        columns.push(format!("{} ({})", plan.name, plan.summary.date));
        if index > 0 {
            columns.push(words.difference.to_owned());
        }
    }
    let heading = words.comparison.to_owned();
    Table { heading, columns, rows: rows.collect(), empty: "" }
}

fn amount(figure: &Figure, value: f64, language: Language) -> String {
    let number = figure.unit.number(value, figure.decimals, language);
    match figure.unit {
        Unit::Letters(unit) => format!("{number} {unit}").trim().to_owned(),
        Unit::Hours => number,
    }
}

/// By how much a figure differs from the first plan's.
fn difference((value, first): (f64, f64), figure: &Figure, language: Language) -> String {
    match figure.unit {
        Unit::Letters(_) => signed((first, value), figure.decimals, language),
        Unit::Hours => {
            let by = value - first;
            let length = figure.unit.number(by.abs(), 0, language);
            let sign = if by > 0.0 { "+" } else { "-" };
            if by == 0.0 { length } else { format!("{sign}{length}") }
        }
    }
}

/// The difference from the first figure to the second with its sign: of the figures as they are shown,
/// so that it adds up with them.
pub(super) fn signed((from, to): (f64, f64), decimals: usize, language: Language) -> String {
    let shown = |value: f64| format!("{value:.decimals$}").parse().unwrap_or(value);
    let by = shown(to) - shown(from);
    let text = language.number(by, decimals);
    let is_zero = !text.chars().any(|digit| ('1'..='9').contains(&digit));
    match by > 0.0 && !is_zero {
        true => format!("+{text}"),
        false => text,
    }
}

/// Every citizen's trip that differs by a minute or more, or goes by another vehicle.
pub(super) fn changes(first: &Compared, other: &Compared, language: Language) -> Table {
    let words = language.words();
    let key = |trip: &Trip| (trip.booking.clone(), trip.direction);
    let after: FxHashMap<_, &Trip> =
        other.summary.trips.iter().map(|trip| (key(trip), trip)).collect();
    let before: FxHashMap<_, &Trip> =
        first.summary.trips.iter().map(|trip| (key(trip), trip)).collect();
    let known = first.summary.trips.iter().map(|trip| (Some(trip), after.get(&key(trip)).copied()));
    let new = other.summary.trips.iter().filter(|trip| !before.contains_key(&key(trip)));
    let pairs = known.chain(new.map(|trip| (None, Some(trip))));
    let rows = pairs.filter_map(|(one, two)| change(one, two, language));
    Table {
        heading: format!("{}: {} → {}", words.changes_heading, first.name, other.name),
        columns: [
            words.citizen,
            words.booking,
            words.direction,
            words.before,
            words.after,
            words.difference,
            words.vehicle,
        ]
        .map(str::to_owned)
        .into(),
        rows: rows.collect(),
        empty: words.no_changes,
    }
}

fn change(one: Option<&Trip>, two: Option<&Trip>, language: Language) -> Option<Vec<Cell>> {
    let trip = one.or(two)?;
    let minutes = |trip: Option<&Trip>| trip.map(|trip| trip.trip_s.ceil_minutes());
    let vehicle = |trip: Option<&Trip>| trip.map_or("–", |trip| trip.vehicle.as_str()).to_owned();
    let (before, after) = (minutes(one), minutes(two));
    let (from, to) = (vehicle(one), vehicle(two));
    if before == after && from == to {
        return None;
    }
    let told = |minutes: Option<i64>| {
        minutes.map_or_else(|| "–".to_owned(), |minutes| format!("{minutes} min"))
    };
    let by =
        before.zip(after).map(|(before, after)| signed((before as f64, after as f64), 0, language));
    let direction: Direction = trip.direction;
    let cells = [
        trip.citizen.clone(),
        trip.booking.clone(),
        language.direction(direction).to_owned(),
        told(before),
        told(after),
        by.unwrap_or_default(),
        if from == to { from } else { format!("{from} → {to}") },
    ];
    Some(cells.map(Cell::from).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_add_up_with_the_figures_as_shown() {
        // 81.7 and 80.9 are shown.
        assert_eq!(signed((81.66, 80.94), 1, Language::English), "-0.8");
        assert_eq!(signed((80.94, 81.66), 1, Language::Danish), "+0,8");
        assert_eq!(signed((80.94, 80.86), 1, Language::Danish), "0,0");
        let figure = Figure { name: "", of: |_| None, decimals: 0, unit: Unit::Hours };
        let told = |first, value| difference((value, first), &figure, Language::Danish);
        assert_eq!(
            [told(269.0, 204.0), told(60.0, 61.0), told(5.0, 5.0)],
            ["-1 t 05 min", "+1 min", "0 min"]
        );
    }
}
