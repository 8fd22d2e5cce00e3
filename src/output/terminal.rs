//! The summary on the terminal: what was planned, what it costs, how good it is, what is left to do.

use std::path::Path;

use rustc_hash::FxHashMap;

use crate::domain::{Booking, Day, Direction};
use crate::output::archive::ARCHIVE_FILE;
use crate::output::cells::on_one_line;
use crate::output::taxis::TAXIS_FILE;
use crate::output::{Contents, Language};
use crate::plan::summary::{RegularityFigures, RunInfo, Summary, TripFigures};
use crate::plan::{NotPlanned, Status, driven_one_way};

/// The summary of a plan written to `out`, as lines of text.
pub fn summary_text(contents: &Contents, out: &Path) -> String {
    let &Contents { plan, summary, run, language, .. } = contents;
    let words = language.words();
    let mut text = format!("{} {}\n\n", words.plan_for, language.date(plan.date));
    let rows = [
        (words.rides, rides(summary, language)),
        (words.vehicles, vehicles(summary, language)),
        (words.distance, language.km(summary.distance_m)),
        (words.hours, hours(summary, language)),
        (words.cost, language.money(summary.cost_ore)),
        (words.proof, proof(summary, language)),
        (words.trips_out, trips(&summary.out, language)),
        (words.trips_home, trips(&summary.home, language)),
        (words.quality, quality(summary, language)),
        (words.regularity, regularity(summary, language)),
        (words.calculation, calculation(run, language)),
    ];
    let rows: Vec<_> = rows.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    text += &aligned(&rows);
    text += &not_planned(contents);
    text += &taxis(contents);
    text += &cancelled(contents);
    text += &written(contents, out);
    text
}

/// Two columns, the first as wide as its longest entry.
pub(super) fn aligned(rows: &[(impl AsRef<str>, String)]) -> String {
    let width = rows.iter().map(|(name, _)| name.as_ref().chars().count()).max().unwrap_or(0);
    let line = |(name, value): &(_, String)| {
        let name: &str = AsRef::<str>::as_ref(name);
        format!("  {name:width$}  {}\n", on_one_line(value))
    };
    rows.iter().map(line).collect()
}

