//! `korsel replan`: the plan of the morning, with as few changed promises as possible.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use crate::cli::arguments::{
    DayArguments, EncryptArgument, LanguageArgument, list_of, road_map_of,
};
use crate::cli::other_times::refuse_other_times;
use crate::cli::record::record;
use crate::cli::register::{open_register, settings_of, user};
use crate::cli::solving::tell_one_way;
use crate::cli::{Answer, EXIT_CODES, print, tell};
use crate::domain::{Day, Duration, Money, Problem, Time, TravelTable};
use crate::error::{Error, Flaw, Result};
use crate::input::{PreviousList, amount, read_locks};
use crate::output::{
    Beside, Contents, Version, changes_text, check_target, day_files_id, read_plan,
    write_replanned_folder,
};
use crate::plan::replan::{
    Change, Lock, Morning, Prices, Replanned, contradictions, differences, replan, with_late,
};
use crate::plan::summary::{RunInfo, Summary};
use crate::plan::{Plan, Violation, check};
use crate::register::Mode;
use crate::travel::TravelSource;

pub(super) fn help() -> String {
    format!(
        "\
DAY is the day as it is now: absences, extra bookings and moved sessions stand in its files.

Examples:
  korsel replan day plan --now 07:40 --out plan-2
  korsel replan day plan --now 08:15 --broken \"Vogn 2\" --late \"Vogn 1=15\" --out plan-2
  korsel replan day plan --now 07:40 --locks locks.csv --out plan

{EXIT_CODES}"
    )
}

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    day: DayArguments,
    /// The plan that is being driven: its folder, or its plan.json
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// What was to have begun by now is driven, and fixed
    #[arg(long, value_name = "HH:MM", value_parser = moment)]
    now: Time,
    /// The new plan's folder: new, empty, or an earlier plan, which is replaced
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// A vehicle that drives no more, in this version and those after it; may be given several times
    #[arg(long, value_name = "VEHICLE")]
    broken: Vec<String>,
    /// A vehicle that had broken down and drives again; may be given several times
    #[arg(long, value_name = "VEHICLE")]
    drives_again: Vec<String>,
    /// A vehicle that is late by so many minutes; may be given several times
    #[arg(long, value_name = "VEHICLE=MIN", value_parser = lateness)]
    late: Vec<(String, Duration)>,
    /// What must stay as it is: columns lock (vehicle, time, order or run), booking, direction, vehicle
    #[arg(long, value_name = "FILE")]
    locks: Option<PathBuf>,
    /// What a promise that changes costs, in kroner: compared before what the contractor charges
    #[arg(long, value_name = "KR", default_value = "100", value_parser = kroner)]
    promise_price: Money,
    /// What each minute costs by which a promise changes
    #[arg(long, value_name = "KR", default_value = "10", value_parser = kroner)]
    minute_price: Money,
    /// The register in which the new version is noted, for its co-payment
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
    #[command(flatten)]
    encrypt: EncryptArgument,
    #[command(flatten)]
    language: LanguageArgument,
}

impl Arguments {
    fn morning(&self, before: Option<&Version>, broken: Vec<String>, locks: Vec<Lock>) -> Morning {
        let late = before.into_iter().flat_map(|before| before.late_until.clone());
        let is_late = |(name, until): &(String, Time)| !broken.contains(name) && *until > self.now;
        let late_until: Vec<(String, Time)> = late.filter(is_late).collect();
        let language = self.language.language();
        late_until.iter().for_each(|(name, until)| tell(&language.still_late(name, *until)));
        Morning {
            now: self.now,
            broken,
            late: self.late.clone(),
            late_until,
            locks,
            prices: Prices { promise: self.promise_price, minute: self.minute_price },
        }
    }

    /// A moment before that of the version which is repaired is refused: by it, what that version says to
    /// have been driven was still to come.
    fn refuse_going_back(&self, before: Option<&Version>) -> Result<()> {
        let Some(before) = before.filter(|before| self.now < before.now) else { return Ok(()) };
        let found = format!(
            "{} is before {}, the moment of version {}",
            self.now, before.now, before.version
        );
        let expected =
            format!("give {} or later, or the plan that was driven at {}", before.now, self.now);
        Err(Error::Invalid { flaws: vec![Flaw::new("--now", found, expected)] })
    }

