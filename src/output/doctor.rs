//! What was found in a day's data, on the terminal.

use crate::domain::{BookingStatus, Day};
use crate::output::Language;
use crate::output::cells::on_one_line;
use crate::output::terminal::{aligned, headed, left_out_lines};
use crate::plan::{Findings, NotPlanned};
use crate::travel::{ComputedBy, TravelSource};

/// A day's size, its rides that nobody can take, and what looks like a slip.
pub fn examination_text(
    day: &Day,
    source: &TravelSource,
    findings: &Findings,
    language: Language,
) -> String {
    let words = language.words();
    let cancelled = day.bookings.iter().filter(|it| it.status != BookingStatus::Approved).count();
    let bookings = match cancelled {
        0 => day.bookings.len().to_string(),
        _ => {
            let what = language.cancelled_bookings(cancelled);
            format!("{} · {cancelled} {what}", day.bookings.len())
        }
    };
    let rows = [
        (words.bookings, bookings),
        (words.rides, day.rides().count().to_string()),
        (words.centres, day.centres.len().to_string()),
        (words.vehicles, day.vehicles.len().to_string()),
        (words.travel_times, travel_times(source, language)),
    ];
    let Findings { hopeless, doubts } = findings;
    // What it costs depends on the rest of the plan, which there is none of.
    let help = |ride: &NotPlanned| {
        let change = ride.remedy.as_ref().map(|remedy| language.change(remedy, day));
        vec![(words.remedy, change.unwrap_or_else(|| words.no_remedy.to_owned()))]
    };
    let doubted = doubts.iter().map(|doubt| format!("  {}\n", on_one_line(&language.doubt(doubt))));
    let verdict = match (hopeless.len(), doubts.len()) {
        (0, 0) => words.fine.to_owned(),
        (hopeless, doubts) => language.examined(hopeless, doubts),
    };
    [
        format!("{} {}\n\n{}", words.examined, language.date(day.date), aligned(&rows)),
        headed(words.hopeless_heading, left_out_lines(day, hopeless, language, help)),
        headed(words.doubts_heading, doubted.collect()),
        format!("\n{verdict}\n"),
    ]
    .concat()
}

/// How many drives come from where.
fn travel_times(source: &TravelSource, language: Language) -> String {
    let by_roads = matches!(source.computed_by, ComputedBy::Roads(_));
    language.travel_times(source.given_pairs, source.computed_pairs, by_roads)
}
