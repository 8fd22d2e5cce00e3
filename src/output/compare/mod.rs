//! Plans side by side: ours against last month's, or against one made by hand.
//!
//! Made from plans' figures alone, so that no day folder need be kept. The first plan is what others
//! are compared with. The same tables go to a terminal and to a page.

mod figures;
mod history;
mod plot;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::error::{Error, Flaw, Result};
use crate::input::is_contractor_list;
use crate::output::Language;
use crate::plan::summary::{SUMMARY_SCHEMA, Summary, Trip};

use figures::{changes, figures};
use tables::{compared_page, compared_text};

/// A plan to compare, and what to call it.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Its folder's or file's name.
    pub name: String,
    /// Its figures.
    pub summary: Summary,
}

impl Compared {
    /// Whether a booking of both is another citizen's in each, so that these are not the same rides.
    pub fn is_of_other_rides(&self, other: &Self) -> bool {
        let rider = |it: &Trip| (it.booking.clone(), it.citizen.clone());
        let riders: FxHashMap<String, String> = other.summary.trips.iter().map(rider).collect();
        let mut trips = self.summary.trips.iter();
        trips.any(|it| riders.get(&it.booking).is_some_and(|citizen| *citizen != it.citizen))
    }
}

/// What a comparison shows, for a terminal or as a page.
#[derive(Clone, Debug)]
pub struct Comparison {
    title: String,
    language: Language,
    tables: Vec<tables::Table>,
    plots: Vec<plot::Plot>,
}

impl Comparison {
    /// Plans side by side, and what becomes of each citizen's trip compared with the first plan.
    pub fn of_plans(plans: &[Compared], language: Language) -> Self {
        let mut tables = vec![figures(plans, language)];
        if let Some((first, others)) = plans.split_first() {
            tables.extend(others.iter().map(|other| changes(first, other, language)));
        }
        Self { title: language.words().comparison.to_owned(), language, tables, plots: Vec::new() }
    }

    /// Weeks of plans, one below the other, and how their figures go up and down; plans made by hand in
    /// a table of their own, and where a date has both, how they differ: by our plans' own lists, as far
    /// as they are there, so that both are timed alike.
    pub fn of_weeks(
        plans: &[Compared],
        by_hand: &[Compared],
        own_lists: &[Compared],
        language: Language,
    ) -> Self {
        let words = language.words();
        let mut tables = Vec::new();
        let mut plots = Vec::new();
        let kinds =
            [(words.weeks_heading, "", plans), (words.weeks_by_hand, words.by_hand, by_hand)];
        for (heading, note, plans) in kinds.into_iter().filter(|(.., plans)| !plans.is_empty()) {
            tables.push(history::weeks(heading, plans, language));
            plots.extend(history::plots(note, plans, language));
        }
        tables.extend(history::against(by_hand, plans, own_lists, language));
        Self { title: words.weeks_heading.to_owned(), language, tables, plots }
    }

    /// The comparison for a terminal.
    pub fn text(&self) -> String {
        compared_text(&self.tables)
    }

    /// The comparison as a page that needs no network.
    pub fn page(&self) -> String {
        compared_page(&self.title, &self.tables, &self.plots, self.language)
    }
}

/// Whether bytes are such a page.
pub fn is_comparison(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]);
    start.contains("<meta name=\"generator\" content=\"korsel compare\">")
}

/// The figures of a plan: in its folder, or a `summary.json` named directly.
///
/// # Errors
/// [`Error::Read`], or [`Error::Invalid`] if it is no summary of [`SUMMARY_SCHEMA`].
pub fn read_summary(path: &Path) -> Result<Compared> {
    let file = if path.is_dir() { path.join(SUMMARY_FILE) } else { path.to_owned() };
    let text =
        fs::read_to_string(&file).map_err(|source| Error::Read { path: file.clone(), source })?;
    let shown = file.display().to_string();
    let invalid = |flaw: Flaw| Error::Invalid { flaws: vec![flaw] };
    let summary: Summary = serde_json::from_str(&text).map_err(|error| {
        let expected = "give a plan's folder or its summary.json";
        invalid(Flaw::new(&shown, error.to_string(), expected).line(error.line() as u64))
    })?;
    if summary.schema != SUMMARY_SCHEMA {
        let expected = format!("this program reads schema {SUMMARY_SCHEMA}");
        return Err(invalid(Flaw::new(&shown, format!("schema {}", summary.schema), expected)));
    }
    Ok(Compared { name: name_of(path), summary })
}

/// What a folder holds of many dates.
#[derive(Clone, Debug)]
pub struct PlanHistory {
    /// The figures of every plan, by date.
    pub plans: Vec<Compared>,
    /// The dates that have lists made by hand.
    pub listed: Vec<ListedDate>,
}

/// A date whose folder has contractor's lists beside its day.
#[derive(Clone, Debug)]
pub struct ListedDate {
    /// The day's folder.
    pub day: PathBuf,
    /// The lists.
    pub lists: Vec<PathBuf>,
    /// The folder of our plan of the date, if there is one.
    pub plan: Option<PathBuf>,
}

