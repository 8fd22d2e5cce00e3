//! Plans of many days, gathered by week, so that a drift is seen.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use crate::domain::{Distance, Duration, Money};
use crate::output::Language;
use crate::output::compare::Compared;
use crate::output::compare::figures::signed;
use crate::output::compare::plot::Plot;
use crate::output::compare::tables::{Cell, Table};
use crate::output::words::tenths_of_minutes;
use crate::plan::summary::{Summary, Trip, TripFigures};

/// A figure of a week.
type Figure = fn(&Week) -> f64;

/// What is paid, driven and waited for, week by week, as pictures; the note says of which plans, if any
/// are to be told apart.
pub(super) fn plots(note: &str, plans: &[Compared], language: Language) -> Vec<Plot> {
    let words = language.words();
    let weeks = by_week(plans);
    let figures: [(&str, Figure); 5] = [
        (words.cost_per_ride, |week| week.cost_per_ride),
        (words.km_per_ride, |week| week.distance.as_km() / week.rides.max(1) as f64),
        (words.mean_minutes, |week| week.mean),
        (words.over_45_percent, |week| week.over_45),
        (words.not_planned_heading, |week| week.left_out as f64),
    ];
    let plot = |(name, of): (&str, Figure)| {
        let name = if note.is_empty() { name.to_owned() } else { format!("{name}, {note}") };
        let values: Vec<(String, f64)> = weeks.iter().map(|it| (it.name(), of(it))).collect();
        Plot::of(&name, &values, language)
    };
    figures.into_iter().filter_map(plot).collect()
}

/// A row for each week (ISO 8601), with bars for cost per ride, mean trip and long trips.
pub(super) fn weeks(heading: &str, plans: &[Compared], language: Language) -> Table {
    let words = language.words();
    let weeks = by_week(plans);
    let longest_bars = LongestBars::of(&weeks);
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
        heading: heading.to_owned(),
        columns: columns.map(str::to_owned).into(),
        rows: weeks.iter().map(|week| week.row(&longest_bars, language).into()).collect(),
        empty: "",
    }
}

