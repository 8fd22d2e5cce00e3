//! `korsel plan`: the nightly run, from a day folder to a plan folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use clap::Args;

use crate::cli::arguments::{DayArguments, EncryptArgument, LanguageArgument, road_map_of};
use crate::cli::interrupt::stop_flag;
use crate::cli::progress::ProgressDisplay;
use crate::cli::solving::{SolveArguments, course, judged, tell_failures, tell_one_way};
use crate::cli::{Answer, certificate, print, tell};
use crate::domain::Instance;
use crate::error::{Error, Result};
use crate::input::PreviousList;
use crate::output::{
    Beside, Contents, Course, History, IsEarlier, Language, StagedFile, certificate_json,
    check_file, check_target, is_certificate, is_plot, plan_id, plan_plot, summary_text,
    write_plan_folder,
};
use crate::plan::{Plan, Planned, not_with_nobody, plan_day};
use crate::solve::{Outcome, Progress, Settings};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    day: DayArguments,
    /// The plan's folder: new, empty, or an earlier plan, which is replaced
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    solving: SolveArguments,
    /// Picture (SVG) of the cost over time, outside of the plan's folder; an earlier one is replaced
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<PathBuf>,
    /// Certificate of the bound (JSON) for `korsel check --certificate`, outside of the plan's folder;
    /// an earlier one is replaced
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// The list that the contractor has: an earlier plan's folder or its contractor.csv; the new one
    /// marks what has changed since
    #[arg(long, value_name = "PLAN")]
    previous: Option<PathBuf>,
    #[command(flatten)]
    encrypt: EncryptArgument,
    #[command(flatten)]
    language: LanguageArgument,
}

impl Arguments {
    /// What cannot be written must not cost a minute of solving first.
    fn check_places(&self, settings: &Settings) -> Result<()> {
        check_target(&self.out)?;
        if let Some(plot) = &self.plot {
            check_beside(plot, &self.out, is_plot)?;
        }
        if let Some(file) = &self.certificate {
            check_beside(file, &self.out, is_certificate)?;
            certificate::is_of_use(file, settings)?;
        }
        Ok(())
    }

    /// The picture of the course, if it is wanted, ready for its place.
    fn staged_plot(&self, course: &Course) -> Result<Option<StagedFile>> {
        let picture = || plan_plot(course, self.language.language());
        let plot = self.plot.as_deref();
        plot.map(|path| StagedFile::new(path, picture().as_bytes(), is_plot)).transpose()
    }

    /// The certificate of what was found, if it is wanted, ready for its place.
    fn staged_certificate(
        &self,
        instance: &Instance,
        plan: &Plan,
        outcome: &Outcome,
        settings: &Settings,
    ) -> Result<Option<StagedFile>> {
        let Some(path) = self.certificate.as_deref() else { return Ok(None) };
        let (name, language) = (plan.date.to_string(), self.language.language());
        let certificate = certificate::certificate(instance, &name, outcome, settings, language)?;
        let text = certificate_json(&certificate.beside_plan(plan_id(plan)));
        StagedFile::new(path, text.as_bytes(), is_certificate).map(Some)
    }
}

/// Plans the day and writes the folder; no if rides were left out.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let started = Instant::now();
    let (language, settings) = (arguments.language.language(), arguments.solving.settings());
    arguments.check_places(&settings)?;
    let (day, travel, source) = arguments.day.read()?;
    let previous = arguments.previous.as_deref().map(|path| PreviousList::read(path, &day));
    let previous = previous.transpose()?;
    if let Some(doubt) = not_with_nobody(&day) {
        tell(&language.note(language.doubt(&doubt)));
    }
    let problem = day.problem(travel)?;
    let history = History::default();
    let impossible = problem.impossible.len();
    let looking = |progress: &(dyn Fn(Progress) + Sync), stop: &AtomicBool| {
        plan_day(&day, &problem, &settings, progress, stop, &source)
    };
    let Planned { plan, outcome } = look(looking, impossible, (&settings, language), &history)?;
    let travel = Arc::clone(problem.instance.travel());
    let summary = judged(&day, &travel, &plan)?;
    let run = arguments.solving.run_info(&settings, &outcome, started);
    let roads = road_map_of(arguments.day.roads(), &day, &plan, language);
    let course = course(history, &outcome, &plan, language);
    let (previous, recipients) = (previous.as_ref(), arguments.encrypt.encrypt_to.as_slice());
    let beside = Beside { course: Some(&course), previous, recipients, ..Beside::of(&roads) };
    let contents =
        Contents { day: &day, plan: &plan, summary: &summary, run: &run, language, beside };
    // The disk has picture and certificate before the plan, so that none is written without the others.
    let plot = arguments.staged_plot(&course)?;
    let certificate =
        arguments.staged_certificate(&problem.instance, &plan, &outcome, &settings)?;
    write_plan_folder(&arguments.out, &contents)?;
    plot.into_iter().chain(certificate).try_for_each(StagedFile::finish)?;
    print(&summary_text(&contents, &arguments.out));
    tell_one_way(&plan, language);
    Ok(if plan.not_planned.is_empty() { Answer::Yes } else { Answer::No })
}

/// Plans while progress is shown and noted. Rides that are impossible even alone are not planned whatever
/// is found.
fn look(
    looking: impl FnOnce(&(dyn Fn(Progress) + Sync), &AtomicBool) -> Result<Planned>,
    impossible: usize,
    (settings, language): (&Settings, Language),
    history: &History,
) -> Result<Planned> {
    let progress = ProgressDisplay::new(settings.limit, language);
    let stop = stop_flag();
    let tell_progress = |now: Progress| {
        history.note(now);
        let text = language.progress(now.score.cost, now.score.not_planned + impossible, now.bound);
        progress.show(now.seconds, text);
    };
    let planned = looking(&tell_progress, &stop);
    progress.finish();
    if stop.load(Ordering::Relaxed) {
        tell(language.words().stopped);
    }
    let planned = planned?;
    tell_failures(&planned.outcome, language);
    Ok(planned)
}

/// Checks that a file has a place, and not in the plan's folder, which is replaced whole.
fn check_beside(file: &Path, out: &Path, is_earlier: IsEarlier) -> Result<()> {
    let parent = file.parent().and_then(|parent| parent.canonicalize().ok());
    let is_inside = |folder: PathBuf| parent.is_some_and(|parent| parent.starts_with(folder));
    if out.canonicalize().is_ok_and(is_inside) {
        return Err(Error::Refused {
            path: file.to_owned(),
            reason: "is in the plan's folder, which is replaced whole".to_owned(),
            hint: "name a file outside of it".to_owned(),
        });
    }
    check_file(file, is_earlier)
}
