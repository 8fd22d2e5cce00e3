//! A CSV file as rows under known columns, whatever its separator and the language of its headers.
//!
//! Every flaw of the file's shape is found here: columns unknown, missing or given twice, rows of
//! another length, an open quote, and a CPR number in any cell. What cells mean is read by [`Cells`].
//!
//! [`Cells`]: crate::input::cells::Cells

use std::borrow::Cow;
use std::path::Path;

use csv::{ReaderBuilder, StringRecord};
use rustc_hash::FxHashMap;

use crate::error::Flaw;
use crate::input::encoding::read_text;
use crate::input::lines::LineCounter;
use crate::input::spelling::{did_you_mean, squeeze};
use crate::input::{cpr, values};

/// A column that a file may have.
#[derive(Clone, Copy)]
pub struct Column {
    /// Its English name.
    pub name: &'static str,
    /// Other names, the first of them Danish.
    pub also: &'static [&'static str],
    /// Whether the file makes no sense without it.
    pub required: bool,
}

/// What a file should look like.
pub struct Shape<'a> {
    /// The columns it may have.
    pub columns: &'a [Column],
    /// Whether columns of other names are a flaw; a foreign file has columns we need not know.
    pub only_these: bool,
    /// Whether a file without rows is a flaw.
    pub needs_rows: bool,
}

/// A CSV file that has been split into cells.
pub struct Table {
    /// The file's name in messages.
    pub file: String,
    /// Its rows; those of another length than the header are left out.
    pub rows: Vec<Row>,
    /// Whether no row was left out and no required column is missing.
    pub is_whole: bool,
    headers: StringRecord,
    header_line: u64,
    positions: FxHashMap<&'static str, usize>,
}

/// A row and where it starts.
pub struct Row {
    /// The line, from 1, on which it starts.
    pub line: u64,
    cells: StringRecord,
}

impl Row {
    /// The cell at this position without spaces around it.
    pub fn cell(&self, position: usize) -> &str {
        self.cells.get(position).unwrap_or("").trim()
    }
}

/// The workbook of the same name that stands where a table is missing.
fn workbook_beside(path: &Path) -> Option<String> {
    let books = ["xlsx", "xls", "ods"].map(|ending| path.with_extension(ending));
    let book = books.iter().find(|book| book.exists())?;
    Some(book.file_name()?.to_string_lossy().into_owned())
}

impl Table {
    /// The table in this file, or `None` if it is missing or has no header to go by. A missing file
    /// is a flaw too, unless it `may_be_missing`.
    pub fn read(
        path: &Path,
        shape: &Shape,
        may_be_missing: bool,
        flaws: &mut Vec<Flaw>,
    ) -> Option<Self> {
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        match read_text(path, &file) {
            Ok(Some(text)) => Self::parse(file, &text, shape, flaws),
            Ok(None) if may_be_missing => None,
            Ok(None) => {
                let flaw = Flaw::new(file, "is missing", "put the file there");
                flaws.push(match workbook_beside(path) {
                    Some(book) => {
                        flaw.hint(format!("open {book} and save its sheet as \"CSV UTF-8\""))
                    }
                    None => flaw,
                });
                None
            }
            Err(flaw) => {
                flaws.push(*flaw);
                None
            }
        }
    }

