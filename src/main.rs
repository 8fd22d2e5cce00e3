//! The `korsel` program: its exit code, nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    korsel::cli::run()
}
