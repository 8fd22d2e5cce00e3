//! CSV as Danish Excel opens it: UTF-8 with BOM, `;`, CRLF, decimal comma, nothing that runs.
//!
//! A spreadsheet takes a cell that starts with `= + - @` for a formula. Such a cell is given a
//! leading apostrophe; control characters, line breaks included, become spaces and outer spaces go.
//! Numbers that we write ourselves are left alone, so a negative number stays one.

use crate::domain::Money;

/// A table under construction.
pub(crate) struct Table {
    writer: csv::Writer<Vec<u8>>,
}

impl Table {
    /// A table with this header.
    pub fn new(header: &[&str]) -> Self {
        let mut table = Self {
            writer: csv::WriterBuilder::new()
                .delimiter(b';')
                .terminator(csv::Terminator::CRLF)
                .from_writer(b"\xEF\xBB\xBF".to_vec()),
        };
        table.row(header);
        table
    }

    /// Adds a row of cells made by [`text`], [`number`] and their like.
    pub fn row<Cell: AsRef<str>>(&mut self, cells: &[Cell]) {
        let record = cells.iter().map(|cell| cell.as_ref().as_bytes());
        self.writer.write_record(record).expect("memory takes it, and rows are of one length");
    }

    /// The file's bytes.
    pub fn finish(self) -> Vec<u8> {
        self.writer.into_inner().expect("memory takes it")
    }
}

/// The text with a space for each control character, line breaks included.
pub(crate) fn on_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A cell of text that came from outside.
pub(crate) fn text(text: &str) -> String {
    let spaced = on_one_line(text);
    let trimmed = spaced.trim();
    // The last four are the wide forms that East Asian spreadsheets take for the same.
    let is_formula = trimmed.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{trimmed}") } else { trimmed.to_owned() }
}

/// A number with at most that many decimals, decimal comma, no trailing zeros.
pub(crate) fn number(value: f64, decimals: usize) -> String {
    let fixed = format!("{value:.decimals$}");
    let short = if fixed.contains('.') {
        fixed.trim_end_matches('0').trim_end_matches('.')
    } else {
        &fixed
    };
    short.replace('.', ",")
}

/// An amount in kroner with its øre, decimal comma.
pub(crate) fn kroner(amount: Money) -> String {
    let sign = if amount < Money::ZERO { "-" } else { "" };
    let ore = amount.as_ore().abs();
    format!("{sign}{},{:02}", ore / 100, ore % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_made_harmless() {
        assert_eq!(text("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(text("+4512345678"), "'+4512345678");
        assert_eq!(text("-1+1|cmd"), "'-1+1|cmd");
        assert_eq!(text("@SUM(1)"), "'@SUM(1)");
        assert_eq!(text("\t=1"), "'=1");
        assert_eq!(text("  =1"), "'=1");
        assert_eq!(text("line\r\nbreak\0"), "line  break");
        assert_eq!(text("＝1"), "'＝1");
        assert_eq!(text("Ærø 2-4"), "Ærø 2-4");
    }

    #[test]
    fn numbers_have_a_decimal_comma() {
        assert_eq!(number(55.613_450, 6), "55,61345");
        assert_eq!(number(10.0, 1), "10");
        assert_eq!(number(-0.5, 2), "-0,5");
        assert_eq!(number(100.0, 0), "100");
    }

    #[test]
    fn the_file_is_what_danish_excel_opens() {
        let mut table = Table::new(&["navn", "by"]);
        table.row(&["Åse; \"Bo\"", "Ishøj"]);
        let expected = "\u{feff}navn;by\r\n\"Åse; \"\"Bo\"\"\";Ishøj\r\n";
        assert_eq!(table.finish(), expected.as_bytes());
    }
}
