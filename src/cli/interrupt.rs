//! Ctrl-C: ends a search, and what was found by then is written.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::SIGINT;
use signal_hook::flag;

/// The exit code of a program that Ctrl-C ended, as shells have it.
const INTERRUPTED: i32 = 130;

/// A flag that Ctrl-C sets from now on; a second Ctrl-C ends the program at once, and writes nothing.
pub(super) fn stop_flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    // In this order: what ends the program looks at the flag before it is set.
    let ends = flag::register_conditional_shutdown(SIGINT, INTERRUPTED, Arc::clone(&stop));
    // Where a system allows no such thing, Ctrl-C does what it always does.
    let _ = ends.and_then(|_| flag::register(SIGINT, Arc::clone(&stop)));
    stop
}