/// A row for each figure of each week, of the dates that have a plan of each kind: those made by hand, ours,
/// and what is different, how many rides they take first; nothing without such dates. Our plans are told by their own lists where these are known.
pub(super) fn against(
    by_hand: &[Compared],
    plans: &[Compared],
    own_lists: &[Compared],
    language: Language,
) -> Option<Table> {
    let words = language.words();
    let (ours, are_alike) = by_own_lists(by_hand, plans, own_lists);
    let of_dates = |plans: &[Compared], others: &[Compared]| {
        let dates: BTreeSet<NaiveDate> = others.iter().map(|it| it.summary.date).collect();
        let both = plans.iter().filter(|it| dates.contains(&it.summary.date)).cloned();
        by_week(&both.collect::<Vec<_>>())
    };
    let (by_hand, ours) = (of_dates(by_hand, &ours), of_dates(&ours, by_hand));
    let figures: [(&str, usize, Figure); 5] = [
        (words.rides, 0, |week| week.rides as f64),
        (words.cost_per_ride, 1, |week| week.cost_per_ride),
        (words.km_per_ride, 1, |week| week.distance.as_km() / week.rides.max(1) as f64),
        (words.mean_minutes, 1, |week| week.mean),
        (words.over_45_percent, 1, |week| week.over_45),
    ];
    let rows = by_hand.iter().zip(&ours).flat_map(|(by_hand, ours)| {
        figures.iter().map(move |&(name, decimals, of)| {
            let (before, now) = (of(by_hand), of(ours));
            let what = format!("{} · {name}", by_hand.name());
            let [before_cell, now_cell] = [before, now].map(|it| language.number(it, decimals));
            let difference = signed((before, now), decimals, language);
            [what, before_cell, now_cell, difference].map(Cell::from).into()
        })
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let columns = [words.week, words.by_hand, words.ours, words.difference];
    let columns = columns.map(str::to_owned).into();
    let heading = match are_alike {
        true => format!("{}, {}", words.against_heading, words.by_their_lists),
        false => words.against_heading.to_owned(),
    };
    (!rows.is_empty()).then_some(Table { heading, columns, rows, empty: "" })
}

/// Our plans, each by its own list where there is one, and whether that is so wherever a date has a plan
/// made by hand too, so that both are reckoned alike.
fn by_own_lists(
    by_hand: &[Compared],
    plans: &[Compared],
    own_lists: &[Compared],
) -> (Vec<Compared>, bool) {
    let is_of = |date: NaiveDate| move |it: &&Compared| it.summary.date == date;
    let list = |plan: &Compared| own_lists.iter().find(is_of(plan.summary.date));
    let ours: Vec<Compared> = plans.iter().map(|plan| list(plan).unwrap_or(plan).clone()).collect();
    let has_plan = |it: &&Compared| ours.iter().any(|own| own.summary.date == it.summary.date);
    let are_alike = by_hand.iter().filter(has_plan).all(|it| list(it).is_some());
    (ours, are_alike)
}

/// The figures of each week in which there is a plan, in order of time.
fn by_week(plans: &[Compared]) -> Vec<Week> {
    let mut weeks: BTreeMap<(i32, u32), Vec<&Summary>> = BTreeMap::new();
    for plan in plans {
        let week = plan.summary.date.iso_week();
        weeks.entry((week.year(), week.week())).or_default().push(&plan.summary);
    }
    weeks.into_iter().map(|(week, plans)| Week::of(week, &plans)).collect()
}

/// What a bar of full length stands for: the most of any week.
struct LongestBars {
    cost_per_ride: f64,
    mean: f64,
    over_45: f64,
}

impl LongestBars {
    fn of(weeks: &[Week]) -> Self {
        let most = |of: fn(&Week) -> f64| weeks.iter().map(of).fold(0.0, f64::max);
        Self {
            cost_per_ride: most(|week| week.cost_per_ride),
            mean: most(|week| week.mean),
            over_45: most(|week| week.over_45),
        }
    }
}

/// A cell with a bar beside its text.
fn bar(text: String, value: f64, longest: f64) -> Cell {
    let share = if longest > 0.0 { (100.0 * value / longest).round() as u32 } else { 0 };
    Cell { text, share: Some(share) }
}

/// The figures of a week.
struct Week {
    /// The year and the number of the week by ISO 8601.
    week: (i32, u32),
    plans: usize,
    /// Driven, by vehicle or by taxi.
    rides: usize,
    left_out: usize,
    cost: Money,
    /// In kroner.
    cost_per_ride: f64,
    distance: Distance,
    longest: Duration,
    /// The mean trip in minutes.
    mean: f64,
    /// How many of a hundred trips take longer than 45 minutes.
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
            cost_per_ride: cost.shared_by(rides.max(1)).as_kroner(),
            distance: plans.iter().map(|plan| plan.distance_m).sum(),
            longest: figures.longest_s,
            mean: tenths_of_minutes(figures.mean_s),
            over_45: figures.percent_over_45(),
        }
    }

    /// The week's cells, in the order of the table's columns.
    fn row(&self, longest_bars: &LongestBars, language: Language) -> [Cell; 10] {
        let number = |value: f64, decimals| language.number(value, decimals);
        [
            self.name().into(),
            self.plans.to_string().into(),
            self.rides.to_string().into(),
            self.left_out.to_string().into(),
            language.money(self.cost).into(),
            bar(number(self.cost_per_ride, 2), self.cost_per_ride, longest_bars.cost_per_ride),
            language.km(self.distance).into(),
            self.longest.to_string().into(),
            bar(format!("{} min", number(self.mean, 1)), self.mean, longest_bars.mean),
            bar(format!("{} %", number(self.over_45, 1)), self.over_45, longest_bars.over_45),
        ]
    }
}
