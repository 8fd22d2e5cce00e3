//! Runs that are done, in a CSV file that grows as they are: what is in it need not be run again.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use csv::{Reader, WriterBuilder};
use korsel::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// What a judge says of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All rules are kept, every request is served.
    Feasible,
    /// All rules are kept, requests are left out.
    Incomplete,
    /// A rule is broken.
    Infeasible,
}

/// What all runs of a call have in common.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The last commit that changed what is measured; `None` if this is no release build of it.
    pub commit: Option<String>,
    /// Threads of each run.
    pub threads: usize,
    /// Who judges.
    pub judge: &'static str,
}

/// A run, as a row of the file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Run {
    /// The instance's name.
    pub instance: String,
    /// The seed.
    pub seed: u64,
    /// How long it might take.
    pub limit_s: u64,
    /// The distance driven.
    pub objective: f64,
    /// Per cent above the best known; `None` if requests are left out or no value is known.
    pub gap: Option<f64>,
    /// Steps of all searches.
    pub iterations: u64,
    /// How long it took.
    pub seconds: f64,
    /// What the judge said.
    pub verdict: Verdict,
    /// Who judged.
    pub judge: String,
    /// On how many threads it ran.
    pub threads: usize,
    /// As in [`Terms::commit`].
    pub commit: Option<String>,
}

/// All runs of the file.
pub struct Runs {
    path: PathBuf,
    known: Vec<Run>,
}

impl Runs {
    /// The runs of a file, which need not be there. A row that cannot be read is no run.
    pub fn open(path: PathBuf) -> Self {
        let known = Reader::from_path(&path).map_or_else(
            |_| Vec::new(),
            |mut reader| reader.deserialize().filter_map(Result::<Run, _>::ok).collect(),
        );
        Self { path, known }
    }

    /// Takes no notice of the runs so far; the file keeps them.
    pub fn forget(&mut self) {
        self.known.clear();
    }

    /// The last run of this kind. Of code that was changed since its commit none is known.
    pub fn find(&self, terms: &Terms, instance: &str, limit_s: u64, seed: u64) -> Option<&Run> {
        let is_same = |run: &&Run| {
            run.commit == terms.commit
                && (run.threads, run.judge.as_str()) == (terms.threads, terms.judge)
                && (run.instance.as_str(), run.limit_s, run.seed) == (instance, limit_s, seed)
        };
        terms.commit.as_ref().and_then(|_| self.known.iter().rev().find(is_same))
    }

    /// Adds a run, to the file too.
    pub fn add(&mut self, run: &Run) -> Result<()> {
        append(&self.path, run)
            .map_err(|source| Error::Write { path: self.path.clone(), source })?;
        self.known.push(run.clone());
        Ok(())
    }
}

/// Adds a row in a single write, so that whoever stops the bench leaves whole rows.
fn append(path: &Path, run: &Run) -> std::io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    let is_new = file.metadata()?.len() == 0;
    let mut writer = WriterBuilder::new().has_headers(is_new).from_writer(Vec::new());
    writer.serialize(run).map_err(std::io::Error::other)?;
    let row = writer.into_inner().map_err(|error| error.into_error())?;
    file.write_all(&row)
}

/// The last commit that changed what is measured, `None` if that was changed since or there is no git.
pub fn code_commit() -> Option<String> {
    const CODE: [&str; 3] = ["src", "Cargo.toml", "Cargo.lock"];
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).arg("--").args(CODE);
        let output = git.output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let is_changed = !git(&["status", "--porcelain"])?.is_empty();
    let commit = git(&["log", "-1", "--format=%h", "--abbrev=12"])?;
    (!is_changed && !commit.is_empty()).then_some(commit)
}