/// What a folder of plan folders holds.
///
/// # Errors
/// As [`read_summary`], and [`Error::Invalid`] if there is nothing in it.
pub fn read_history(folder: &Path) -> Result<PlanHistory> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut listed = Vec::new();
    for path in entries(folder)? {
        let day = path.join(DAY_OF_DATE);
        if day.is_dir() {
            let lists = entries(&path)?.into_iter().filter(|it| is_contractor_list(it));
            let lists: Vec<PathBuf> = lists.collect();
            let plan = Some(path.join(PLAN_OF_DATE)).filter(|plan| plan.is_dir());
            listed.extend((!lists.is_empty()).then_some(ListedDate { day, lists, plan }));
        }
        // The unattended run puts a date's plan beside its day.
        let places = [path.join(PLAN_OF_DATE), path];
        paths.extend(places.into_iter().find(|path| path.join(SUMMARY_FILE).is_file()));
    }
    if paths.is_empty() && listed.is_empty() {
        let found = format!("holds no folder with a {SUMMARY_FILE}, or with a day and a list");
        let flaw = Flaw::new(folder.display().to_string(), found, "name a folder of plan folders");
        return Err(Error::Invalid { flaws: vec![flaw] });
    }
    let mut plans = paths.iter().map(|path| read_summary(path)).collect::<Result<Vec<_>>>()?;
    plans.sort_by_key(|plan| plan.summary.date);
    Ok(PlanHistory { plans, listed })
}

/// What stands in a folder, in order.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let read = |source| Error::Read { path: folder.to_owned(), source };
    let entries = fs::read_dir(folder).map_err(read)?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<PathBuf>>>()
        .map_err(read)?;
    paths.sort();
    Ok(paths)
}

/// The plan within the folder of a date, as `nightly` writes it.
const PLAN_OF_DATE: &str = "plan";

/// The day within the folder of a date, likewise.
const DAY_OF_DATE: &str = "day";

/// The figures of a plan within its folder.
pub(crate) const SUMMARY_FILE: &str = "summary.json";

/// What to call a plan: the last part of its path.
pub fn name_of(path: &Path) -> String {
    let absolute = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = absolute.file_name().unwrap_or(absolute.as_os_str());
    name.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Duration, Money};
    use crate::output::sample::sample;

    fn plans() -> [Compared; 2] {
        let first = Compared { name: "hånd".to_owned(), summary: sample().summary };
        let mut summary = first.summary.clone();
        summary.cost_ore += -Money::kroner(30);
        summary.trips[1].trip_s += Duration::minutes(4);
        summary.trips[0].vehicle = "Bus 2".to_owned();
        summary.trips.pop();
        [first, Compared { name: "korsel".to_owned(), summary }]
    }

    #[test]
    fn figures_and_changes_are_told_in_both_languages() {
        for (name, language) in [("danish", Language::Danish), ("english", Language::English)] {
            let text = Comparison::of_plans(&plans(), language).text();
            insta::assert_snapshot!(format!("compared_{name}"), text);
        }
    }

    #[test]
    fn plans_whose_bookings_are_other_citizens_are_of_other_rides() {
        let [first, mut second] = plans();
        assert!(!second.is_of_other_rides(&first));
        second.summary.trips.iter_mut().for_each(|trip| trip.citizen = "C-900".to_owned());
        assert!(second.is_of_other_rides(&first) && first.is_of_other_rides(&second));
    }

    #[test]
    fn days_are_gathered_in_weeks() {
        let mut plans = plans().to_vec();
        let mut later = plans[0].clone();
        later.summary.date = later.summary.date + chrono::Days::new(7);
        plans.push(later);
        insta::assert_snapshot!(Comparison::of_weeks(&plans, &[], &[], Language::Danish).text());
    }

    #[test]
    fn plans_made_by_hand_stand_beside_ours_where_a_date_has_both() {
        let [first, second] = plans();
        let mut later = first.clone();
        later.summary.date = later.summary.date + chrono::Days::new(7);
        // The later date has no plan of ours to be compared with.
        let comparison = Comparison::of_weeks(
            std::slice::from_ref(&second),
            &[first.clone(), later],
            &[],
            Language::English,
        );
        insta::assert_snapshot!(comparison.text());
        // Our plan's own list, of the same drives as the list made by hand, takes its place.
        let own = Compared { name: "contractor".to_owned(), summary: first.summary.clone() };
        let alike = Comparison::of_weeks(&[second], &[first], &[own], Language::English).text();
        let (_, against) = alike.split_once("Dates planned in both ways").expect("a table");
        assert!(against.starts_with(", reckoned by their lists\n"), "{against}");
        assert!(against.contains("257.5   257.5         0.0"), "{against}");
    }

    #[test]
    fn hostile_names_stay_text_on_the_page_and_on_the_terminal() {
        let [mut first, mut second] = plans();
        first.name = "<script>alert(1)</script>\u{1b}[31m".to_owned();
        second.summary.trips[0].vehicle = "<img src=x onerror=y>".to_owned();
        let comparison = Comparison::of_plans(&[first, second], Language::English);
        let page = comparison.page();
        assert!(is_comparison(page.as_bytes()));
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert!(!comparison.text().contains('\u{1b}'));
    }
}
