//! The numbers on a line of a benchmark file, taken one by one.

use crate::error::Flaw;
use crate::input::values::quoted;

/// Between which numbers one must lie, both included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    /// The least allowed.
    pub least: f64,
    /// The most allowed.
    pub most: f64,
}

/// What stands on a line, separated by blanks.
pub(super) struct Fields<'a> {
    file: &'a str,
    line: u64,
    texts: Vec<&'a str>,
    columns: &'static [&'static str],
    /// How many were taken.
    taken: usize,
}

impl<'a> Fields<'a> {
    /// The fields of a line of a file.
    pub fn new(file: &'a str, line: u64, text: &'a str) -> Self {
        Self { file, line, texts: text.split_whitespace().collect(), columns: &[], taken: 0 }
    }

    /// The line, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The file's name.
    pub fn file(&self) -> &'a str {
        self.file
    }

    /// Gives the fields their names; false, and a flaw, if there are more or fewer of them.
    pub fn are(&mut self, columns: &'static [&'static str], flaws: &mut Vec<Flaw>) -> bool {
        self.columns = columns;
        let is_right = self.texts.len() == columns.len();
        if !is_right {
            let found = match self.texts.len() {
                1 => "1 field".to_owned(),
                count => format!("{count} fields"),
            };
            let expected = format!("write {}: {}", columns.len(), columns.join(", "));
            flaws.push(Flaw::new(self.file, found, expected).line(self.line));
        }
        is_right
    }

    /// The next field as a number within the range; `None` if a flaw was noted.
    pub fn number(&mut self, range: Range, flaws: &mut Vec<Flaw>) -> Option<f64> {
        let number = |text: &str| text.parse().ok().filter(|number: &f64| number.is_finite());
        // Adding zero makes minus zero plain zero.
        self.next(number, "a number", range, flaws).map(|number| number + 0.0)
    }

    /// The next field as a whole number within the range, which must be of small numbers; `None` if
    /// a flaw was noted.
    pub fn whole(&mut self, range: Range, flaws: &mut Vec<Flaw>) -> Option<i16> {
        let number = |text: &str| text.parse().ok().filter(|number: &f64| number.fract() == 0.0);
        self.next(number, "a whole number", range, flaws).map(|number| number as i16)
    }

    fn next(
        &mut self,
        read: impl Fn(&str) -> Option<f64>,
        kind: &str,
        range: Range,
        flaws: &mut Vec<Flaw>,
    ) -> Option<f64> {
        let (text, column) = (self.texts[self.taken], self.columns[self.taken]);
        self.taken += 1;
        let Range { least, most } = range;
        let number = read(text);
        let found = match number {
            Some(number) if (least..=most).contains(&number) => return Some(number),
            Some(_) => format!("{} is out of range", quoted(text)),
            None => format!("{} is not {kind}", quoted(text)),
        };
        let expected = format!("write {kind} from {least} to {most}");
        flaws.push(Flaw::new(self.file, found, expected).line(self.line).column(column));
        None
    }
}
