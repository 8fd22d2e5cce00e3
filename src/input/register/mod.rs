//! Files → register: CSV files, workbooks and settings become rows, all of them or none.
//!
//! A CSV file is named for its table, in English or Danish (`citizens.csv`, `borgere.csv`), so is a
//! sheet of a workbook; a `.toml` file holds the settings. Rows are first read as they stand, then
//! put in, and then looked at together with all that is in the register: what refers to nothing, or
//! contradicts another row or a rule, is a flaw with its file and line like any other.

mod cell;
mod outcomes;
mod performed;
mod put;
mod row;
mod settings;
mod workbook;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Flaw, Result};
use crate::input::encoding::read_text;
use crate::input::lookup::Finder;
use crate::input::mobility::Mobilities;
use crate::input::spelling::{did_you_mean, squeeze};
use crate::input::table::Table as TextTable;
use crate::input::values::quoted;
use crate::input::without_cpr_numbers;
use crate::register::{Municipality, TABLES, Table};
pub use outcomes::Fed;
pub use performed::{PerformedList, read_performed_files};
pub use put::{Import, Imported};
use row::Rows;
pub use settings::municipality;

/// What these files say, or all files of a folder; `before` is the text of the register's settings.
/// Homes and centres without coordinates are looked up in the address file.
///
/// # Errors
/// [`Error::Read`] if one is not there, [`Error::Invalid`] with every flaw of every file.
pub fn read_register_files(
    paths: &[PathBuf],
    addresses: Option<&Path>,
    before: &str,
) -> Result<Import> {
    let mut flaws = Vec::new();
    let finder = Finder::read(addresses, &mut flaws);
    let files = files(paths)?;
    let (toml, tables): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| extension(file) == "toml");
    let settings = read_settings(&toml, &mut flaws);
    let mut sources = Vec::new();
    for file in &tables {
        match workbook::is_workbook(file) {
            true => workbook::read(file, &mut sources, &mut flaws),
            false => sources.extend(csv(file, &mut flaws)),
        }
    }
    finish(sources, settings, before, &finder, flaws)
}

/// What `column=value` pairs say about one row of a table.
///
/// # Errors
/// As [`read_register_files`].
pub fn read_pairs(
    table: &'static Table,
    pairs: &[(String, String)],
    addresses: Option<&Path>,
    before: &str,
) -> Result<Import> {
    let mut flaws = Vec::new();
    let finder = Finder::read(addresses, &mut flaws);
    let (header, row): (Vec<&str>, Vec<&str>) =
        pairs.iter().map(|(column, value)| (column.as_str(), value.as_str())).unzip();
    let source = Source { name: table.name.to_owned(), table, text: csv_text(&[header, row]) };
    finish(vec![source], None, before, &finder, flaws)
}

/// The text of a table and what it is a table of.
struct Source {
    /// The file, in messages.
    name: String,
    table: &'static Table,
    text: String,
}

/// A text of rows with `;` between cells.
fn csv_text<Cell: AsRef<[u8]>>(rows: &[Vec<Cell>]) -> String {
    let mut writer =
        csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(Vec::new());
    let whole = "memory takes it";
    rows.iter().for_each(|row| writer.write_record(row).expect(whole));
    String::from_utf8(writer.into_inner().expect(whole)).expect("cells are text")
}

type Settings = (String, Municipality, Mobilities);

fn finish(
    sources: Vec<Source>,
    settings: Option<Settings>,
    before: &str,
    finder: &Finder,
    mut flaws: Vec<Flaw>,
) -> Result<Import> {
    let (text, municipality, mobilities) = match settings {
        Some((text, municipality, mobilities)) => (Some(text), municipality, mobilities),
        None => {
            let known = settings::parse("settings", before, &mut flaws);
            let (municipality, mobilities) =
                known.ok_or(Error::Invalid { flaws: flaws.clone() })?;
            (None, municipality, mobilities)
        }
    };
    let mut rows = Rows::new(&mobilities, finder);
    for source in sources {
        if let Some(table) = TextTable::parse(
            source.name,
            &source.text,
            &row::shape(source.table).shape(),
            &mut flaws,
        ) {
            rows.read(source.table, &table, &mut flaws);
        }
    }
    if !flaws.is_empty() {
        return Err(invalid(flaws));
    }
    Ok(Import { settings: text, municipality, rows: rows.finish() })
}

