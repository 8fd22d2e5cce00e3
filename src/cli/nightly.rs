//! `korsel nightly`: the unattended run, from the register to plan folders.
//!
//! For each date: the register's bookings become a day, which is read back from its files as a check
//! of the data; a plan is made and judged; day and plan take the place of earlier ones and the plan's
//! version goes into the register, all under one write lock. A date whose day has not changed since
//! its plan keeps that plan, so that the run may be repeated, and nobody's time moves for nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use chrono::{Local, NaiveDate, TimeDelta};
use clap::Args;

use crate::cli::arguments::{
    EncryptArgument, LanguageArgument, date, list_of, road_map_of, roads_are_there,
};
use crate::cli::register::{RegisterArguments, settings_of, tell_contradictions, tell_refused};
use crate::cli::solving::{SolveArguments, course, judged};
use crate::cli::{Answer, EXIT_CODES, print, tell};
use crate::domain::{Day, TravelTable};
use crate::error::{Error, Result};
use crate::output::{
    Beside, Contents, History, check_target, day_files_id, day_note, plan_id, read_back, read_plan,
    replace_day_folder, write_plan_folder,
};
use crate::plan::summary::Summary;
use crate::plan::{Plan, assemble, check, rides_told};
use crate::register::{
    Mode, Municipality, PlanRecord, PlanVersion, Register, Roster, contradictions, day,
};
use crate::solve::solve;
use crate::travel::{TravelSource, cache_folder, table};

pub(super) fn help() -> String {
    format!(
        "\
Examples:
  korsel nightly --register municipality.db --roads denmark-latest.osm.pbf --out plans
  korsel nightly --register municipality.db --out plans --date 2026-12-07 --days 5 --limit 5m

{EXIT_CODES}"
    )
}

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    /// OpenStreetMap roads for travel times [default: straight line]
    #[arg(long, value_name = "FILE.osm.pbf")]
    roads: Option<PathBuf>,
    /// Where a folder for each date stands, with the day and its plan in it
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The first date [default: tomorrow]
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<NaiveDate>,
    /// How many dates in a row
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=60))]
    days: u16,
    #[command(flatten)]
    solving: SolveArguments,
    #[command(flatten)]
    encrypt: EncryptArgument,
    #[command(flatten)]
    language: LanguageArgument,
}

/// What came of a date.
enum Night {
    /// Nobody rides.
    NoRides,
    /// The day is as it was when this plan was made.
    Unchanged(PlanVersion),
    /// A new plan.
    Planned(PlanVersion, Box<Summary>),
}

/// Plans each date, and tells all of it in one line. A date that fails keeps no other from its plan.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    roads_are_there(arguments.roads.as_deref())?;
    is_folder(&arguments.out)?;
    let mut register = arguments.register.open()?;
    let by = settings_of(&register)?;
    tell_contradictions(&contradictions(&register.content()?, &by));
    let first = arguments.date.unwrap_or_else(|| Local::now().date_naive() + TimeDelta::days(1));
    let mut words = Vec::new();
    let mut answer = Answer::Yes;
    let mut failures: Vec<Error> = Vec::new();
    for date in first.iter_days().take(arguments.days.into()) {
        match night(arguments, &mut register, date) {
            Ok(night) => {
                words.push(format!("{date} {}", told(&night)));
                if left_out(&night) > 0 {
                    answer = Answer::No;
                }
            }
            Err(failure) => {
                let message = failure.to_string();
                words.push(format!("{date} FAILED: {}", message.lines().next().unwrap_or("")));
                failures.push(failure);
            }
        }
    }
    print(&format!("korsel nightly: {}\n", words.join("; ")));
    // The gravest is returned, and told by whoever looks at the exit code.
    failures.sort_by_key(super::code_of);
    match failures.pop() {
        None => Ok(answer),
        Some(gravest) => {
            failures.iter().for_each(|failure| tell(&format!("error: {failure}")));
            Err(gravest)
        }
    }
}

fn is_folder(out: &Path) -> Result<()> {
    if out.is_dir() {
        return Ok(());
    }
    let (reason, hint) = ("is no folder".to_owned(), "create it first".to_owned());
    Err(Error::Refused { path: out.to_owned(), reason, hint })
}

fn left_out(night: &Night) -> u32 {
    match night {
        Night::NoRides => 0,
        Night::Unchanged(version) | Night::Planned(version, _) => version.left_out,
    }
}

fn told(night: &Night) -> String {
    let figures = |it: &PlanVersion| {
        let planned = it.rides - it.left_out;
        format!("{planned} of {} rides, {:.2} kr", it.rides, it.cost.as_kroner())
    };
    match night {
        Night::NoRides => "nobody rides".to_owned(),
        Night::Unchanged(version) => {
            format!("unchanged, version {} stands: {}", version.version, figures(version))
        }
        Night::Planned(version, summary) => format!(
            "version {}: {}, {} of {} vehicles",
            version.version,
            figures(version),
            summary.vehicles_used,
            summary.vehicles_available
        ),
    }
}

/// A date with all that is known of it.
struct Tonight<'a> {
    by: &'a Municipality,
    roster: &'a Roster<'a>,
    day: &'a Day,
    day_id: String,
    folder: PathBuf,
}

