//! `korsel benchmark`: public dial-a-ride instances, to compare with what others have found.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::progress::ProgressDisplay;
use crate::cli::solving::SolveArguments;
use crate::cli::{Answer, certificate, print, tell};
use crate::error::{Error, Result};
use crate::input::{Benchmark, BestKnown};
use crate::output::{
    BenchmarkResult, History, IsEarlier, Language, benchmark_plot, benchmark_summary,
    certificate_json, check_file, is_benchmark_result, is_certificate, is_plot, table_head,
    write_file,
};
use crate::solve::{Outcome, Settings, solve};

#[derive(Args)]
pub(super) struct Arguments {
    /// Instances in the text format of Cordeau and Laporte
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Best known values, columns instance and objective
    #[arg(long, value_name = "CSV")]
    best: Option<PathBuf>,
    #[command(flatten)]
    solving: SolveArguments,
    /// Folder for DIR/<instance>.json with the routes, a file each; those of earlier runs are
    /// replaced
    #[arg(long, value_name = "DIR")]
    json: Option<PathBuf>,
    /// Folder for DIR/<instance>.certificate.json, for `korsel check --certificate`; those of earlier
    /// runs are replaced
    #[arg(long, value_name = "DIR")]
    certificate: Option<PathBuf>,
    /// Picture (SVG) of objective and bound over time, a panel per instance; an earlier one is
    /// replaced
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<PathBuf>,
}

/// A file for each instance, where such are asked for.
type Files = Option<Vec<PathBuf>>;

impl Arguments {
    /// Where results and certificates go. What cannot be written must not cost a minute of solving first.
    fn places(&self, benchmarks: &[Benchmark], settings: &Settings) -> Result<(Files, Files)> {
        self.plot.as_deref().map_or(Ok(()), |plot| check_file(plot, is_plot))?;
        if let Some(folder) = &self.certificate {
            certificate::is_of_use(folder, settings)?;
        }
        let files = |folder: &Option<PathBuf>, ending, is_earlier| {
            let folder = folder.as_deref();
            folder.map(|folder| files(folder, benchmarks, ending, is_earlier)).transpose()
        };
        let json_files = files(&self.json, "json", is_benchmark_result)?;
        let certificates = files(&self.certificate, "certificate.json", is_certificate)?;
        Ok((json_files, certificates))
    }
}

/// Solves every instance and prints a line as each is done; no if rides were left out of any.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let best = arguments.best.as_deref().map(BestKnown::read).transpose()?;
    let benchmarks = read(&arguments.files)?;
    let settings = arguments.solving.settings();
    let (json_files, certificates) = arguments.places(&benchmarks, &settings)?;
    let width = benchmarks.iter().map(|benchmark| benchmark.name.chars().count()).max();
    let width = width.unwrap_or(0);
    print(&table_head(width));
    let (mut results, mut courses) = (Vec::new(), Vec::new());
    for (index, benchmark) in benchmarks.iter().enumerate() {
        let history = History::default();
        let outcome = solve_one(benchmark, &settings, &history)?;
        let result = BenchmarkResult::new(benchmark, &outcome, best.as_ref());
        let violations = result.violations(benchmark);
        if !violations.is_empty() {
            return Err(Error::Rejected { violations });
        }
        courses.push(result.course(benchmark, history, &outcome));
        if let Some(files) = &json_files {
            write_file(&files[index], result.json().as_bytes(), is_benchmark_result)?;
        }
        if let Some(files) = &certificates {
            let (instance, name) = (&benchmark.instance, &benchmark.name);
            let certificate =
                certificate::certificate(instance, name, &outcome, &settings, Language::English)?;
            let text = certificate_json(&certificate);
            write_file(&files[index], text.as_bytes(), is_certificate)?;
        }
        print(&result.line(width));
        result.note().iter().for_each(|note| tell(note));
        results.push(result);
    }
    print(&benchmark_summary(&results).unwrap_or_default());
    if let Some(plot) = &arguments.plot {
        write_file(plot, benchmark_plot(&courses).as_bytes(), is_plot)?;
    }
    let is_complete = results.iter().all(BenchmarkResult::is_complete);
    Ok(if is_complete { Answer::Yes } else { Answer::No })
}

/// All instances, or all flaws of all files.
fn read(files: &[PathBuf]) -> Result<Vec<Benchmark>> {
    let mut benchmarks = Vec::new();
    let mut all_flaws = Vec::new();
    for file in files {
        match Benchmark::read(file) {
            Ok(benchmark) => benchmarks.push(benchmark),
            Err(Error::Invalid { flaws }) => all_flaws.extend(flaws),
            Err(error) => return Err(error),
        }
    }
    if all_flaws.is_empty() { Ok(benchmarks) } else { Err(Error::Invalid { flaws: all_flaws }) }
}

/// Where a file for each instance goes: new files of the folder, or earlier ones. Makes the folder.
fn files(
    folder: &Path,
    benchmarks: &[Benchmark],
    ending: &str,
    is_earlier: IsEarlier,
) -> Result<Vec<PathBuf>> {
    let refused = |path: &Path, reason: String, hint: &str| Error::Refused {
        path: path.to_owned(),
        reason,
        hint: hint.to_owned(),
    };
    let files: Vec<PathBuf> =
        benchmarks.iter().map(|one| folder.join(format!("{}.{ending}", one.name))).collect();
    for (index, file) in files.iter().enumerate() {
        if files[..index].contains(file) {
            let reason = "would hold the results of two instances of one name".to_owned();
            return Err(refused(file, reason, "name each instance once, or run them apart"));
        }
    }
    if !folder.is_dir() {
        fs::create_dir(folder).map_err(|error| {
            refused(folder, format!("cannot be made: {error}"), "name a folder in one that exists")
        })?;
    }
    files.iter().try_for_each(|file| check_file(file, is_earlier))?;
    Ok(files)
}

/// Solves while progress is shown and noted.
fn solve_one(benchmark: &Benchmark, settings: &Settings, history: &History) -> Result<Outcome> {
    let progress = ProgressDisplay::new(settings.limit, Language::English);
    let outcome = solve(&benchmark.instance, settings, &|now| {
        history.note(now);
        let best = match now.score.not_planned {
            0 => format!("{:.2}", benchmark.distance_of(now.score.cost)),
            left_out => Language::English.left_out(left_out),
        };
        progress.show(now.seconds, format!("{}: {best}", benchmark.name));
    });
    progress.finish();
    let outcome = outcome?;
    if let Some(failure) = &outcome.milp_failure {
        tell(&format!("note: {}: {failure}; the routes are the search's best", benchmark.name));
    }
    if outcome.is_given_up {
        tell(&format!(
            "note: {}: the proof was given up: more would take too much memory or work",
            benchmark.name
        ));
    }
    Ok(outcome)
}
