//! The timeline: for each vehicle when it drives, serves, waits and rests, and how many are aboard.
//!
//! Positions are shares of the day's width in percent, so that the page can be of any width.

use crate::domain::{Duration, Time};
use crate::output::Language;
use crate::output::journey::{Call, Event, Journey};
use crate::output::report::palette::Look;
use crate::output::report::vehicle::action;
use crate::output::words::{Words, clock_span};

/// A part this much of the width has room for a count above it.
const ROOM: f64 = 1.4;
/// Numbers of stops come no closer than this.
const BETWEEN_NUMBERS: f64 = 2.0;

/// The timeline of all vehicles.
pub(super) struct Timeline {
    /// Full hours: position and clock time.
    pub hours: Vec<(String, String)>,
    pub lanes: Vec<Lane>,
}

/// One vehicle's day.
pub(super) struct Lane {
    pub vehicle: usize,
    pub look: Look,
    pub name: String,
    /// Where its shift lies: from, width.
    pub shift: (String, String),
    pub parts: Vec<Part>,
    pub aboard: Vec<Aboard>,
    /// Stops that have room for their number: position and number.
    pub numbers: Vec<(String, usize)>,
    /// The lane in words.
    pub description: String,
}

/// A time in which the vehicle does one thing.
pub(super) struct Part {
    pub kind: &'static str,
    pub from: String,
    pub width: String,
    pub title: String,
}

/// A time in which so many are aboard.
pub(super) struct Aboard {
    pub from: String,
    pub width: String,
    /// In percent of the highest.
    pub height: String,
    /// How many, where there is room to say so.
    pub count: String,
    pub title: String,
}

/// The timeline of these journeys.
pub(super) fn timeline(journeys: &[Journey], language: Language) -> Timeline {
    const HOUR: i64 = 3_600_000;
    let first = journeys.iter().map(|it| it.run.leaves).min().unwrap_or(Time::MIDNIGHT);
    let last = journeys.iter().map(|it| it.run.returns).max().unwrap_or(Time::MIDNIGHT);
    let from = first.as_milliseconds().div_euclid(HOUR);
    let to = (last.as_milliseconds() + HOUR - 1).div_euclid(HOUR).max(from + 1);
    let span = Span { from: Time::hm(from, 0), to: Time::hm(to, 0) };
    let hours = (from..=to).map(|hour| {
        let time = Time::hm(hour, 0);
        (percent(span.at(time)), time.hh_mm())
    });
    let most = journeys.iter().flat_map(|journey| &journey.run.stops);
    let most = most.map(|stop| stop.aboard_after).max().unwrap_or(0).max(1);
    let lanes = journeys.iter().enumerate().map(|(vehicle, journey)| {
        let look = Look::of(vehicle);
        let shift = journey.vehicle.spec.shift;
        let (start, end) = (span.at(shift.earliest), span.at(shift.latest));
        Lane {
            vehicle,
            name: journey.vehicle.name.clone(),
            shift: (percent(start), percent(end - start)),
            parts: parts(journey, &span, language),
            aboard: aboard(journey, &span, most, language),
            numbers: numbers(journey, &span),
            description: language.lane(
                &journey.vehicle.name,
                (journey.run.leaves, journey.returns()),
                journey.events.iter().filter_map(stop_number).max().unwrap_or(0),
                most_aboard(journey),
            ),
            look,
        }
    });
    Timeline { lanes: lanes.collect(), hours: hours.collect() }
}

/// What the timeline's width stands for.
struct Span {
    from: Time,
    to: Time,
}

impl Span {
    /// Where a moment stands, in percent, held within the width.
    fn at(&self, time: Time) -> f64 {
        let share = (time - self.from).as_minutes() / (self.to - self.from).as_minutes();
        100.0 * share.clamp(0.0, 1.0)
    }

    fn part(&self, kind: &'static str, from: Time, to: Time, title: String) -> Part {
        let (start, end) = (self.at(from), self.at(to));
        Part { kind, from: percent(start), width: percent(end - start), title }
    }
}