fn rides(summary: &Summary, language: Language) -> String {
    let Summary { rides_asked, rides_planned, rides_by_taxi, rides_not_planned, .. } = summary;
    let mut parts = match language {
        Language::Danish => {
            vec![format!("{rides_planned} planlagt af {rides_asked}")]
        }
        Language::English => vec![format!("{rides_planned} planned of {rides_asked}")],
    };
    let words = language.words();
    let counts = [
        (*rides_by_taxi, words.by_taxi),
        (*rides_not_planned, words.not_planned),
        (summary.bookings_cancelled, language.cancelled_bookings(summary.bookings_cancelled)),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    parts.extend(counts.map(|(count, what)| format!("{count} {what}")));
    parts.join(" · ")
}

fn vehicles(summary: &Summary, language: Language) -> String {
    let (used, available) = (summary.vehicles_used, summary.vehicles_available);
    match language {
        Language::Danish => format!("{used} brugt af {available}"),
        Language::English => format!("{used} used of {available}"),
    }
}

fn hours(summary: &Summary, language: Language) -> String {
    let driving = language.hours(summary.driving_s);
    let boarding = language.hours(summary.boarding_s);
    let waiting = language.hours(summary.waiting_s);
    match language {
        Language::Danish => {
            format!("{driving} kørsel · {boarding} af- og påstigning · {waiting} ventetid")
        }
        Language::English => {
            format!("{driving} driving · {boarding} boarding · {waiting} waiting")
        }
    }
}

/// What is proven of the plan's cost.
pub(super) fn proof(summary: &Summary, language: Language) -> String {
    let words = language.words();
    let Some(bound) = summary.bound_ore else {
        return words.no_bound.to_owned();
    };
    let takes_all = summary.rides_not_planned == 0;
    if summary.status == Status::Optimal {
        let proven = if takes_all { words.proven_cheapest } else { words.proven_most };
        return proven.to_owned();
    }
    let bound = language.money(bound);
    let plan = match (language, takes_all) {
        (Language::Danish, true) => "ingen plan",
        (Language::Danish, false) => "ingen plan med lige så mange ture",
        (Language::English, true) => "no plan",
        (Language::English, false) => "no plan with as many rides",
    };
    let gap = summary.gap_percent.map(|gap| language.gap(gap));
    match (language, gap) {
        (Language::Danish, Some(gap)) => {
            format!("{plan} koster under {bound}; denne er højst {gap} % dyrere")
        }
        (Language::Danish, None) => format!("{plan} koster under {bound}"),
        (Language::English, Some(gap)) => {
            format!("{plan} costs less than {bound}; this one is at most {gap} % dearer")
        }
        (Language::English, None) => format!("{plan} costs less than {bound}"),
    }
}

fn trips(figures: &TripFigures, language: Language) -> String {
    let TripFigures { trips, longest_s, mean_s, ninetieth_percentile_s, over_45_min } = figures;
    if *trips == 0 {
        return language.words().no_trips.to_owned();
    }
    match language {
        Language::Danish => format!(
            "længste tur {longest_s} · middel {mean_s} · 9 af 10 højst {ninetieth_percentile_s} \
             · {over_45_min} over 45 min"
        ),
        Language::English => format!(
            "longest trip {longest_s} · mean {mean_s} · 9 of 10 within {ninetieth_percentile_s} \
             · {over_45_min} over 45 min"
        ),
    }
}

/// How near told times are to the usual ones; nothing where nothing is usual.
fn regularity(summary: &Summary, language: Language) -> String {
    let Some(figures) = summary.regularity else { return String::new() };
    let RegularityFigures { rides, near, largest_change_s, same_vehicle, .. } = figures;
    let mean = language.number(figures.mean_change_s.as_minutes(), 0);
    match language {
        Language::Danish => format!(
            "{near} af {rides} ture nær den vante tid · ændring i middel {mean} min, højst \
             {largest_change_s} · {same_vehicle} med den vante vogn"
        ),
        Language::English => format!(
            "{near} of {rides} rides near the usual time · change {mean} min on average, at most \
             {largest_change_s} · {same_vehicle} in the usual vehicle"
        ),
    }
}

fn quality(summary: &Summary, language: Language) -> String {
    let per_hour = summary.passengers_per_vehicle_hour.map(|rate| {
        let rate = language.number(rate, 1);
        match language {
            Language::Danish => format!("{rate} borgere pr. vogntime"),
            Language::English => format!("{rate} citizens per vehicle hour"),
        }
    });
    let detour = summary.aboard_to_direct.map(|ratio| {
        let ratio = language.number(ratio, 2);
        match language {
            Language::Danish => format!("tid i vognen {ratio} × den direkte tur"),
            Language::English => format!("time aboard {ratio} × the direct drive"),
        }
    });
    per_hour.into_iter().chain(detour).collect::<Vec<_>>().join(" · ")
}

fn calculation(run: &RunInfo, language: Language) -> String {
    let RunInfo { seed, threads, method, .. } = run;
    let (seconds, iterations) = (language.number(run.seconds, 1), language.count(run.iterations));
    match language {
        Language::Danish => format!(
            "{seconds} s · {iterations} forsøg · metode {method} · frø {seed} · tråde {threads}"
        ),
        Language::English => format!(
            "{seconds} s · {iterations} iterations · method {method} · seed {seed} · threads \
             {threads}"
        ),
    }
}

fn not_planned(contents: &Contents) -> String {
    let &Contents { day, plan, language, .. } = contents;
    let words = language.words();
    let one_way = driven_one_way(plan);
    let more = |ride: &NotPlanned| {
        let other = one_way.get(&(ride.booking.as_str(), ride.direction));
        let only = other.map(|at| language.only_way(ride.direction.opposite(), *at));
        let remedy = language.remedy(ride, &plan.not_planned, day);
        let rows = only.map(|only| (words.note, only)).into_iter().chain([(words.remedy, remedy)]);
        rows.filter(|(_, text)| !text.is_empty()).collect()
    };
    let lines = left_out_lines(day, &plan.not_planned, language, more);
    headed(language.words().not_planned_heading, lines)
}

/// The rides with reason and what more there is to say of each.
pub(super) fn left_out_lines(
    day: &Day,
    rides: &[NotPlanned],
    language: Language,
    more: impl Fn(&NotPlanned) -> Vec<(&'static str, String)>,
) -> String {
    let words = language.words();
    let bookings = day.bookings_by_reference();
    let mut text = String::new();
    for ride in rides {
        let reason = (words.reason, language.reason(&ride.reason));
        let rows = [reason].into_iter().chain(more(ride));
        let rows: Vec<_> = rows.map(|(what, text)| (format!("{what}:"), text)).collect();
        text +=
            &format!("  {}\n", ride_line(day, &bookings, &ride.booking, ride.direction, language));
        text += &aligned(&rows).lines().map(|line| format!("  {line}\n")).collect::<String>();
    }
    text
}

fn taxis(contents: &Contents) -> String {
    let &Contents { day, plan, language, .. } = contents;
    let bookings = day.bookings_by_reference();
    let taxis = plan.taxis.iter().map(|taxi| {
        let ride = ride_line(day, &bookings, &taxi.booking, taxi.direction, language);
        format!("  {ride} · {} · {}\n", language.at(taxi.due), language.money(taxi.cost_ore))
    });
    headed(language.words().taxis_heading, taxis.collect())
}

fn cancelled(contents: &Contents) -> String {
    let &Contents { plan, language, .. } = contents;
    let cancelled = plan.cancelled.iter().map(|booking| {
        let (state, _) = language.cancelled(booking.status);
        format!(
            "  {} ({}) · {state}\n",
            on_one_line(&booking.booking),
            on_one_line(&booking.citizen)
        )
    });
    headed(language.words().cancelled_heading, cancelled.collect())
}

fn written(contents: &Contents, out: &Path) -> String {
    let words = contents.language.words();
    let mut rows = vec![
        (out.join("report.html").display().to_string(), words.the_report.to_owned()),
        (out.join("manifests.html").display().to_string(), words.all_manifests.to_owned()),
        (out.join("manifests.pdf").display().to_string(), words.on_paper.to_owned()),
        (out.join("manifests").display().to_string(), words.one_manifest_each.to_owned()),
        (out.join("contractor.csv").display().to_string(), words.for_contractor.to_owned()),
        (
            out.join("contractor.xlsx").display().to_string(),
            words.for_contractors_people.to_owned(),
        ),
        (out.join("suti.xml").display().to_string(), words.for_dispatch.to_owned()),
        (out.join("not_planned.csv").display().to_string(), words.for_not_planned.to_owned()),
    ];
    if !contents.plan.taxis.is_empty() {
        rows.push((out.join(TAXIS_FILE).display().to_string(), words.taxi_written.to_owned()));
    }
    if !contents.beside.recipients.is_empty() {
        rows.push((out.join(ARCHIVE_FILE).display().to_string(), words.encrypted.to_owned()));
    }
    if contents.plan.runs.is_empty() {
        rows.retain(|(_, what)| what != words.one_manifest_each);
    }
    headed(words.written, aligned(&rows))
}

pub(super) fn headed(heading: &str, lines: String) -> String {
    if lines.is_empty() { lines } else { format!("\n{heading}\n{lines}") }
}

/// `B12 hjem · C007 · Træningscenter Nord 10:00–11:00`.
fn ride_line(
    day: &Day,
    bookings: &FxHashMap<&str, &Booking>,
    booking: &str,
    direction: Direction,
    language: Language,
) -> String {
    let direction = language.direction(direction);
    let known = bookings.get(booking);
    let session = known.map_or_else(String::new, |known| {
        let (centre, session) = (&day.centres[known.centre].name, known.session);
        let (start, end) = (session.start.hh_mm(), session.end.hh_mm());
        format!(" · {} · {} {start}–{end}", on_one_line(&known.citizen), on_one_line(centre))
    });
    format!("{} {direction}{session}", on_one_line(booking))
}
