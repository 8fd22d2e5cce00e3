//! How good the search is: public instances, several seeds each, gaps to the best known values.
//!
//! Takes hours, so without arguments it only says how it is called. Results go to `target/quality`: a
//! row of `runs.csv` for each run as it is done, a file `<set>-<limit>.md` for each set. A run that is
//! in `runs.csv` already, with the same settings and from the same code, is not repeated.

mod arguments;
mod judge;
mod report;
mod runs;
mod sets;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use korsel::error::{Error, Result};
use korsel::input::BestKnown;
use korsel::solve::{Method, Settings, solve};

use arguments::{Arguments, Series, USAGE};
use judge::Judge;
use report::{InstanceReport, SetReport, head};
use runs::{Run, Runs, Terms, Verdict, code_commit};
use sets::{Public, shared};

/// As the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // What cargo adds of its own accord asks for nothing.
    if std::env::args().skip(1).all(|argument| argument == "--bench") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match Session::new(Arguments::parse()).and_then(|mut session| session.measure()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// A call of the bench.
struct Session {
    arguments: Arguments,
    terms: Terms,
    judge: Judge,
    best: BestKnown,
    runs: Runs,
    folder: PathBuf,
}

impl Session {
    fn new(arguments: Arguments) -> Result<Self> {
        let judge = Judge::find(arguments.judge)?;
        let best = BestKnown::read(&shared("best_known.csv"))?;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("quality");
        fs::create_dir_all(&folder)
            .map_err(|source| Error::Write { path: folder.clone(), source })?;
        let mut runs = Runs::open(folder.join("runs.csv"));
        if arguments.fresh {
            runs.forget();
        }
        // A build with assertions is slower than what was committed.
        let commit = code_commit().filter(|_| !cfg!(debug_assertions));
        let terms = Terms { commit, threads: arguments.threads(), judge: judge.name() };
        Ok(Self { arguments, terms, judge, best, runs, folder })
    }

    /// Runs all that is asked for; false if a run broke a rule.
    fn measure(&mut self) -> Result<bool> {
        let all = self.arguments.series()?;
        self.announce(&all);
        let mut keeps_rules = true;
        for series in &all {
            let report = self.measure_series(series)?;
            keeps_rules &= !report.instances.iter().any(InstanceReport::is_infeasible);
            let path = self.folder.join(format!("{}-{}s.md", report.set, report.limit_s));
            fs::write(&path, report.file(&self.terms))
                .map_err(|source| Error::Write { path: path.clone(), source })?;
            println!("\n{}in {}\n", report.table(), path.display());
        }
        Ok(keeps_rules)
    }

    /// Says how long it will take.
    fn announce(&self, all: &[Series]) {
        let (mut runs, mut missing, mut time) = (0, 0, Duration::ZERO);
        for Series { instances, limit, .. } in all {
            let seeds = || 1..=self.arguments.seeds;
            let pairs = instances.iter().flat_map(|one| seeds().map(move |seed| (one, seed)));
            for (public, seed) in pairs {
                runs += 1;
                if self.known(public, *limit, seed).is_none() {
                    missing += 1;
                    time += *limit;
                }
            }
        }
        let minutes = time.as_secs().div_ceil(60);
        println!(
            "{runs} runs, threads {}, judged by {}; {} done already, {missing} to do: {} h {} min",
            self.terms.threads,
            self.terms.judge,
            runs - missing,
            minutes / 60,
            minutes % 60
        );
        if self.terms.commit.is_none() {
            println!(
                "not the release build of what is committed: no run is taken from an earlier call"
            );
        }
    }

    fn measure_series(&mut self, series: &Series) -> Result<SetReport> {
        let (set, limit_s) = (series.set.name, series.limit.as_secs());
        println!("\n{set}, {limit_s} s\n{}", head());
        let mut instances = Vec::new();
        for public in &series.instances {
            let runs = (1..=self.arguments.seeds).map(|seed| self.run(public, series.limit, seed));
            let runs = runs.collect::<Result<_>>()?;
            let name = public.benchmark.name.clone();
            let report = InstanceReport { best: self.best.value(&name), name, runs };
            println!("{}", report.line());
            instances.push(report);
        }
        Ok(SetReport { set, limit_s, seeds: self.arguments.seeds, instances })
    }

    fn known(&self, public: &Public, limit: Duration, seed: u64) -> Option<&Run> {
        self.runs.find(&self.terms, &public.benchmark.name, limit.as_secs(), seed)
    }

    /// The run as it was done before, or else as it is done now.
    fn run(&mut self, public: &Public, limit: Duration, seed: u64) -> Result<Run> {
        if let Some(run) = self.known(public, limit, seed) {
            return Ok(run.clone());
        }
        let Public { benchmark, .. } = public;
        let settings = Settings {
            limit: Some(limit),
            iterations: None,
            method: Method::Search,
            threads: self.terms.threads,
            seed,
        };
        let outcome = solve(&benchmark.instance, &settings, &|_| {})?;
        let (verdict, reason) = self.judge.verdict(public, &outcome)?;
        if verdict == Verdict::Infeasible {
            eprintln!("{}, seed {seed}: {reason}", benchmark.name);
        }
        let objective = benchmark.objective(&outcome.solution);
        let best = self.best.value(&benchmark.name).filter(|_| verdict == Verdict::Feasible);
        let run = Run {
            instance: benchmark.name.clone(),
            seed,
            limit_s: limit.as_secs(),
            objective,
            gap: best.map(|best| best.gap_percent(objective)),
            iterations: outcome.iterations,
            seconds: outcome.seconds,
            verdict,
            judge: self.terms.judge.to_owned(),
            threads: self.terms.threads,
            commit: self.terms.commit.clone(),
        };
        self.runs.add(&run)?;
        Ok(run)
    }
}
