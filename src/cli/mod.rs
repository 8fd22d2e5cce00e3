//! Arguments → calls: a file per verb.
//!
//! Results go to stdout, progress and errors to stderr. The exit code is 0 when the job is done, 1
//! when the answer is no, 2 for bad arguments or input, 3 for a failure inside, 4 when no answer was
//! found.

mod arguments;
mod benchmark;
mod certificate;
mod check;
mod compare;
mod doctor;
mod generate;
mod init;
mod interrupt;
mod nightly;
mod other_times;
mod plan;
mod progress;
mod record;
mod register;
mod replan;
mod shell;
mod solving;
mod tonight;
mod travel;

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub use self::arguments::length_of_time;
use crate::error::{Error, Result};

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the answer is no: rides were left out, or the plan breaks a rule
  2  bad arguments or input; nothing was written
  3  failure inside; nothing was written";

/// Plans dial-a-ride days: each citizen's ride out and home within the promised hour, at the least
/// cost.
#[derive(Parser)]
#[command(name = "korsel", version, after_help = check::help(), after_long_help = check::help())]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Plan a day: manifests, the contractor's list, figures, and what could not be planned.
    #[command(after_help = EXIT_CODES)]
    Plan(plan::Arguments),
    /// Judge a plan by the day alone, whoever made it.
    #[command(after_help = check::help())]
    Check(check::Arguments),
    /// Put plans side by side: figures, differences, each citizen's trip; or weeks of plans.
    #[command(after_help = EXIT_CODES)]
    Compare(compare::Arguments),
    /// Solve public dial-a-ride instances: cost, bound, and gap to the best known.
    #[command(after_help = EXIT_CODES)]
    Benchmark(benchmark::Arguments),
    /// Look at a day's data the evening before, without planning: flaws, rides that nobody can take,
    /// what looks like a slip.
    #[command(after_help = EXIT_CODES)]
    Doctor(doctor::Arguments),
    /// Compute the travel times between all places of a day, to keep or to edit.
    #[command(after_help = EXIT_CODES)]
    Travel(travel::Arguments),
    /// Invent a day of any size, to test with.
    #[command(after_help = EXIT_CODES)]
    Generate(generate::Arguments),
    /// Plan the days to come from the register, unattended, and note each plan in it.
    #[command(after_help = nightly::help())]
    Nightly(nightly::Arguments),
    /// Repair a plan in the morning, with as few changed promises as possible.
    #[command(after_help = replan::help())]
    Replan(replan::Arguments),
    /// Keep citizens, grants, standing bookings and absences, and make a day's bookings of them.
    Register(register::Arguments),
    /// Write an example day, each file explained (in Danish), to make one's own from.
    #[command(after_help = EXIT_CODES)]
    Init(init::Arguments),
    /// Print a completion script for a shell.
    Completions(shell::Arguments),
    /// Print the manual page.
    Man,
}

/// What a verb answers when nothing went wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Answer {
    Yes,
    No,
    /// Neither could be found out.
    Open,
}

/// Does what the command line says and returns the exit code.
pub fn run() -> ExitCode {
    let cli = match parsed() {
        Ok(cli) => cli,
        Err(error) => {
            // Help asked for is printed to stdout and is no error.
            let code = if error.use_stderr() { 2 } else { 0 };
            // Nobody is left to tell if this fails.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    // A panic has told its message already; its exit code must not be one of another meaning.
    let result = catch_unwind(AssertUnwindSafe(|| cli.verb.run()));
    ExitCode::from(result.map_or(3, |result| exit_code(&result)))
}

/// What the command line says. A negative number is read as a value, to be refused as one.
fn parsed() -> clap::error::Result<Cli> {
    let mut command = taking_negatives(Cli::command());
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

fn taking_negatives(command: clap::Command) -> clap::Command {
    let taking = |argument: clap::Arg| match argument.get_action().takes_values() {
        true => argument.allow_negative_numbers(true),
        false => argument,
    };
    command.mut_args(taking).mut_subcommands(taking_negatives)
}

impl Verb {
    fn run(&self) -> Result<Answer> {
        match self {
            Self::Plan(arguments) => plan::run(arguments),
            Self::Check(arguments) => check::run(arguments),
            Self::Compare(arguments) => compare::run(arguments),
            Self::Benchmark(arguments) => benchmark::run(arguments),
            Self::Doctor(arguments) => doctor::run(arguments),
            Self::Travel(arguments) => travel::run(arguments),
            Self::Generate(arguments) => generate::run(arguments),
            Self::Nightly(arguments) => nightly::run(arguments),
            Self::Register(arguments) => register::run(arguments),
            Self::Replan(arguments) => replan::run(arguments),
            Self::Init(arguments) => init::run(arguments),
            Self::Completions(arguments) => shell::completions(arguments),
            Self::Man => shell::man(),
        }
    }
}

fn exit_code(result: &Result<Answer>) -> u8 {
    match result {
        Ok(Answer::Yes) => 0,
        Ok(Answer::No) => 1,
        Ok(Answer::Open) => 4,
        Err(error) => {
            tell(&format!("error: {error}"));
            code_of(error)
        }
    }
}

fn code_of(error: &Error) -> u8 {
    match error {
        Error::Read { .. } | Error::Invalid { .. } | Error::Refused { .. } => 2,
        Error::Solver { .. }
        | Error::Rejected { .. }
        | Error::Busy { .. }
        | Error::Register { .. }
        | Error::Write { .. } => 3,
    }
}

/// Prints a result. A reader that has gone, as `head` does, is no failure.
fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Prints a line that is not part of the result.
fn tell(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_kind_of_end_has_its_exit_code() {
        let io = || io::Error::other("x");
        assert_eq!(exit_code(&Ok(Answer::Yes)), 0);
        assert_eq!(exit_code(&Ok(Answer::No)), 1);
        assert_eq!(exit_code(&Ok(Answer::Open)), 4);
        assert_eq!(exit_code(&Err(Error::Read { path: "x".into(), source: io() })), 2);
        assert_eq!(exit_code(&Err(Error::Invalid { flaws: Vec::new() })), 2);
        let (reason, hint) = (String::new(), String::new());
        assert_eq!(exit_code(&Err(Error::Refused { path: "x".into(), reason, hint })), 2);
        assert_eq!(exit_code(&Err(Error::Solver { reason: String::new() })), 3);
        assert_eq!(exit_code(&Err(Error::Rejected { violations: Vec::new() })), 3);
        assert_eq!(exit_code(&Err(Error::Busy { path: "x".into() })), 3);
        let reason = String::new();
        assert_eq!(exit_code(&Err(Error::Register { path: "x".into(), reason })), 3);
        assert_eq!(exit_code(&Err(Error::Write { path: "x".into(), source: io() })), 3);
    }
}
