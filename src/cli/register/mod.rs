//! `korsel register`: a file per verb.

mod absence;
mod add;
mod backup;
mod calibration;
mod day;
mod due;
mod end;
mod erase;
mod import;
mod list;
mod no_show;
mod outcomes;
mod show;

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use clap::{Args, Subcommand};

use crate::cli::{Answer, EXIT_CODES, print, tell};
use crate::error::{Error, Flaw, Result};
use crate::input::{Import, Imported, municipality, read_pairs};
use crate::output::{import_changes, import_summary, write_file};
use crate::register::{Contradiction, Mode, Municipality, Register, Table};

#[derive(Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Take in CSV files, workbooks and settings, all or nothing.
    #[command(after_help = import::EXAMPLES)]
    Import(import::Arguments),
    /// Put one row in, or change some of its columns.
    #[command(after_help = add::EXAMPLES)]
    Add(add::Arguments),
    /// Print a table as a CSV file that can be imported again, the log, or a month's co-payment.
    #[command(after_help = list::EXAMPLES)]
    List(list::Arguments),
    /// Print all that is held about one citizen.
    #[command(after_help = show::EXAMPLES)]
    Show(show::Arguments),
    /// End a grant, a standing booking, a vehicle's service, or all that a citizen has.
    #[command(after_help = end::EXAMPLES)]
    End(end::Arguments),
    /// Note that a citizen has cancelled rides, or take that back.
    #[command(after_help = absence::EXAMPLES)]
    Absence(absence::Arguments),
    /// Note that a citizen did not show up.
    #[command(name = "noshow", after_help = no_show::EXAMPLES)]
    NoShow(no_show::Arguments),
    /// Take in the contractor's list of what was done: who was driven, who was not there, when.
    #[command(after_help = outcomes::EXAMPLES)]
    Outcomes(outcomes::Arguments),
    /// Compare planned times of drives with what they took, and propose travel settings.
    #[command(after_help = calibration::EXAMPLES)]
    Calibration(calibration::Arguments),
    /// Write the folder of a date that `korsel plan` takes.
    #[command(after_help = day::EXAMPLES)]
    Day(day::Arguments),
    /// List grants that end soon, and courses to be evaluated anew.
    #[command(after_help = due::EXAMPLES)]
    Due(due::Arguments),
    /// Take out for good what is older than a date, or a citizen with all that is held about them.
    #[command(after_help = erase::EXAMPLES)]
    Erase(erase::Arguments),
    /// Check the register and copy it, while others may use it.
    #[command(after_help = backup::EXAMPLES)]
    Backup(backup::Arguments),
}

pub(super) use day::tell_refused;

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    match &arguments.verb {
        Verb::Import(arguments) => import::run(arguments),
        Verb::Add(arguments) => add::run(arguments),
        Verb::List(arguments) => list::run(arguments),
        Verb::Show(arguments) => show::run(arguments),
        Verb::End(arguments) => end::run(arguments),
        Verb::Absence(arguments) => absence::run(arguments),
        Verb::NoShow(arguments) => no_show::run(arguments),
        Verb::Outcomes(arguments) => outcomes::run(arguments),
        Verb::Calibration(arguments) => calibration::run(arguments),
        Verb::Day(arguments) => day::run(arguments),
        Verb::Due(arguments) => due::run(arguments),
        Verb::Erase(arguments) => erase::run(arguments),
        Verb::Backup(arguments) => backup::run(arguments),
    }
}

/// Which register, and on whose behalf.
#[derive(Args)]
pub(super) struct RegisterArguments {
    /// The register
    #[arg(long, value_name = "FILE")]
    register: PathBuf,
    /// Who does it, for the log: a role or initials [default: the user's name on this machine]
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
}

impl RegisterArguments {
    /// The register, which must be there.
    pub fn open(&self) -> Result<Register> {
        open_register(&self.register)
    }

    /// The register, which is created if it is not there.
    pub fn open_or_create(&self) -> Result<Register> {
        Register::open_or_create(&self.register, waits)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.register
    }

    /// On whose behalf.
    pub fn who(&self) -> String {
        let given = self.by.clone().filter(|who| !who.trim().is_empty());
        given.unwrap_or_else(user)
    }
}

