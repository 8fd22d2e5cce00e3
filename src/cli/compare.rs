//! `korsel compare`: plans side by side, ours and such as are made by hand; and weeks of them.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::arguments::{DayArguments, LanguageArgument, read_any_plan};
use crate::cli::{Answer, print, tell};
use crate::domain::{Day, TravelTable};
use crate::error::{Error, Result};
use crate::input::is_contractor_list;
use crate::output::{
    Compared, Comparison, Language, ListedDate, check_file, is_comparison, name_of, read_history,
    read_plan, read_summary, write_file,
};
use crate::plan::check;
use crate::plan::summary::Summary;
use crate::travel::TravelSource;

#[derive(Args)]
pub(super) struct Arguments {
    /// Plans to compare with the first of them: folders, summary.json files, or contractor's lists
    /// (CSV), which need --day
    #[arg(value_name = "PLAN", required_unless_present = "history", num_args = 2..)]
    plans: Vec<PathBuf>,
    /// A folder of plan folders, told week by week; lists made by hand that stand beside a date's day
    /// (DIR/DATE/day and DIR/DATE/NAME.csv) in a table of their own
    #[arg(long, value_name = "DIR", conflicts_with = "plans", group = "of-days")]
    history: Option<PathBuf>,
    /// The day that contractor's lists are of
    #[arg(long, value_name = "DAY", group = "of-days")]
    day: Option<PathBuf>,
    /// OpenStreetMap roads, as of check
    #[arg(long, value_name = "FILE.osm.pbf", requires = "of-days")]
    roads: Option<PathBuf>,
    /// Addresses with coordinates, as of check
    #[arg(long, value_name = "FILE", requires = "of-days")]
    addresses: Option<PathBuf>,
    /// Page with the same tables; an earlier one is replaced
    #[arg(long, value_name = "FILE.html")]
    html: Option<PathBuf>,
    #[command(flatten)]
    language: LanguageArgument,
}

/// Prints the comparison, and writes its page if one is asked for.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    arguments.html.as_deref().map_or(Ok(()), |page| check_file(page, is_comparison))?;
    let language = arguments.language.language();
    let comparison = match &arguments.history {
        Some(folder) => {
            let history = read_history(folder)?;
            let (mut by_hand, mut own) = (Vec::new(), Vec::new());
            for date in &history.listed {
                let day = read(arguments, &date.day)?;
                for list in &date.lists {
                    by_hand.push(list_as_plan(list, (&date.day, &day), language)?);
                }
                own.extend(own_list(date, &day, language));
            }
            Comparison::of_weeks(&history.plans, &by_hand, &own, language)
        }
        None => {
            let plans = plans(arguments)?;
            let others = plans.iter().skip(1).filter(|it| it.is_of_other_rides(&plans[0]));
            others.for_each(|it| tell(&language.other_rides(&it.name, &plans[0].name)));
            Comparison::of_plans(&plans, language)
        }
    };
    if let Some(page) = &arguments.html {
        write_file(page, comparison.page().as_bytes(), is_comparison)?;
    }
    print(&comparison.text());
    Ok(Answer::Yes)
}

fn plans(arguments: &Arguments) -> Result<Vec<Compared>> {
    let lists: Vec<&PathBuf> =
        arguments.plans.iter().filter(|path| is_contractor_list(path)).collect();
    let day = match (&arguments.day, lists.first()) {
        (_, None) => None,
        (Some(day), Some(_)) => Some((day, read(arguments, day)?)),
        (None, Some(list)) => return Err(no_day(list)),
    };
    let language = arguments.language.language();
    if let Some((_, (day, ..))) = &day
        && lists.len() < arguments.plans.len()
        && !day.travel.rush_hours.is_empty()
    {
        tell(&language.lists_are_timed_by_the_clock());
    }
    let plan = |path: &PathBuf| match &day {
        Some((folder, day)) if is_contractor_list(path) => {
            list_as_plan(path, (folder, day), language)
        }
        _ => read_summary(path),
    };
    arguments.plans.iter().map(plan).collect()
}

/// A day with what it takes to time a list.
type TimedDay = (Day, TravelTable, TravelSource);

fn read(arguments: &Arguments, day: &Path) -> Result<TimedDay> {
    let Arguments { roads, addresses, .. } = arguments;
    DayArguments::new(day.to_owned(), roads.clone(), addresses.clone()).read()
}

/// The figures of our plan's own list, so that its drives are timed as those of a list made by hand;
/// what no list tells, rides by taxi and rides left out, is as the plan has it. Where the list is not there
/// or of another day, it is told why the figures differ, if they do.
fn own_list(date: &ListedDate, (day, travel, source): &TimedDay, by: Language) -> Option<Compared> {
    let folder = date.plan.as_deref()?;
    let list = read_any_plan(&folder.join("contractor.csv"), day, travel, source);
    let (Ok(mut plan), Ok(told)) = (list, read_plan(folder)) else {
        if !day.travel.rush_hours.is_empty() {
            tell(&by.lists_are_timed_by_the_clock());
        }
        return None;
    };
    plan.cost_ore += told.taxis.iter().map(|taxi| taxi.cost_ore).sum();
    (plan.taxis, plan.not_planned) = (told.taxis, told.not_planned);
    Some(Compared { name: name_of(folder), summary: Summary::of(day, travel, &plan) })
}

/// The figures of what a contractor's list says is driven. What it does not keep or have is told, as its
/// figures are no fair measure then.
fn list_as_plan(
    list: &Path,
    (folder, (day, travel, source)): (&Path, &TimedDay),
    language: Language,
) -> Result<Compared> {
    let plan = read_any_plan(list, day, travel, source)?;
    let broken = check(day, travel, &plan).len();
    let missing = plan.not_planned.len();
    if broken > 0 || missing > 0 {
        tell(&language.list_not_fair(list, folder, broken, missing));
    }
    Ok(Compared { name: name_of(list), summary: Summary::of(day, travel, &plan) })
}

fn no_day(list: &Path) -> Error {
    Error::Refused {
        path: list.to_owned(),
        reason: "is a contractor's list, which tells no drives".to_owned(),
        hint: "give the day that it is of with --day".to_owned(),
    }
}