fn stop_number(event: &Event) -> Option<usize> {
    match event {
        Event::Calls(call) => Some(call.number),
        _ => None,
    }
}

fn most_aboard(journey: &Journey) -> u16 {
    journey.run.stops.iter().map(|stop| stop.aboard_after).max().unwrap_or(0)
}

/// Everything between leaving and returning, and the rest wherever it lies.
fn parts(journey: &Journey, span: &Span, language: Language) -> Vec<Part> {
    let (run, words) = (journey.run, language.words());
    let mut parts = Vec::new();
    let mut now = run.leaves;
    for event in &journey.events {
        match event {
            Event::Leaves => {}
            Event::Rests(rest) => {
                if rest.begins >= run.leaves && rest.ends <= run.returns {
                    parts.extend(between(span, (now, rest.begins), Duration::ZERO, words));
                    now = rest.ends;
                }
                let printed = journey.printed(*rest);
                let title =
                    format!("{} {}", words.rest, language.between(printed.begins, printed.ends));
                parts.push(span.part("rest", rest.begins, rest.ends, title));
            }
            Event::Calls(call) => {
                let stop = call.stop;
                parts.extend(between(span, (now, stop.begins), stop.leg.drive_s, words));
                parts.push(span.part("serve", stop.begins, stop.ends, told(call, language)));
                now = stop.ends;
            }
            Event::Returns => {
                parts.extend(between(span, (now, run.returns), run.last_leg.drive_s, words));
            }
            Event::BreaksDown => {}
        }
    }
    parts
}

/// What lies between two events, the drive first and what is left of the time waiting.
fn between(
    span: &Span,
    (from, to): (Time, Time),
    drive: Duration,
    words: &Words,
) -> impl Iterator<Item = Part> {
    let arrives = (from + drive).min(to);
    let parts = [("drive", words.driving, from, arrives), ("wait", words.waiting, arrives, to)];
    let parts = parts.into_iter().filter(|(_, _, from, to)| to > from);
    parts.map(|(kind, word, from, to)| {
        span.part(kind, from, to, format!("{word} {}", clock_span(from, to)))
    })
}

/// `3: 08:12 henter Åse Ørsted`.
fn told(call: &Call, language: Language) -> String {
    let (time, action) = (call.told.hh_mm(), action(call, language));
    format!("{}: {time} {action} {}", call.number, call.name())
}

/// From the end of each stop to the end of the next: how many are aboard.
fn aboard(journey: &Journey, span: &Span, most: u16, language: Language) -> Vec<Aboard> {
    let stops = &journey.run.stops;
    let pairs = stops.windows(2).filter(|pair| pair[0].aboard_after > 0);
    let bars = pairs.map(|pair| {
        let (count, from, to) = (pair[0].aboard_after, pair[0].ends, pair[1].ends);
        let (start, width) = (span.at(from), span.at(to) - span.at(from));
        Aboard {
            from: percent(start),
            width: percent(width),
            height: percent(100.0 * f64::from(count) / f64::from(most)),
            count: if width >= ROOM { count.to_string() } else { String::new() },
            title: format!("{}: {}", language.between(from, to), language.aboard(count)),
        }
    });
    bars.collect()
}

/// The numbers of stops, those left out that would stand in another's place.
fn numbers(journey: &Journey, span: &Span) -> Vec<(String, usize)> {
    let mut numbers: Vec<(f64, usize)> = Vec::new();
    for event in &journey.events {
        if let Event::Calls(call) = event {
            let at = span.at(call.stop.begins);
            if numbers
                .last()
                .is_none_or(|&(last, number)| at - last >= BETWEEN_NUMBERS && number != call.number)
            {
                numbers.push((at, call.number));
            }
        }
    }
    numbers.into_iter().map(|(at, number)| (percent(at), number)).collect()
}

fn percent(share: f64) -> String {
    format!("{share:.3}")
}
