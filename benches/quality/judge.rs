//! Who says whether a run's routes keep the rules: a verifier in another language, or the library.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use korsel::error::{Error, Result};
use korsel::output::BenchmarkResult;
use korsel::solve::Outcome;
use tempfile::TempDir;

use crate::runs::Verdict;
use crate::sets::{Public, shared};

/// By so much the verifier's sum may differ from ours: it is printed with six decimals.
const PRINTED: f64 = 1e-5;

/// Who judges.
pub enum Judge {
    /// `verify_darp.py`, and a folder to hand it solutions in.
    Verifier(PathBuf, TempDir),
    /// [`Benchmark::violations`](korsel::input::Benchmark::violations).
    Library,
}

impl Judge {
    /// The verifier if it and Python are there, else the library unless the verifier is required.
    pub fn find(is_required: bool) -> Result<Self> {
        let script = shared("verify_darp.py");
        let mut python = Command::new("python3");
        python.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        let has_python = python.status().is_ok_and(|status| status.success());
        if has_python && script.is_file() {
            let folder = tempfile::tempdir();
            let folder = folder.map_err(|source| Error::Write { path: "/tmp".into(), source })?;
            return Ok(Self::Verifier(script, folder));
        }
        if is_required {
            let reason = "cannot be run by python3".to_owned();
            let hint = "install Python, or leave --judge out".to_owned();
            return Err(Error::Refused { path: script, reason, hint });
        }
        Ok(Self::Library)
    }

    /// What the judge is called in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Verifier(..) => "verify_darp.py",
            Self::Library => "korsel",
        }
    }

    /// The verdict on a run, and its reason if rules are broken. The verifier knows complete
    /// solutions only, so that the library judges the others.
    pub fn verdict(&self, public: &Public, outcome: &Outcome) -> Result<(Verdict, String)> {
        let result = BenchmarkResult::new(&public.benchmark, outcome, None);
        let violations = match self {
            Self::Verifier(script, folder) if result.is_complete() => {
                let solution = folder.path().join("solution.json");
                let written = fs::write(&solution, result.json());
                written.map_err(|source| Error::Write { path: solution.clone(), source })?;
                let mut python = Command::new("python3");
                python.arg(script).arg(&public.path).arg(solution);
                let objective = public.benchmark.objective(&outcome.solution);
                verifier_says(python, objective)
                    .map_err(|source| Error::Read { path: script.clone(), source })?
            }
            _ => result.violations(&public.benchmark),
        };
        let verdict = match (violations.is_empty(), result.is_complete()) {
            (false, _) => Verdict::Infeasible,
            (true, false) => Verdict::Incomplete,
            (true, true) => Verdict::Feasible,
        };
        Ok((verdict, violations.join("; ")))
    }
}

/// What the verifier finds wrong; nothing if it accepts the routes and their length.
fn verifier_says(mut python: Command, objective: f64) -> std::io::Result<Vec<String>> {
    let output = python.output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Ok(vec![format!("{text}{}", String::from_utf8_lossy(&output.stderr))]);
    }
    let length = text.lines().find_map(|line| line.strip_prefix("total distance: "));
    let length: Option<f64> = length.and_then(|length| length.parse().ok());
    match length {
        Some(length) if (length - objective).abs() <= PRINTED => Ok(Vec::new()),
        _ => Ok(vec![format!("the length is not {objective}: {text}")]),
    }
}