/// Whether anything is to be changed.
#[derive(Args)]
struct Rehearsal {
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl Rehearsal {
    /// How to change the register.
    fn mode(&self) -> Mode {
        if self.dry_run { Mode::Rehearse } else { Mode::Commit }
    }

    /// Prints each row that would change; nothing if they have changed.
    fn print_rows(&self, imported: &Imported) {
        if self.dry_run {
            print(&import_changes(&imported.rows));
        }
    }

    /// Says so where nothing has changed.
    fn print_end(&self) {
        if self.dry_run {
            print("dry run: nothing was changed\n");
        }
    }
}

/// The register in this file, which must be there.
pub(super) fn open_register(path: &Path) -> Result<Register> {
    Register::open(path, waits)
}

/// Waits for another program to be done with the register, half a minute at most.
fn waits(times: i32) -> bool {
    const PAUSE: Duration = Duration::from_millis(50);
    const TOLD: i32 = 10;
    const MOST: i32 = 600;
    if times == TOLD {
        tell("note: another program is writing to the register; waiting for it");
    }
    sleep(PAUSE);
    times < MOST
}

/// The user's name on this machine.
pub(super) fn user() -> String {
    let name = std::env::var("USER").or_else(|_| std::env::var("USERNAME"));
    name.ok().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "unknown".to_owned())
}

/// The settings of the register.
pub(super) fn settings_of(register: &Register) -> Result<Municipality> {
    municipality(&register.settings()?)
}

/// Enters in the log that data left the register.
pub(super) fn log_export(
    register: &mut Register,
    who: &str,
    subject: &str,
    detail: &str,
) -> Result<()> {
    register.change(who, Mode::Commit, |changing| changing.log("export", subject, detail))
}

/// Puts one row in that arguments give; what came of it is told.
fn put_pairs(
    arguments: &RegisterArguments,
    verb: &str,
    table: &'static Table,
    pairs: &[(&str, String)],
) -> Result<Imported> {
    let mut register = arguments.open()?;
    let import = row_of(&register, table, pairs)?;
    put(&mut register, &arguments.who(), verb, Mode::Commit, &import)
}

/// Takes out the row that arguments name; no, and `nothing` is told, if it is not there.
fn take_back(
    arguments: &RegisterArguments,
    verb: &str,
    table: &'static Table,
    pairs: &[(&str, String)],
    nothing: &str,
) -> Result<Answer> {
    let mut register = arguments.open()?;
    let import = row_of(&register, table, pairs)?;
    let removed = register
        .change(&arguments.who(), Mode::Commit, |changing| import.remove(changing, verb))?;
    for name in &removed {
        print(&format!("- {} {name}\n", table.name));
    }
    if removed.is_empty() {
        print(nothing);
        return Ok(Answer::No);
    }
    Ok(Answer::Yes)
}

/// The row that arguments give, column by column.
fn row_of(register: &Register, table: &'static Table, pairs: &[(&str, String)]) -> Result<Import> {
    let pairs: Vec<(String, String)> =
        pairs.iter().map(|(column, value)| ((*column).to_owned(), value.clone())).collect();
    read_pairs(table, &pairs, None, &register.settings()?)
}

/// Puts an import in; contradictions that were there before are told.
fn put(
    register: &mut Register,
    who: &str,
    verb: &str,
    mode: Mode,
    import: &Import,
) -> Result<Imported> {
    let imported = register.change(who, mode, |changing| import.put(changing, verb))?;
    tell_contradictions(&imported.still);
    Ok(imported)
}

/// Tells what rows say against each other or against the rules; nothing if it is nothing.
pub(super) fn tell_contradictions<'a>(found: impl IntoIterator<Item = &'a Contradiction>) {
    for it in found {
        let row = format!("{} {}", it.table, it.row);
        let flaw = Flaw::new(row, it.found.as_str(), it.expected.as_str()).column(it.column);
        tell(&format!("note: {flaw}"));
    }
}

/// What came of an import, in a line for each table.
fn summary(imported: &Imported) -> String {
    let settings = if imported.has_new_settings { "settings: changed\n" } else { "" };
    import_summary(&imported.rows) + settings
}

/// Prints a CSV file, or writes it to a new file.
fn give(bytes: &[u8], out: Option<&Path>) -> Result<()> {
    match out {
        None => print(&String::from_utf8_lossy(bytes)),
        // Nothing is replaced: lists of people are not to be mistaken for each other.
        Some(path) => {
            write_file(path, bytes, |_| false)?;
            print(&format!("{}\n", path.display()));
        }
    }
    Ok(())
}

/// Refuses a citizen whom the register does not know.
fn refuse_unknown(register: &Register, citizen: &str) -> Result<()> {
    let is_known = register.content()?.citizens.contains_key(citizen);
    if is_known { Ok(()) } else { Err(unknown(citizen)) }
}

/// The refusal of a citizen whom the register does not know.
fn unknown(citizen: &str) -> Error {
    let hint = "list them with korsel register list citizens";
    refused(citizen, "is no citizen of the register", hint)
}

/// A refusal that names an argument.
fn refused(argument: &str, reason: &str, hint: &str) -> Error {
    let (reason, hint) = (reason.to_owned(), hint.to_owned());
    Error::Refused { path: PathBuf::from(argument), reason, hint }
}
