//! Workbooks (xlsx and its like): each sheet that is named for a table, as the text of that table.

use std::path::Path;

use calamine::{Data, ExcelDateTime, Reader, open_workbook_auto};

use crate::error::Flaw;
use crate::input::register::{Source, csv_text, extension, file_name, table_called, unknown_table};

/// No cell of a register is wider apart; a sheet that claims more is damaged or something else.
const MOST_CELLS: usize = 5_000_000;

/// A sheet of a workbook.
pub(super) struct Sheet {
    /// The file and the sheet, in messages.
    pub file: String,
    /// What it is called.
    pub title: String,
    /// Its rows, with `;` between cells.
    pub text: String,
}

/// Whether the file is a workbook, by its name.
pub(super) fn is_workbook(path: &Path) -> bool {
    matches!(extension(path).as_str(), "xlsx" | "xlsm" | "ods" | "xls")
}

/// Adds the sheets of the workbook; those that are empty are passed over.
pub(super) fn read(path: &Path, sources: &mut Vec<Source>, flaws: &mut Vec<Flaw>) {
    for Sheet { file, title, text } in sheets(path, flaws) {
        match table_called(&title) {
            Some(table) => sources.push(Source { name: file, table, text }),
            None => flaws.push(unknown_table(&file, &title, "the sheet")),
        }
    }
}

/// The sheets of the workbook that have anything in them.
pub(super) fn sheets(path: &Path, flaws: &mut Vec<Flaw>) -> Vec<Sheet> {
    let name = file_name(path);
    let mut workbook = match open_workbook_auto(path) {
        Ok(workbook) => workbook,
        Err(error) => {
            let found = format!("cannot be read as a workbook ({error})");
            flaws.push(Flaw::new(name, found, "save it as xlsx, or each sheet as \"CSV UTF-8\""));
            return Vec::new();
        }
    };
    let mut sheets = Vec::new();
    for title in workbook.sheet_names() {
        let file = format!("{name} [{title}]");
        let range = match workbook.worksheet_range(&title) {
            Ok(range) => range,
            Err(error) => {
                let found = format!("cannot be read ({error})");
                flaws.push(Flaw::new(file, found, "save the workbook anew"));
                continue;
            }
        };
        let Some((top, _)) = range.start() else { continue };
        if range.get_size().0.saturating_mul(range.get_size().1) > MOST_CELLS {
            flaws.push(Flaw::new(file, "is larger than any register", "take the empty rows out"));
            continue;
        }
        let rows: Vec<Vec<String>> =
            range.rows().map(|row| row.iter().map(written).collect()).collect();
        // Rows keep their numbers: those above the first one that is filled become empty lines.
        let text = "\n".repeat(top as usize) + &csv_text(&rows);
        sheets.push(Sheet { file, title, text });
    }
    sheets
}

/// A cell as it would be typed. Line breaks become spaces, so that a row stays one line.
fn written(cell: &Data) -> String {
    match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.replace(['\n', '\r'], " ")
        }
        Data::Bool(is_so) => if *is_so { "ja" } else { "nej" }.to_owned(),
        Data::DateTime(moment) => moment_text(moment),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

/// A date, a clock time, or both. Excel counts days from 1900, and what is less than a day is a time.
fn moment_text(moment: &ExcelDateTime) -> String {
    // Clock times are kept as parts of a day and may be a hair off.
    let seconds = (moment.as_f64() * 86_400.0).round();
    let (days, of_day) = (seconds.div_euclid(86_400.0), seconds.rem_euclid(86_400.0) as i64);
    let clock = format!("{:02}:{:02}", of_day / 3_600, of_day / 60 % 60);
    let clock = if of_day % 60 == 0 { clock } else { format!("{clock}:{:02}", of_day % 60) };
    if days < 1.0 || moment.is_duration() {
        let hours = (seconds / 3_600.0).floor() as i64;
        return format!("{hours:02}{}", &clock[2..]);
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if of_day == 0 { date } else { format!("{date} {clock}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn cells_are_written_as_they_would_be_typed() {
        let moment = |value, kind| Data::DateTime(ExcelDateTime::new(value, kind, false));
        for (cell, expected) in [
            (Data::Float(2635.0), "2635"),
            (Data::Float(55.627), "55.627"),
            (Data::String("a\nb".to_owned()), "a b"),
            (Data::Bool(true), "ja"),
            (Data::Empty, ""),
            (moment(46_363.0, ExcelDateTimeType::DateTime), "2026-12-07"),
            (moment(0.395_833_333, ExcelDateTimeType::DateTime), "09:30"),
            (moment(1.0 + 1.0 / 24.0, ExcelDateTimeType::TimeDelta), "25:00"),
            (moment(46_363.5, ExcelDateTimeType::DateTime), "2026-12-07 12:00"),
        ] {
            assert_eq!(written(&cell), expected, "{cell:?}");
        }
    }
}
