//! One date of the unattended run: from the register's bookings to the plan's folder and version.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use chrono::NaiveDate;

use crate::cli::arguments::{list_of, road_map_of};
use crate::cli::nightly::Arguments;
use crate::cli::record::record;
use crate::cli::register::{settings_of, tell_refused};
use crate::cli::solving::{course, judged, tell_failures};
use crate::cli::tell;
use crate::domain::{Day, TravelTable};
use crate::error::{Error, Result};
use crate::input::{PreviousList, read_day};
use crate::output::{
    Beside, Contents, History, Version, check_target, day_files_id, day_note, plan_id, read_back,
    read_plan, replace_day_folder, write_plan_folder,
};
use crate::plan::summary::Summary;
use crate::plan::{Planned, check, plan_day};
use crate::register::{Mode, Municipality, PlanRecord, PlanVersion, Register, Roster, day};
use crate::travel::{TravelSource, cache_folder, table};

/// What came of a date.
pub(super) enum Night {
    /// Nobody rides.
    NoRides,
    /// The day is as it was when this plan was made.
    Unchanged(PlanVersion),
    /// The plan was repaired in the morning, and stands.
    Repaired(Repair),
    /// A new plan.
    Planned(PlanVersion, Box<Summary>),
}

/// A plan that was repaired in the morning: people have been phoned, and some sit in vehicles, so that no
/// plan of the night may take its place.
pub(super) struct Repair {
    /// Its version.
    pub version: u32,
    /// Rides that it leaves out.
    pub left_out: usize,
    /// Whether the register's day is the one that it was repaired for.
    pub is_of_this_day: bool,
}

impl Repair {
    /// The repaired plan of a date, if the latest is one: by the register's log, or by the folder. A folder
    /// without any plan has been taken away by somebody who wants another.
    fn of(
        folder: &Path,
        day_id: &str,
        date: NaiveDate,
        register: &Register,
    ) -> Result<Option<Self>> {
        let path = folder.join("plan");
        let Ok(plan) = read_plan(&path) else { return Ok(None) };
        let left_out = plan.not_planned.len();
        let latest = register.latest_plan(date)?;
        if let Some(latest) = latest
            && register.is_repair(date, latest.version)?
        {
            let (version, left_out) = (latest.version, latest.left_out as usize);
            let is_of_this_day = latest.day_id == day_id;
            return Ok(Some(Self { version, left_out, is_of_this_day }));
        }
        Ok(Version::of(&path).map(|Version { version, .. }| {
            let day = read_day(&folder.join("day"), None);
            let is_of_this_day = day.is_ok_and(|day| day_files_id(&day) == day_id);
            Self { version, left_out, is_of_this_day }
        }))
    }
}

/// A date with all that is known of it.
struct Tonight<'a> {
    by: &'a Municipality,
    roster: &'a Roster<'a>,
    day: &'a Day,
    day_id: String,
    folder: PathBuf,
    stop: &'a AtomicBool,
}

/// Plans a date, unless the plan that stands is of just such a day.
pub(super) fn night(
    arguments: &Arguments,
    register: &mut Register,
    date: NaiveDate,
    stop: &AtomicBool,
) -> Result<Night> {
    let by = settings_of(register)?;
    let content = register.content()?;
    let roster = content.roster(date, &by.rules);
    tell_refused(&roster, arguments.language.language());
    let folder = arguments.out.join(date.to_string());
    if roster.attendances.is_empty() {
        if let Some(repair) = Repair::of(&folder, "", date, register)? {
            return Ok(Night::Repaired(repair));
        }
        return nobody_rides(arguments, register, &roster, &by, &folder);
    }
    create(&folder)?;
    let made = day(&content, &roster, &by, register.usual(date)?)?;
    let day = read_back(&folder.join("day"), &made)?;
    let day_id = day_files_id(&made);
    if let Some(repair) = Repair::of(&folder, &day_id, date, register)? {
        return Ok(Night::Repaired(repair));
    }
    let tonight = Tonight { by: &by, roster: &roster, day: &day, day_id, folder, stop };
    let cache = cache_folder();
    let (travel, source) = table(&day, arguments.roads.as_deref(), cache.as_deref())?;
    if let Some(version) = register.latest_plan(date)?
        && tonight.stands(&version, &travel, &source)
    {
        tonight.mend_day(&arguments.register.who(), register)?;
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
            changing.record_plan(&nothing, roster, &by.rules, 0).map(drop)
        })?;
    }
    if folder.exists() {
        tell(&arguments.language.language().nobody_rides_any_more(date, folder));
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

    /// Writes the day's folder anew if it is of another day than the plan that stands beside it: a run
    /// that was killed may have written the one and not the other.
    fn mend_day(&self, who: &str, register: &mut Register) -> Result<()> {
        let folder = self.folder.join("day");
        let is_same = |day: Day| day_files_id(&day) == self.day_id;
        if read_day(&folder, None).is_ok_and(is_same) {
            return Ok(());
        }
        // Under the lock that all writing takes.
        register.change(who, Mode::Rehearse, |_| {
            replace_day_folder(&folder, self.day, &day_note(self.day.date))
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
        let note = |now| history.note(now);
        let Planned { plan, outcome } =
            plan_day(self.day, &problem, &settings, &note, self.stop, &source)?;
        let language = arguments.language.language();
        tell_failures(&outcome, language);
        let travel = Arc::clone(problem.instance.travel());
        let summary = judged(self.day, &travel, &plan)?;
        let run = arguments.solving.run_info(&settings, &outcome, started);
        let roads = road_map_of(arguments.roads.as_deref(), self.day, &plan, language);
        let course = course(history, &outcome, &plan, language);
        let recipients = arguments.encrypt.encrypt_to.as_slice();
        let beside = Beside { course: Some(&course), recipients, ..Beside::of(&roads) };
        let (day, plan, summary, run) = (self.day, &plan, &summary, &run);
        let contents = Contents { day, plan, summary, run, language, beside };
        self.keep(arguments, register, before, &contents, &travel)
    }

    /// Writes the folders and the version, unless another run has done so meanwhile.
    fn keep(
        &self,
        arguments: &Arguments,
        register: &mut Register,
        before: Option<PlanVersion>,
        contents: &Contents,
        travel: &TravelTable,
    ) -> Result<Night> {
        let &Contents { plan, .. } = contents;
        let record = record(contents, travel, self.day_id.clone());
        let who = arguments.register.who();
        let kept = register.change(&who, Mode::Commit, |changing| {
            let latest = changing.latest_plan(plan.date)?;
            if latest != before
                && let Some(others) = latest
                && (others.day_id == self.day_id
                    || changing.is_repair(plan.date, others.version)?)
            {
                return Ok(Err(others));
            }
            // Only now, as another run may have replaced the plan meanwhile.
            let previous = list_of(&self.plan_folder(), self.day, contents.language);
            let last = previous.as_ref().map_or(0, |list| list.version);
            let version = changing.record_plan(&record, self.roster, &self.by.rules, last)?;
            replace_day_folder(&self.folder.join("day"), self.day, &day_note(plan.date))?;
            let previous = PreviousList::before(previous, version);
            let beside = Beside { previous: previous.as_ref(), ..contents.beside };
            write_plan_folder(&self.plan_folder(), &Contents { beside, ..*contents })?;
            Ok(Ok(record.version(version)))
        })?;
        Ok(match kept {
            Ok(version) => Night::Planned(version, Box::new(contents.summary.clone())),
            Err(others) => Night::Unchanged(others),
        })
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