    /// The vehicles that drive no more: those of the version before, which are told, and those that are
    /// given.
    fn broken(&self, before: Option<&Version>, day: &Day) -> Result<Vec<String>> {
        let before = before.map_or(&[][..], |before| &before.broken);
        let wrong = self.drives_again.iter().filter(|name| !before.contains(name));
        let flaw = |name: &String| {
            let found = format!("\"{name}\" has not broken down in an earlier version");
            Flaw::new("--drives-again", found, "leave it out; it is used anyway")
        };
        let flaws: Vec<Flaw> = wrong.map(flaw).collect();
        if !flaws.is_empty() {
            return Err(Error::Invalid { flaws });
        }
        let is_there = |name: &&String| day.vehicles.iter().any(|it| it.name == **name);
        let is_out =
            |name: &&String| !self.drives_again.contains(name) && !self.broken.contains(name);
        let still: Vec<&String> = before.iter().filter(is_there).filter(is_out).collect();
        still.iter().for_each(|name| tell(&self.language.language().still_broken(name)));
        Ok(still.into_iter().chain(&self.broken).cloned().collect())
    }

    /// What was asked for, as the log has it.
    fn in_words(&self) -> String {
        let broken = self.broken.iter().map(|vehicle| format!("broken {vehicle}"));
        let again = self.drives_again.iter().map(|vehicle| format!("drives again {vehicle}"));
        let late = self.late.iter().map(|(vehicle, late)| format!("late {vehicle} {late}"));
        let locks = self.locks.iter().map(|file| format!("locks {}", file.display()));
        let all = [format!("now {}", self.now)]
            .into_iter()
            .chain(broken)
            .chain(again)
            .chain(late)
            .chain(locks);
        all.collect::<Vec<_>>().join(", ")
    }
}

fn moment(text: &str) -> Result<Time, String> {
    Time::parse(text).ok_or_else(|| "write a time of day as HH:MM".to_owned())
}

fn lateness(text: &str) -> Result<(String, Duration), String> {
    let wrong = || "write VEHICLE=MIN, e.g. \"Vogn 1=15\", 1 to 600 minutes".to_owned();
    let (vehicle, minutes) = text.rsplit_once('=').ok_or_else(wrong)?;
    let minutes = minutes.trim().parse().ok().filter(|minutes| (1..=600).contains(minutes));
    Ok((vehicle.trim().to_owned(), Duration::minutes(minutes.ok_or_else(wrong)?)))
}

fn kroner(text: &str) -> Result<Money, String> {
    amount(text).ok_or_else(|| "write 0 to 100000 kroner with at most two decimals".to_owned())
}

/// What is to be repaired, and what has happened.
struct Asked {
    day: Day,
    problem: Problem,
    source: TravelSource,
    old: Plan,
    /// The version that the old plan is, if it was repaired itself.
    before: Option<Version>,
    morning: Morning,
}

impl Asked {
    /// All of it read, and every flaw told at once.
    fn read(arguments: &Arguments) -> Result<Self> {
        let (locks, flaws) = arguments.locks.as_deref().map_or_else(Default::default, read_locks);
        let old = read_plan(&arguments.plan)?;
        let day = arguments.day.read();
        let (day, travel, source) = day.map_err(|error| with_flaws(error, flaws.clone()))?;
        refuse_other_times(&arguments.plan, &old.travel, &source, arguments.language.language())?;
        let problem = day.problem(travel)?;
        let before = Version::of(&arguments.plan);
        arguments.refuse_going_back(before.as_ref())?;
        let broken = arguments.broken(before.as_ref(), &day);
        let broken = broken.map_err(|error| with_flaws(error, flaws.clone()))?;
        let morning = arguments.morning(before.as_ref(), broken, locks);
        if !flaws.is_empty() {
            let others = contradictions(&day, &problem, &old, &morning);
            return Err(with_flaws(Error::Invalid { flaws: others }, flaws));
        }
        Ok(Self { day, problem, source, old, before, morning })
    }
}

