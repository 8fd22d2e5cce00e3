//! The one error type of the crate.
//!
//! Variants hold facts; text is made in `Display` alone. "No plan keeps the promise" is an answer,
//! not an error, and is not found here.

use std::fmt;
use std::path::PathBuf;

use rustc_hash::FxHashMap;

/// What goes wrong outside of planning itself.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    #[error("{}: cannot be read: {source}\n  hint: {}", path.display(), right_to_read(source))]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The input contradicts itself or the rules; carries every flaw found.
    #[error("{}", Flaws(flaws))]
    Invalid {
        /// All of them, in the order of files and lines.
        flaws: Vec<Flaw>,
    },
    /// The MILP solver failed; a plan from the search is not touched by it.
    #[error("the MILP solver failed: {reason}")]
    Solver {
        /// What it said.
        reason: String,
    },
    /// The referee rejects our own plan, so nothing was written.
    #[error("the referee rejects the plan, nothing was written:\n{}", violations.join("\n"))]
    Rejected {
        /// Each broken rule.
        violations: Vec<String>,
    },
    /// The folder or file to write to is no fit place, found before any work was done.
    #[error("{}: {reason}\n  hint: {hint}", path.display())]
    Refused {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
        /// What to do instead.
        hint: String,
    },
    /// Another program held the register for so long that we gave up.
    #[error(
        "{}: another program has been writing to the register all the time, nothing was changed\n  \
         hint: try again when it is done",
        path.display()
    )]
    Busy {
        /// The register.
        path: PathBuf,
    },
    /// The register failed; what was not finished was not begun.
    #[error("{}: the register failed, nothing was changed: {reason}", path.display())]
    Register {
        /// The register.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// A file could not be written.
    #[error("{}: cannot be written: {source}\n  hint: {}", path.display(), right_to_write(source))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// What would be right to read where this is what the system said.
fn right_to_read(said: &std::io::Error) -> &'static str {
    use std::io::ErrorKind;
    match said.kind() {
        ErrorKind::NotFound => "name a file or folder that is there",
        ErrorKind::IsADirectory => "name a file, not a folder",
        ErrorKind::NotADirectory => "name a folder, not a file",
        ErrorKind::PermissionDenied => "name one that you may read",
        ErrorKind::InvalidData => {
            "name a text file in UTF-8, a sheet of a workbook saved as \"CSV UTF-8\""
        }
        _ => "name a file or folder that can be read",
    }
}

/// What would let a file be written where this is what the system said.
fn right_to_write(said: &std::io::Error) -> &'static str {
    use std::io::ErrorKind;
    match said.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "make room on the disk, then try again"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "name a place that you may write to"
        }
        _ => "name another place",
    }
}

/// The result of anything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One thing that is wrong with the input: where, what was found, what would be right.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Flaw {
    /// The file (its name within the day folder), or what else it is about.
    pub file: String,
    /// The line, from 1, the header being line 1.
    pub line: Option<u64>,
    /// The column's name as the file spells it.
    pub column: Option<String>,
    /// What was found there.
    pub found: String,
    /// What would be right.
    pub expected: String,
    /// Advice, where there is any beyond what would be right.
    pub hint: Option<String>,
}

impl Flaw {
    /// A flaw of a whole file.
    pub fn new(
        file: impl Into<String>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            line: None,
            column: None,
            found: found.into(),
            expected: expected.into(),
            hint: None,
        }
    }

    /// The same flaw, on this line.
    pub fn line(self, line: u64) -> Self {
        Self { line: Some(line), ..self }
    }

    /// The same flaw, in this column.
    pub fn column(self, column: impl Into<String>) -> Self {
        Self { column: Some(column.into()), ..self }
    }

    /// The same flaw, with advice.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// `bookings.csv line 14, session_start: "25:10" is not a time of day; write HH:MM`.
impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_on(f, &Vec::from_iter(self.line))
    }
}

impl Flaw {
    /// Writes the flaw as it is found on these lines, in rising order.
    fn write_on(&self, f: &mut fmt::Formatter<'_>, lines: &[u64]) -> fmt::Result {
        f.write_str(&self.file)?;
        match lines {
            [] => {}
            [line] => write!(f, " line {line}")?,
            lines => write!(f, " lines {}", spans(lines))?,
        }
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        write!(f, ": {}; {}", self.found, self.expected)?;
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}

struct Flaws<'a>(&'a [Flaw]);

impl fmt::Display for Flaws<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A flaw of many lines, such as a column that nobody has filled in, is told once.
        let mut groups: Vec<(Flaw, Vec<u64>)> = Vec::new();
        let mut known: FxHashMap<Flaw, usize> = FxHashMap::default();
        for flaw in self.0 {
            let anywhere = Flaw { line: None, ..flaw.clone() };
            let group = *known.entry(anywhere.clone()).or_insert(groups.len());
            if group == groups.len() {
                groups.push((anywhere, Vec::new()));
            }
            groups[group].1.extend(flaw.line);
        }
        let flaws = if groups.len() == 1 { "flaw" } else { "flaws" };
        write!(f, "the input has {} {flaws}:", groups.len())?;
        groups.iter().try_for_each(|(flaw, lines)| {
            f.write_str("\n")?;
            flaw.write_on(f, lines)
        })
    }
}

/// Lines in rising order, those in a row as first and last: `2, 5-9`.
fn spans(lines: &[u64]) -> String {
    let rows = lines.chunk_by(|one, next| one + 1 == *next);
    let span = |row: &[u64]| match row {
        [first, .., last] => format!("{first}-{last}"),
        _ => row[0].to_string(),
    };
    rows.map(span).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flaw_of_many_lines_is_told_once() {
        let flaw =
            |line, column| Flaw::new("a.csv", "is empty", "fill it in").line(line).column(column);
        let flaws: Vec<Flaw> = [2, 3, 4, 7].map(|line| flaw(line, "x")).into();
        let flaws = [flaws, vec![flaw(5, "y"), Flaw::new("b.csv", "is odd", "mend it")]].concat();
        assert_eq!(
            Error::Invalid { flaws }.to_string(),
            "the input has 3 flaws:\na.csv lines 2-4, 7, x: is empty; fill it in\n\
             a.csv line 5, y: is empty; fill it in\nb.csv: is odd; mend it"
        );
    }

    #[test]
    fn what_cannot_be_read_is_told_with_what_would_be_right() {
        let told = |path: &str| {
            let source = std::fs::read_to_string(path).expect_err("no file");
            Error::Read { path: path.into(), source }.to_string()
        };
        let missing = told("no/such/file");
        assert!(missing.starts_with("no/such/file: cannot be read: "), "{missing}");
        assert!(missing.ends_with("\n  hint: name a file or folder that is there"), "{missing}");
        assert!(told(env!("CARGO_MANIFEST_DIR")).ends_with("name a file, not a folder"));
        let below_a_file = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml/x");
        assert!(told(below_a_file).ends_with("name a folder, not a file"));
    }
}
