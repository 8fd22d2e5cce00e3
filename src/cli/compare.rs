//! `korsel compare`: plans side by side, ours and such as are made by hand; and weeks of them.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::arguments::{DayArguments, LanguageArgument, read_any_plan};
use crate::cli::{Answer, print};
use crate::error::{Error, Result};
use crate::input::is_contractor_list;
use crate::output::{
    Compared, Comparison, check_file, is_comparison, name_of, read_history, read_summary,
    write_file,
};
use crate::plan::summary::Summary;

#[derive(Args)]
pub(super) struct Arguments {
    /// Plans to compare with the first of them: folders, summary.json files, or contractor's lists
    /// (CSV), which need --day
    #[arg(value_name = "PLAN", required_unless_present = "history", num_args = 2..)]
    plans: Vec<PathBuf>,
    /// A folder of plan folders, told week by week
    #[arg(long, value_name = "DIR", conflicts_with = "plans")]
    history: Option<PathBuf>,
    /// The day that contractor's lists are of
    #[arg(long, value_name = "DAY")]
    day: Option<PathBuf>,
    /// OpenStreetMap roads, as of check
    #[arg(long, value_name = "FILE.osm.pbf", requires = "day")]
    roads: Option<PathBuf>,
    /// Addresses with coordinates, as of check
    #[arg(long, value_name = "FILE", requires = "day")]
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
        Some(folder) => Comparison::of_weeks(&read_history(folder)?, language),
        None => Comparison::of_plans(&plans(arguments)?, language),
    };
    if let Some(page) = &arguments.html {
        write_file(page, comparison.page().as_bytes(), is_comparison)?;
    }
    print(&comparison.text());
    Ok(Answer::Yes)
}

fn plans(arguments: &Arguments) -> Result<Vec<Compared>> {
    let Arguments { day, roads, addresses, .. } = arguments;
    let lists: Vec<&PathBuf> =
        arguments.plans.iter().filter(|path| is_contractor_list(path)).collect();
    let day = match (day, lists.first()) {
        (_, None) => None,
        (Some(day), Some(_)) => {
            let day = DayArguments::new(day.clone(), roads.clone(), addresses.clone());
            Some(day.read()?)
        }
        (None, Some(list)) => return Err(no_day(list)),
    };
    let plan = |path: &PathBuf| match &day {
        Some((day, travel, source)) if is_contractor_list(path) => {
            let plan = read_any_plan(path, day, travel, source)?;
            Ok(Compared { name: name_of(path), summary: Summary::of(day, travel, &plan) })
        }
        _ => read_summary(path),
    };
    arguments.plans.iter().map(plan).collect()
}

fn no_day(list: &Path) -> Error {
    Error::Refused {
        path: list.to_owned(),
        reason: "is a contractor's list, which tells no drives".to_owned(),
        hint: "give the day that it is of with --day".to_owned(),
    }
}
