//! Sentences about what a repaired plan changes.

use crate::domain::{Duration, Time};
use crate::output::Language;
use crate::plan::replan::{Change, Difference};

/// How many promises a repaired plan changes.
pub(crate) struct ChangeFigures {
    pub times: usize,
    /// By how much told times move in all.
    pub moved: Duration,
    pub new: usize,
    pub lost: usize,
    pub cancelled: usize,
    pub vehicle: usize,
}

impl ChangeFigures {
    pub fn of(differences: &[Difference]) -> Self {
        let count = |change| differences.iter().filter(|it| it.change == change).count();
        let moved = differences.iter().filter(|it| it.change == Change::Time).filter_map(|it| {
            let (before, after) = (it.before.as_ref()?.0, it.after.as_ref()?.0);
            Some((after - before).max(before - after))
        });
        Self {
            times: count(Change::Time),
            moved: moved.sum(),
            new: count(Change::New),
            lost: count(Change::Lost),
            cancelled: count(Change::Cancelled),
            vehicle: count(Change::Vehicle),
        }
    }
}

impl Language {
    /// What a version of a plan changes, in figures.
    pub(crate) fn changed(self, version: u32, figures: &ChangeFigures) -> String {
        let &ChangeFigures { times, moved, new, lost, cancelled, vehicle } = figures;
        let minutes = moved.as_milliseconds() / 60_000;
        match self {
            Self::Danish => format!(
                "version {version}: {times} lovede tider ændret ({minutes} min), {new} nye, {lost} mistet, \
                 {cancelled} aflyst, {vehicle} i en anden vogn på samme minut"
            ),
            Self::English => format!(
                "version {version}: {times} told times changed ({minutes} min), {new} new, {lost} lost, \
                 {cancelled} cancelled, {vehicle} in another vehicle at the same minute"
            ),
        }
    }

    /// Whom to phone, and what to tell them; `None` if nobody need be phoned.
    pub(crate) fn call(self, ride: &Difference) -> Option<String> {
        let clock = |told: &Option<(Time, Option<String>)>| {
            told.as_ref().map_or_else(String::new, |(told, _)| told.hh_mm())
        };
        let (before, after) = (clock(&ride.before), clock(&ride.after));
        let news = match (self, ride.change) {
            (_, Change::Vehicle | Change::Cancelled) => return None,
            (Self::Danish, Change::Lost) => format!("kl. {before} køres ikke"),
            (Self::Danish, Change::New) => format!("kl. {after}"),
            (Self::Danish, Change::Time) => format!("kl. {after}, ikke {before}"),
            (Self::Danish, Change::Late(at)) => format!("kommer for sent, kl. {}", at.hh_mm()),
            (Self::English, Change::Lost) => format!("at {before} is not planned"),
            (Self::English, Change::New) => format!("at {after}"),
            (Self::English, Change::Time) => format!("at {after}, not {before}"),
            (Self::English, Change::Late(at)) => format!("comes too late, at {}", at.hh_mm()),
        };
        let (citizen, direction) = (&ride.citizen, self.direction(ride.direction));
        let phone = match self {
            Self::Danish => "ring til",
            Self::English => "phone",
        };
        Some(format!("{phone} {citizen}: {direction} {news}"))
    }
}