    /// The table in this text.
    pub fn parse(file: String, text: &str, shape: &Shape, flaws: &mut Vec<Flaw>) -> Option<Self> {
        let (named, text) = without_separator_line(text);
        let separator = named.unwrap_or_else(|| delimiter(&text));
        let mut rows = split(&file, &text, separator, flaws);
        for row in &rows {
            refuse_cpr_numbers(&file, row, rows.first(), flaws);
        }
        if text.trim().is_empty() {
            flaws.push(Flaw::new(file, "is empty", "give a header and a line for each row"));
            return None;
        }
        if rows.is_empty() {
            return None;
        }
        let header = rows.remove(0);
        if header.cells.len() == 1 && header.cells[0].contains('\t') {
            let flaw = Flaw::new(file, "cells separated by tabs", "separate them by ; or ,");
            flaws.push(flaw.line(header.line));
            return None;
        }
        let mut table = Self {
            file,
            rows: Vec::new(),
            is_whole: true,
            headers: header.cells,
            header_line: header.line,
            positions: FxHashMap::default(),
        };
        if let Some(flaw) = table.title_line(shape, rows.first()) {
            flaws.push(flaw);
            return None;
        }
        table.read_header(shape, &rows, flaws);
        table.take_rows(rows, separator, flaws);
        if table.rows.is_empty() && table.is_whole && shape.needs_rows {
            let flaw = Flaw::new(&table.file, "a header and no rows", "give at least one row");
            flaws.push(flaw.line(table.header_line));
        }
        Some(table)
    }

    /// Where the column stands, if the file has it.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.positions.get(column).copied()
    }

    /// Whether no row is left out and each has something in this column.
    pub fn is_complete_in(&self, column: &str) -> bool {
        let is_filled = |at| self.rows.iter().all(|row| !row.cell(at).is_empty());
        self.is_whole && self.position(column).is_some_and(is_filled)
    }

    /// The column's name as the file spells it.
    pub fn spelled<'a>(&'a self, column: &'a str) -> &'a str {
        self.position(column).map_or(column, |position| self.header(position))
    }

    /// A flaw of the header.
    pub fn header_flaw(&self, found: impl Into<String>, expected: impl Into<String>) -> Flaw {
        Flaw::new(&self.file, found, expected).line(self.header_line)
    }

    fn header(&self, position: usize) -> &str {
        self.headers.get(position).unwrap_or("").trim()
    }

    /// The flaw of a first line that names no column while the next line does.
    fn title_line(&self, shape: &Shape, next: Option<&Row>) -> Option<Flaw> {
        let is_header =
            |cells: &StringRecord| cells.iter().any(|name| known(shape, name).is_some());
        if is_header(&self.headers) || !is_header(&next?.cells) {
            return None;
        }
        let found = format!("{} stands above the header", values::quoted(self.header(0)));
        Some(self.header_flaw(found, "take the line out"))
    }

    /// Finds the known columns; unknown ones, doubles and missing ones are flaws.
    fn read_header(&mut self, shape: &Shape, rows: &[Row], flaws: &mut Vec<Flaw>) {
        for position in 0..self.headers.len() {
            let name = self.header(position).to_owned();
            match known(shape, &name) {
                Some(column) => {
                    let first = *self.positions.entry(column.name).or_insert(position);
                    if first != position {
                        let found = format!("the column is there twice ({})", self.header(first));
                        flaws.push(self.header_flaw(found, "keep one of them").column(name));
                    }
                }
                None if !shape.only_these => {}
                None if squeeze(&name).is_empty()
                    && rows.iter().all(|row| row.cell(position).is_empty()) => {}
                None => flaws.push(self.unknown_column(&name, shape)),
            }
        }
        for column in shape.columns.iter().filter(|column| column.required) {
            if self.position(column.name).is_none() {
                let danish =
                    column.also.first().map_or(String::new(), |name| format!(" / \"{name}\""));
                let found = format!("has no column \"{}\"{danish}", column.name);
                flaws.push(self.header_flaw(found, "add it"));
                self.is_whole = false;
            }
        }
    }

    fn unknown_column(&self, name: &str, shape: &Shape) -> Flaw {
        let found = format!("{} is not a known column", values::quoted(name));
        let known =
            shape.columns.iter().flat_map(|column| column.also.iter().chain([&column.name]));
        let free = known.copied().filter(|other| squeeze(other).len() > 2);
        let flaw = self.header_flaw(found, "rename it or take it out");
        match did_you_mean(name, free) {
            Some(hint) => flaw.hint(hint),
            None => flaw,
        }
    }

    /// Keeps the rows of the header's length; spreadsheets append empty ones, which are passed over.
    fn take_rows(&mut self, rows: Vec<Row>, separator: u8, flaws: &mut Vec<Flaw>) {
        let width = self.headers.len();
        let splits_decimals = |row: &Row| separator == b',' && row.cells.len() > width;
        for row in rows {
            if row.cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if row.cells.len() == width {
                self.rows.push(row);
                continue;
            }
            self.is_whole = false;
            let found = format!("{} cells", row.cells.len());
            let expected = format!("give as many as the header has, {width}");
            let flaw = Flaw::new(&self.file, found, expected).line(row.line);
            flaws.push(if row.cells.iter().any(|cell| cell.contains('\n')) {
                flaw.hint("a quote that is opened too often joins lines")
            } else if splits_decimals(&row) {
                flaw.hint("a comma in a number or an address ends a cell too; separate cells by ;")
            } else {
                flaw
            });
        }
    }
}

