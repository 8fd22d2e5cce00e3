//! The figures at the top of the page: the promise first, then what it takes to keep it.

use crate::domain::Duration;
use crate::output::terminal::proof;
use crate::output::{Contents, Language};
use crate::plan::summary::TripFigures;

/// The figures, as text.
pub(super) struct Figures {
    /// How many rides that were asked for are neither driven nor go by taxi.
    pub not_planned: usize,
    /// What is promised, and that it is kept, if it is.
    pub promise: Option<String>,
    /// The rides for which it cannot be kept any more.
    pub late: Vec<String>,
    /// Out, home, both.
    pub trips: Vec<Trips>,
    /// Name and value of each other figure.
    pub others: Vec<(&'static str, String)>,
    pub proof: String,
}

/// How long trips take, one way or both.
pub(super) struct Trips {
    pub name: &'static str,
    pub count: usize,
    pub longest: String,
    pub mean: String,
    pub ninetieth: String,
    pub over_45: String,
}

/// The figures of a plan.
pub(super) fn figures(contents: &Contents) -> Figures {
    let &Contents { day, plan, summary, language, .. } = contents;
    let words = language.words();
    let late = contents.beside.changed.iter().filter_map(|it| language.comes_late(it));
    let late: Vec<String> = late.collect();
    let rows = [
        (words.trips_out, summary.out),
        (words.trips_home, summary.home),
        (words.all_trips, summary.both()),
    ];
    Figures {
        not_planned: plan.not_planned.len(),
        promise: late
            .is_empty()
            .then(|| language.promise(day.promise.longest_trip, summary.trips.len())),
        late,
        trips: rows.map(|(name, figures)| trips(name, figures, language)).into(),
        others: others(contents),
        proof: proof(summary, language),
    }
}

fn trips(name: &'static str, figures: TripFigures, language: Language) -> Trips {
    let minutes = |length: Duration| match figures.trips {
        0 => "–".to_owned(),
        _ => length.to_string(),
    };
    Trips {
        name,
        count: figures.trips,
        longest: minutes(figures.longest_s),
        mean: minutes(figures.mean_s),
        ninetieth: minutes(figures.ninetieth_percentile_s),
        over_45: format!(
            "{} ({} %)",
            figures.over_45_min,
            language.number(figures.percent_over_45(), 1)
        ),
    }
}

fn others(contents: &Contents) -> Vec<(&'static str, String)> {
    let &Contents { summary, run, language, .. } = contents;
    let words = language.words();
    let driven = summary.rides_planned + summary.rides_by_taxi;
    let mut rows = vec![
        (words.rides, language.of_all(driven, summary.rides_asked)),
        (words.by_taxi_column, summary.rides_by_taxi.to_string()),
        (words.not_planned_heading, summary.rides_not_planned.to_string()),
        (words.vehicles, language.of_all(summary.vehicles_used, summary.vehicles_available)),
        (words.distance, language.km(summary.distance_m)),
        (words.driving, language.hours(summary.driving_s)),
        (words.boarding, language.hours(summary.boarding_s)),
        (words.waiting, language.hours(summary.waiting_s)),
        (words.cost, language.money(summary.cost_ore)),
    ];
    if let Some(each) = summary.cost_per_ride() {
        rows.push((words.cost_per_ride, language.money(each)));
    }
    if let Some(rate) = summary.passengers_per_vehicle_hour {
        rows.push((words.per_vehicle_hour, language.number(rate, 1)));
    }
    if let Some(ratio) = summary.aboard_to_direct {
        rows.push((words.aboard_to_direct, format!("{} ×", language.number(ratio, 2))));
    }
    if let Some(bound) = summary.bound_ore {
        rows.push((words.bound, language.money(bound)));
    }
    if let Some(gap) = summary.gap_percent {
        rows.push((words.gap, format!("{} %", language.gap(gap))));
    }
    rows.push((words.calculation, format!("{} s", language.number(run.seconds, 1))));
    rows
}
