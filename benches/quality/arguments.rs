//! What is asked for, and what is usual where nothing is.

use std::thread::available_parallelism;
use std::time::Duration;

use clap::Parser;
use korsel::cli::length_of_time;
use korsel::error::Result;

use crate::sets::{Public, SETS, Set};

/// Said where nothing is asked for.
pub const USAGE: &str = "quality takes hours: make bench-quality, or for a part of it e.g. \
    cargo bench --bench quality -- --set pr --limit 10s --seeds 3; all options with -- --help";

/// Gaps to the best known values of public instances: fixed limits, several seeds, every run judged.
#[derive(Parser)]
#[command(bin_name = "cargo bench --bench quality --")]
pub struct Arguments {
    /// Which public instances; may be given more than once
    #[arg(long, value_parser = ["ab", "pr", "scale", "all"], default_value = "all")]
    set: Vec<String>,
    /// How long each run takes; may be given more than once [default: ab 5s, pr 10s and 60s,
    /// scale 60s]
    #[arg(long, value_name = "TIME", value_parser = length_of_time)]
    limit: Vec<Duration>,
    /// Runs of each instance, with the seeds from 1
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub seeds: u64,
    /// Threads of each run [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Run nothing unless python3 and verify_darp.py are there to judge; without them the
    /// library's own referee would
    #[arg(long)]
    pub judge: bool,
    /// Repeat runs that are in target/quality/runs.csv already
    #[arg(long)]
    pub fresh: bool,
    /// Given by cargo to every bench.
    #[arg(long, hide = true)]
    bench: bool,
}

/// A set of instances, each run for so long.
pub struct Series {
    /// The set.
    pub set: &'static Set,
    /// Its instances.
    pub instances: Vec<Public>,
    /// How long each run takes.
    pub limit: Duration,
}

impl Arguments {
    /// How many threads each run has.
    pub fn threads(&self) -> usize {
        let processors = || available_parallelism().map_or(1, usize::from);
        self.threads.map_or_else(processors, usize::from)
    }

    /// What is to be run, all instances read.
    pub fn series(&self) -> Result<Vec<Series>> {
        let is_wanted = |set: &&Set| self.set.iter().any(|name| name == "all" || name == set.name);
        let mut series = Vec::new();
        for set in SETS.iter().filter(is_wanted) {
            let limits = if self.limit.is_empty() { set.limits } else { &self.limit };
            for &limit in limits {
                series.push(Series { set, instances: set.instances()?, limit });
            }
        }
        Ok(series)
    }
}