fn night(arguments: &Arguments, register: &mut Register, date: NaiveDate) -> Result<Night> {
    let by = settings_of(register)?;
    let content = register.content()?;
    let roster = content.roster(date, &by.rules);
    tell_refused(&roster);
    let folder = arguments.out.join(date.to_string());
    if roster.attendances.is_empty() {
        return nobody_rides(arguments, register, &roster, &by, &folder);
    }
    create(&folder)?;
    let made = day(&content, &roster, &by)?;
    let day = read_back(&folder.join("day"), &made)?;
    let day_id = day_files_id(&made);
    let tonight = Tonight { by: &by, roster: &roster, day: &day, day_id, folder };
    let cache = cache_folder();
    let (travel, source) = table(&day, arguments.roads.as_deref(), cache.as_deref())?;
    if let Some(version) = register.latest_plan(date)?
        && tonight.stands(&version, &travel, &source)
    {
        return Ok(Night::Unchanged(version));
    }
    tonight.plan(arguments, register, travel, source)
}

/// Notes that a date which had a plan has none any more.
fn nobody_rides(
    arguments: &Arguments,
    register: &mut Register,
    roster: &Roster,
    by: &Municipality,
    folder: &Path,
) -> Result<Night> {
    let date = roster.date;
    if register.latest_plan(date)?.is_some_and(|version| version.rides > 0) {
        let nothing = PlanRecord::nothing(date);
        register.change(&arguments.register.who(), Mode::Commit, |changing| {
            changing.record_plan(&nothing, roster, &by.rules).map(drop)
        })?;
    }
    if folder.exists() {
        tell(&format!("note: nobody rides on {date} any more; delete {}", folder.display()));
    }
    Ok(Night::NoRides)
}

impl Tonight<'_> {
    fn plan_folder(&self) -> PathBuf {
        self.folder.join("plan")
    }

    /// Whether the plan of this version is there, was made of just this day and these travel times,
    /// and keeps every rule.
    fn stands(&self, version: &PlanVersion, travel: &TravelTable, source: &TravelSource) -> bool {
        let is_same_day = version.day_id == self.day_id;
        let plan = if is_same_day { read_plan(&self.plan_folder()).ok() } else { None };
        plan.is_some_and(|plan| {
            plan_id(&plan) == version.plan_id
                && plan.travel == *source
                && check(self.day, travel, &plan).is_empty()
        })
    }

    fn plan(
        &self,
        arguments: &Arguments,
        register: &mut Register,
        travel: TravelTable,
        source: TravelSource,
    ) -> Result<Night> {
        let started = Instant::now();
        check_target(&self.plan_folder())?;
        let before = register.latest_plan(self.day.date)?;
        let settings = arguments.solving.settings();
        let problem = self.day.problem(travel)?;
        let history = History::default();
        let outcome = solve(&problem.instance, &settings, &|now| history.note(now))?;
        if let Some(failure) = &outcome.milp_failure {
            tell(&format!("note: {failure}; the plan is the search's best"));
        }
        let travel = Arc::clone(problem.instance.travel());
        let plan = assemble(self.day, &problem, &outcome, source);
        let summary = judged(self.day, &travel, &plan)?;
        let run = arguments.solving.run_info(&settings, &outcome, started);
        let language = arguments.language.language();
        let roads = road_map_of(arguments.roads.as_deref(), self.day, &plan);
        let course = course(history, &outcome, &plan, language);
        let recipients = arguments.encrypt.encrypt_to.as_slice();
        let beside = Beside { roads: &roads, course: Some(&course), previous: None, recipients };
        let (day, plan, summary, run) = (self.day, &plan, &summary, &run);
        let contents = Contents { day, plan, summary, run, language, beside };
        self.keep(arguments, register, before, &contents)
    }

    /// Writes the folders and the version, unless another run has done so meanwhile.
    fn keep(
        &self,
        arguments: &Arguments,
        register: &mut Register,
        before: Option<PlanVersion>,
        contents: &Contents,
    ) -> Result<Night> {
        let &Contents { plan, summary, .. } = contents;
        let record = record(plan, summary, self.day_id.clone());
        let who = arguments.register.who();
        let kept = register.change(&who, Mode::Commit, |changing| {
            let latest = changing.latest_plan(plan.date)?;
            if latest != before
                && let Some(others) = latest
                && others.day_id == self.day_id
            {
                return Ok(Err(others));
            }
            let version = changing.record_plan(&record, self.roster, &self.by.rules)?;
            replace_day_folder(&self.folder.join("day"), self.day, &day_note(plan.date))?;
            // Only now, as another run may have replaced the plan meanwhile.
            let previous = list_of(&self.plan_folder(), self.day);
            let beside = Beside { previous: previous.as_ref(), ..contents.beside };
            write_plan_folder(&self.plan_folder(), &Contents { beside, ..*contents })?;
            Ok(Ok(record.version(version)))
        })?;
        Ok(match kept {
            Ok(version) => Night::Planned(version, Box::new(summary.clone())),
            Err(others) => Night::Unchanged(others),
        })
    }
}

/// What the register keeps of a plan.
pub(super) fn record(plan: &Plan, summary: &Summary, day_id: String) -> PlanRecord {
    PlanRecord {
        date: plan.date,
        plan_id: plan_id(plan),
        day_id,
        rides: summary.rides_asked,
        left_out: summary.rides_not_planned,
        vehicles: summary.vehicles_used,
        distance: summary.distance_m,
        cost: plan.cost_ore,
        driven: rides_told(plan),
    }
}

fn create(folder: &Path) -> Result<()> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(Error::Write { path: folder.to_owned(), source: error })
        }
        _ => Ok(()),
    }
}
