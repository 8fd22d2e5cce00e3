//! Progress while solving: a bar on a terminal, plain lines now and then otherwise.

use std::io::{IsTerminal, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use crate::cli::tell;
use crate::output::Language;

/// Plain lines come no closer than this.
const BETWEEN_LINES: Duration = Duration::from_secs(3);

/// How many characters the bar is wide.
const BAR_WIDTH: usize = 30;

/// Shows progress on stderr, from any thread.
pub(super) struct ProgressDisplay {
    form: Form,
    language: Language,
}

enum Form {
    Bar(ProgressBar),
    /// When the last line was printed.
    Lines(Mutex<Option<Instant>>),
}

impl ProgressDisplay {
    /// A display for a run that ends after `limit`, if it has one.
    pub fn new(limit: Option<Duration>, language: Language) -> Self {
        let form = if stderr().is_terminal() {
            Form::Bar(bar(limit, language))
        } else {
            Form::Lines(Mutex::new(None))
        };
        Self { form, language }
    }

    /// Shows what is best so many seconds after the start.
    pub fn show(&self, seconds: f64, text: String) {
        match &self.form {
            Form::Bar(bar) => bar.set_message(text),
            Form::Lines(last) => {
                let mut last = last.lock().expect("no thread panics while printing a line");
                if last.is_none_or(|last| last.elapsed() >= BETWEEN_LINES) {
                    *last = Some(Instant::now());
                    tell(&format!("{} s: {text}", self.language.number(seconds, 1)));
                }
            }
        }
    }

    /// Clears the bar.
    pub fn finish(&self) {
        if let Form::Bar(bar) = &self.form {
            bar.finish_and_clear();
        }
    }
}

fn bar(limit: Option<Duration>, language: Language) -> ProgressBar {
    let time = move |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let elapsed = state.elapsed();
        // Nowhere to tell of a failure to draw the bar.
        let _ = match limit {
            None => write!(out, "{} s", elapsed.as_secs()),
            Some(limit) => {
                let done = (elapsed.as_secs_f64() / limit.as_secs_f64()).min(1.0);
                let full = (done * BAR_WIDTH as f64) as usize;
                let (full, empty) = ("#".repeat(full), "-".repeat(BAR_WIDTH - full));
                let left = limit.saturating_sub(elapsed).as_secs();
                write!(out, "[{full}{empty}] {}", language.seconds_left(left))
            }
        };
    };
    let style = ProgressStyle::with_template("{spinner} {time}  {wide_msg}")
        .expect("the template is well formed")
        .with_key("time", time);
    let bar = ProgressBar::new_spinner().with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
