//! The public instances, by the paper that they come from.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use korsel::error::{Error, Result};
use korsel::input::Benchmark;

/// Public instances of one kind.
pub struct Set {
    /// What it is called here.
    pub name: &'static str,
    /// How long each run usually takes.
    pub limits: &'static [Duration],
    folder: &'static str,
}

/// All of them.
pub const SETS: [Set; 3] = [
    Set { name: "ab", limits: &[Duration::from_secs(5)], folder: "cordeau2006_ropke2007_ab" },
    Set {
        name: "pr",
        limits: &[Duration::from_secs(10), Duration::from_secs(60)],
        folder: "cordeau_laporte2003_pr",
    },
    Set { name: "scale", limits: &[Duration::from_secs(60)], folder: "scale" },
];

/// An instance and its file, which the verifier reads for itself.
pub struct Public {
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub benchmark: Benchmark,
}

/// A file beside the repository, where the public instances are.
pub fn shared(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/darp")).join(name)
}

impl Set {
    /// Its instances, by name.
    pub fn instances(&self) -> Result<Vec<Public>> {
        let folder = shared(self.folder);
        let paths = text_files(&folder).map_err(|source| Error::Read { path: folder, source })?;
        let public = |path: PathBuf| Ok(Public { benchmark: Benchmark::read(&path)?, path });
        paths.into_iter().map(public).collect()
    }
}

fn text_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> = entries.collect::<io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    Ok(paths)
}