/// The column that goes by this name.
fn known<'a>(shape: &Shape<'a>, name: &str) -> Option<&'a Column> {
    let word = squeeze(name);
    let is_called = |other: &&str| squeeze(other) == word;
    let is_known = |column: &&Column| is_called(&column.name) || column.also.iter().any(is_called);
    shape.columns.iter().find(is_known)
}

/// The rows of the text, the header first.
fn split(file: &str, text: &str, separator: u8, flaws: &mut Vec<Flaw>) -> Vec<Row> {
    // No text holds a NUL, so the last row is this mark exactly if every quote is closed.
    const END: &str = "\0";
    let marked = format!("{text}\n{END}");
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(marked.as_bytes());
    let mut lines = LineCounter::new(text.as_bytes());
    let mut rows: Vec<Row> = Vec::new();
    for cells in reader.records().map_while(Result::ok) {
        // The reader tells where it began to look, which may be ahead of empty lines.
        let from = cells.position().map_or(0, |position| position.byte() as usize);
        let is_line_end = |byte: &&u8| matches!(byte, b'\n' | b'\r');
        let skipped =
            text.as_bytes()[from.min(text.len())..].iter().take_while(is_line_end).count();
        rows.push(Row { line: lines.line_at(from + skipped), cells });
    }
    match rows.pop() {
        Some(last) if &last.cells != vec![END].as_slice() => {
            let flaw = Flaw::new(file, "a quote (\") that is never closed", "close it");
            flaws.push(flaw.line(last.line).hint("the quote stands in this line or row"));
        }
        _ => {}
    }
    rows
}

/// The separator that a first line such as `sep=;` names, as Excel has it, and the text with that
/// line left empty, so that the others keep their numbers.
fn without_separator_line(text: &str) -> (Option<u8>, Cow<'_, str>) {
    let first = text.split(['\n', '\r']).next().unwrap_or("");
    let separator = match first.trim().trim_matches('"').to_ascii_lowercase().as_str() {
        "sep=;" => b';',
        "sep=," => b',',
        _ => return (None, Cow::Borrowed(text)),
    };
    (Some(separator), Cow::Owned(text[first.len()..].to_owned()))
}

/// The separator of the header: a semicolon, unless there are more commas.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |sign: char| header.matches(sign).count();
    if count(',') > count(';') { b',' } else { b';' }
}

fn refuse_cpr_numbers(file: &str, row: &Row, header: Option<&Row>, flaws: &mut Vec<Flaw>) {
    for (position, cell) in row.cells.iter().enumerate().filter(|(_, cell)| cpr::is_in(cell)) {
        let found = format!("{} holds what looks like a CPR number", values::quoted(cell));
        let flaw =
            Flaw::new(file, found, "take it out; people are known by a reference").line(row.line);
        let column = header.map_or("", |header| header.cell(position));
        flaws.push(if column.is_empty() { flaw } else { flaw.column(cpr::masked(column)) });
    }
}