/// Flaws in order, each once, with no CPR number readable in them.
fn invalid(mut flaws: Vec<Flaw>) -> Error {
    flaws.sort();
    flaws.dedup();
    Error::Invalid { flaws: flaws.into_iter().map(without_cpr_numbers).collect() }
}

/// The files themselves, and for a folder those in it that can be read, in order.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        let failed = |source| Error::Read { path: path.clone(), source };
        if !fs::metadata(path).map_err(failed)?.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = fs::read_dir(path).map_err(failed)?;
        let entries: std::io::Result<Vec<PathBuf>> =
            entries.map(|entry| Ok(entry?.path())).collect();
        let mut inside = entries.map_err(failed)?;
        inside.retain(|file| {
            let name =
                file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
            let is_left_by_office = name.starts_with("~$") || name.starts_with(".~lock.");
            let is_text = matches!(extension(file).as_str(), "csv" | "toml");
            !is_left_by_office && (is_text || workbook::is_workbook(file))
        });
        if inside.is_empty() {
            return Err(Error::Refused {
                path: path.clone(),
                reason: "holds no file to import".to_owned(),
                hint: "name a folder with CSV files, workbooks or settings".to_owned(),
            });
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}

fn extension(file: &Path) -> String {
    file.extension().map_or_else(String::new, |it| it.to_string_lossy().to_lowercase())
}

fn read_settings(files: &[PathBuf], flaws: &mut Vec<Flaw>) -> Option<Settings> {
    let (file, others) = files.split_first()?;
    for other in others {
        let name = file_name(other);
        flaws.push(Flaw::new(name, "is a second file of settings", "give one of them"));
    }
    let name = file_name(file);
    match read_text(file, &name) {
        Ok(Some(text)) => {
            let (municipality, mobilities) = settings::parse(&name, &text, flaws)?;
            Some((text, municipality, mobilities))
        }
        Ok(None) => None,
        Err(flaw) => {
            flaws.push(*flaw);
            None
        }
    }
}

fn csv(file: &Path, flaws: &mut Vec<Flaw>) -> Option<Source> {
    let name = file_name(file);
    let stem = file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into());
    let table = table_called(&stem);
    if table.is_none() {
        flaws.push(unknown_table(&name, &stem, "the file"));
    }
    let table = table?;
    match read_text(file, &name) {
        Ok(text) => Some(Source { name, table, text: text? }),
        Err(flaw) => {
            flaws.push(*flaw);
            None
        }
    }
}

fn file_name(file: &Path) -> String {
    file.file_name().unwrap_or(OsStr::new("")).to_string_lossy().into_owned()
}

/// The table of this name in either language.
pub fn table_called(name: &str) -> Option<&'static Table> {
    let word = squeeze(name);
    TABLES.iter().find(|table| {
        let mut names = table.also.iter().chain([&table.name]);
        names.any(|known| squeeze(known) == word)
    })
}

/// The flaw of a name that is no table's.
pub fn unknown_table(file: &str, name: &str, what: &str) -> Flaw {
    let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    let danish: Vec<&str> = TABLES.iter().map(Table::danish).collect();
    let expected = format!("name {what} for one: {} ({})", names.join(", "), danish.join(", "));
    let flaw =
        Flaw::new(file, format!("{} is not a table of the register", quoted(name)), expected);
    let hint = did_you_mean(name, names.into_iter().chain(danish));
    Flaw { hint, ..flaw }
}
