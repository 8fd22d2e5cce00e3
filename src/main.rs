//! The `korsel` program: its exit code, nothing else.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// The search makes and drops routes all the time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    korsel::cli::run()
}