/// Repairs the plan and writes its folder; no if rides were left out or a promise is broken already.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let started = Instant::now();
    check_target(&arguments.out)?;
    let Asked { day, problem, source, old, before, morning } = Asked::read(arguments)?;
    let language = arguments.language.language();
    let replanned = replan(&day, &problem, &old, &morning, source)?;
    let plan = &replanned.plan;
    let travel = Arc::clone(problem.instance.travel());
    let mut late = broken_already(&day, &travel, &replanned)?;
    late.retain(|it| is_still_to_come(it, plan, arguments.now));
    let summary = Summary::of(&day, &travel, plan);
    let roads = road_map_of(arguments.day.roads(), &day, plan, language);
    let recipients = arguments.encrypt.encrypt_to.as_slice();
    let changed = with_late(differences(&old, plan, arguments.now), plan, &late);
    let late_until = replanned.late_until.as_slice();
    let changes = Beside { changed: &changed, late_until, ..Beside::of(&roads) };
    let beside = Beside { recipients, ..changes };
    let run = run_info(started);
    let contents = Contents { day: &day, plan, summary: &summary, run: &run, language, beside };
    let list = list_of(&arguments.plan, &day, language);
    let next = Version::next(before.as_ref(), &old, list.as_ref(), &morning, late_until);
    let version = keep(arguments, &contents, list.as_ref(), &next, &travel)?;
    print(&changes_text(&changed, [&old, plan], &version, &arguments.out, language));
    let is_first = before.is_none() && !day.travel.rush_hours.is_empty();
    if is_first && plan.cost_ore < old.cost_ore {
        tell(&language.repairs_are_timed_by_the_clock());
    }
    tell_one_way(plan, language);
    late.iter().for_each(|it| tell(&language.cannot_be_kept(it)));
    // Who sits in a vehicle that has just broken down is among the changes.
    let is_told = |booking: &&String| {
        changed.iter().any(|it| it.change == Change::Stranded && it.booking == **booking)
    };
    let still = replanned.stranded.iter().filter(|booking| !is_told(booking));
    still.for_each(|booking| tell(&language.stranded(booking)));
    let is_whole = plan.not_planned.is_empty() && late.is_empty() && replanned.stranded.is_empty();
    Ok(if is_whole { Answer::Yes } else { Answer::No })
}

/// The error with further flaws, if it is about flaws: all are told in one run.
fn with_flaws(error: Error, more: Vec<Flaw>) -> Error {
    match error {
        Error::Invalid { mut flaws } => {
            flaws.extend(more);
            flaws.sort();
            Error::Invalid { flaws }
        }
        other => other,
    }
}

/// What the referee says of those who are late through what has happened, and stay so in any plan.
///
/// # Errors
/// [`Error::Rejected`] if it says anything else.
fn broken_already(
    day: &Day,
    travel: &TravelTable,
    replanned: &Replanned,
) -> Result<Vec<Violation>> {
    let violations = check(day, travel, &replanned.plan);
    let Replanned { late, overtime, .. } = replanned;
    let is_late = |it: &Violation| match (&it.booking, it.direction, &it.vehicle) {
        (Some(booking), Some(direction), _) => late.contains(&(booking.clone(), direction)),
        (None, _, Some(vehicle)) => overtime.contains(vehicle),
        _ => false,
    };
    let (late, others): (Vec<Violation>, Vec<Violation>) =
        violations.into_iter().partition(is_late);
    if others.is_empty() {
        return Ok(late);
    }
    Err(Error::Rejected { violations: others.iter().map(ToString::to_string).collect() })
}

/// Whether what a violation is about has not come to its end by now, so that somebody must be told.
fn is_still_to_come(violation: &Violation, plan: &Plan, now: Time) -> bool {
    let Violation { booking: Some(booking), direction: Some(direction), .. } = violation else {
        return true;
    };
    let mut stops = plan.runs.iter().flat_map(|run| &run.stops);
    stops.any(|stop| stop.booking == *booking && stop.direction == *direction && stop.ends > now)
}

/// Writes the plan's folder as the next version, which the register, if there is one, notes in the same
/// step.
fn keep(
    arguments: &Arguments,
    contents: &Contents,
    list: Option<&PreviousList>,
    next: &Version,
    travel: &TravelTable,
) -> Result<Version> {
    let &Contents { day, plan, .. } = contents;
    let write = |number: u32| {
        let version = Version { version: number, ..next.clone() };
        let list = PreviousList::before(list.cloned(), number);
        let beside = Beside { previous: list.as_ref(), ..contents.beside };
        let contents = Contents { beside, ..*contents };
        write_replanned_folder(&arguments.out, &contents, &version)?;
        Ok(version)
    };
    let Some(path) = &arguments.register else { return write(next.version) };
    let mut register = open_register(path)?;
    let rules = settings_of(&register)?.rules;
    let content = register.content()?;
    let roster = content.roster(plan.date, &rules);
    let record = record(contents, travel, day_files_id(day));
    register.change(&user(), Mode::Commit, |changing| {
        let number = changing.record_plan(&record, &roster, &rules, next.version - 1)?;
        changing.log_repair(plan.date, number, &arguments.in_words())?;
        write(number)
    })
}

fn run_info(started: Instant) -> RunInfo {
    let seconds = started.elapsed().as_secs_f64();
    RunInfo { seconds, seed: 0, iterations: 0, threads: 1, method: "replan".to_owned() }
}
