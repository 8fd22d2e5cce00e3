//! The best values known for public instances: a CSV file with the columns `instance` and `objective`,
//! of which `family` and `status` may be there too.
//!
//! Where there is a family, only rows of `ab` and `pr` count: the same names are used for variants
//! with other vehicles or more depots. An instance without an objective is one without a known value.

use std::fs::File;
use std::path::Path;

use rustc_hash::FxHashMap;

use crate::error::{Error, Flaw, Result};
use crate::input::cells::Cells;
use crate::input::table::{Column, Shape, Table};
use crate::input::values::{decimal, quoted};

const SHAPE: Shape = Shape {
    columns: &[
        Column { name: "instance", also: &[], required: true },
        Column { name: "objective", also: &[], required: true },
        Column { name: "family", also: &[], required: false },
        Column { name: "status", also: &[], required: false },
    ],
    only_these: false,
    needs_rows: true,
};

/// Published values are rounded to two decimals.
const ROUNDING: f64 = 0.005 + 1e-6;

/// The best values known.
#[derive(Clone, PartialEq, Debug)]
pub struct BestKnown {
    values: FxHashMap<String, BestValue>,
}

/// The best value known of one instance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BestValue {
    /// The objective, rounded to two decimals.
    pub objective: f64,
    /// Whether it is proven that no solution is better.
    pub is_optimal: bool,
}

impl BestKnown {
    /// The values in a file.
    ///
    /// # Errors
    /// [`Error::Read`], or [`Error::Invalid`] with every flaw of the file.
    pub fn read(path: &Path) -> Result<Self> {
        File::open(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        let mut flaws = Vec::new();
        let table = Table::read(path, &SHAPE, false, &mut flaws);
        let values = table.map(|table| values(&table, &mut flaws)).unwrap_or_default();
        if flaws.is_empty() { Ok(Self { values }) } else { Err(Error::Invalid { flaws }) }
    }

    /// The best value known of an instance, whichever of its names is given.
    pub fn value(&self, instance: &str) -> Option<BestValue> {
        self.values.get(&plain_name(instance)).copied()
    }
}

impl BestValue {
    /// By how many per cent an objective is above it; less than nothing for one below.
    pub fn gap_percent(&self, objective: f64) -> f64 {
        let above = objective - self.objective;
        // What is within rounding is equal.
        if above.abs() <= ROUNDING { 0.0 } else { 100.0 * above / self.objective }
    }
}

fn values(table: &Table, flaws: &mut Vec<Flaw>) -> FxHashMap<String, BestValue> {
    let mut values = FxHashMap::default();
    for row in &table.rows {
        let mut cells = Cells::new(table, row, flaws);
        if cells.has("family") && !matches!(cells.text("family"), "ab" | "pr") {
            continue;
        }
        let (Some(name), text) = (cells.required("instance"), cells.text("objective")) else {
            continue;
        };
        if text.is_empty() {
            continue;
        }
        let Some(objective) = decimal(text).filter(|&objective| objective > 0.0) else {
            let found = format!("{} is not an objective", quoted(text));
            cells.flaw("objective", found, "write a number above zero, or nothing");
            continue;
        };
        let value = BestValue { objective, is_optimal: cells.text("status") == "optimal" };
        if values.insert(plain_name(name), value).is_some() {
            cells.flaw("instance", format!("{} again", quoted(name)), "give it once");
        }
    }
    values
}

/// One name for each instance: `R1a` to `R10a` are `pr01` to `pr10`, `R1b` to `R10b` the next ten.
fn plain_name(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let number =
        |digits: &str| digits.parse::<u8>().ok().filter(|number| (1..=10).contains(number));
    let numbered = name.strip_prefix('r').and_then(|rest| {
        let first = rest.strip_suffix('a').and_then(number);
        first.or_else(|| Some(rest.strip_suffix('b').and_then(number)? + 10))
    });
    numbered.map_or(name, |number| format!("pr{number:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<BestKnown> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("best.csv");
        std::fs::write(&path, text).expect("written");
        BestKnown::read(&path)
    }

    #[test]
    fn values_are_found_by_either_name() {
        let text = "family,instance,vehicles,objective,status\nab,a2-16,2,294.25,optimal\n\
                    pr,pr20,10,783.81,best_known\nE,a2-16,2,1.00,optimal\nab,a2-20,2,,\n";
        let best = read(text).expect("values");
        let value = |name: &str| best.value(name).map(|value| (value.objective, value.is_optimal));
        assert_eq!(value("a2-16"), Some((294.25, true)));
        assert_eq!(value("A2-16"), Some((294.25, true)));
        assert_eq!(value("R10b"), Some((783.81, false)));
        assert_eq!([value("a2-20"), value("R11a"), value("pr10"), value("rb")], [None; 4]);
        let best = read("instance;objective\nR1a;190,02\n").expect("values");
        assert_eq!(best.value("pr01").expect("R1a").objective, 190.02);
    }

    #[test]
    fn what_is_within_rounding_is_no_gap() {
        let value = BestValue { objective: 200.0, is_optimal: true };
        assert_eq!(value.gap_percent(200.0049), 0.0);
        assert_eq!(value.gap_percent(199.9951), 0.0);
        assert_eq!(value.gap_percent(201.0), 0.5);
        assert_eq!(value.gap_percent(199.0), -0.5);
    }

    #[test]
    fn every_flaw_of_the_file_is_told() {
        let text = "instance,objective\npr01,1e5\nR1a,190\npr01,-3\n,5\npr01,190\n";
        let message = read(text).expect_err("flaws").to_string();
        for expected in [
            "best.csv line 2, objective: \"1e5\" is not an objective; write a number above zero",
            "best.csv line 4, objective: \"-3\"",
            "best.csv line 5, instance: is empty",
            "best.csv line 6, instance: \"pr01\" again; give it once",
        ] {
            assert!(message.contains(expected), "{message}\ndoes not contain {expected}");
        }
        assert_eq!(message.lines().count(), 5, "{message}");
        assert!(read("").expect_err("empty").to_string().contains("is empty"));
        let missing = BestKnown::read(Path::new("/nowhere/best.csv")).expect_err("no file");
        assert!(missing.to_string().starts_with("/nowhere/best.csv: cannot be read"), "{missing}");
    }
}
