//! What the register holds, as tables that a Danish Excel opens and `korsel register import` reads.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{Duration, Money, Time};
use crate::input::Fed;
use crate::output::Language;
use crate::output::cells::{self, Table as Cells, kroner};
use crate::output::day::{mobility, rides};
use crate::register::{
    Column, Content, Due, DueReason, Holding, Kind, Line, Outcome, Payment, Refused, RideOutcome,
    Roster, Row, Table, Value, WhyNot,
};

/// The rows of a table as a CSV file with Danish headers and words.
pub fn register_csv(table: &Table, rows: &[Row]) -> Vec<u8> {
    let header: Vec<&str> = table.columns.iter().map(|column| column.also[0]).collect();
    let mut csv = Cells::new(&header);
    for row in rows {
        let cells = row.values.iter().map(|(column, value)| match column.kind {
            // Degrees west or south do not occur, and dates are no formulas.
            Kind::Degrees => written(column, value),
            _ => cells::text(&written(column, value)),
        });
        csv.row(&cells.collect::<Vec<_>>());
    }
    csv.finish()
}

/// What each citizen pays for a month, and all of them together, as a CSV file.
pub fn payments_csv(month: &str, payments: &[Payment], content: &Content) -> Vec<u8> {
    let mut csv = Cells::new(&["måned", "borger", "navn", "ture", "beløb_kr"]);
    let mut line = |citizen: &str, name: &str, rides: usize, amount: Money| {
        let (citizen, name) = (cells::text(citizen), cells::text(name));
        csv.row(&[month.to_owned(), citizen, name, rides.to_string(), kroner(amount)]);
    };
    for Payment { citizen, rides, amount } in payments {
        let name = content.citizens.get(citizen).map_or("(slettet)", |it| it.name.as_str());
        line(citizen, name, *rides, *amount);
    }
    let rides = payments.iter().map(|payment| payment.rides).sum();
    line("i alt", "", rides, payments.iter().map(|payment| payment.amount).sum());
    csv.finish()
}

/// The courses that somebody must look at, as a CSV file.
pub fn due_csv(due: &[Due], content: &Content) -> Vec<u8> {
    let mut csv = Cells::new(&["bevilling", "borger", "navn", "sidste_dag", "årsag", "antal"]);
    for Due { grant, reason } in due {
        let (reason, count) = match reason {
            DueReason::Ends => ("udløber", String::new()),
            DueReason::Absences(count) => ("afbud uden sygdom", count.to_string()),
            DueReason::NoShows(count) => ("udeblivelser", count.to_string()),
        };
        let name = content.citizens.get(&grant.citizen).map_or("", |citizen| &citizen.name);
        let [grant_name, citizen, name] = [&grant.name, &grant.citizen, name].map(cells::text);
        let last = grant.last.format("%d-%m-%Y").to_string();
        csv.row(&[grant_name, citizen, name, last, reason.to_owned(), count]);
    }
    csv.finish()
}

/// The note at the top of a day that was made from the register.
pub fn day_note(date: NaiveDate) -> String {
    format!("Fra registret: korsel register day {date}")
}

/// Whose bookings or rides are held on a day but not driven: a line for each reason.
pub fn refusal_lines(roster: &Roster, language: Language) -> Vec<String> {
    let mut by_reason: Vec<(WhyNot, Vec<String>)> = Vec::new();
    let whole = roster.refused.iter().map(|Refused { standing, reason }| {
        (*reason, format!("{} ({})", standing.name, standing.citizen))
    });
    let parts = roster.attendances.iter().flat_map(|attendance| {
        let standing = attendance.standing;
        attendance.missing().map(move |(way, reason)| {
            let way = language.direction(way);
            (reason, format!("{} {way} ({})", standing.name, standing.citizen))
        })
    });
    for (reason, booking) in whole.chain(parts) {
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, bookings)) => bookings.push(booking),
            None => by_reason.push((reason, vec![booking])),
        }
    }
    let line = |(reason, bookings): (WhyNot, Vec<String>)| {
        language.not_driven(roster.date, reason, &bookings.join(", "))
    };
    by_reason.into_iter().map(line).collect()
}

/// Lines of several cells under this header, as a CSV file.
pub fn lines_csv(header: &[&str], lines: &[Line]) -> Vec<u8> {
    let mut csv = Cells::new(header);
    for line in lines {
        csv.row(&line.iter().map(|cell| cells::text(cell)).collect::<Vec<_>>());
    }
    csv.finish()
}

/// All that is held about a citizen, for people to read.
pub fn holding_text(citizen: &str, holding: &Holding) -> String {
    let mut text = format!("Alt, hvad registret har om {citizen}\n");
    let mut table = "";
    for row in &holding.rows {
        if row.table.name != table {
            table = row.table.name;
            text += &format!("\n{}\n", row.table.danish());
        }
        let cells: Vec<String> = row
            .values
            .iter()
            .map(|(column, value)| (column.also[0], written(column, value)))
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        text += &format!("  {}\n", cells.join(" | "));
    }
    if !holding.named_by.is_empty() {
        text += &format!("\nmå ikke køre med\n  {}\n", holding.named_by.join(", "));
    }
    let rides: Vec<Line> = holding.rides.iter().map(|ride| ride_in_words(ride)).collect();
    for (heading, columns, lines) in [
        ("planlagte ture", RIDE_COLUMNS, &rides),
        ("log", "tidspunkt | hvem | hvad blev gjort | ved hvad | hvordan", &holding.log),
    ] {
        text += &format!("\n{heading}: {}\n", lines.len());
        if !lines.is_empty() {
            text += &format!("  {columns}\n");
        }
        lines.iter().for_each(|line| text += &format!("  {}\n", line.join(" | ")));
    }
    text
}

/// What [`ride_in_words`] makes of each cell.
const RIDE_COLUMNS: &str = "dato | planens version | bestilling | retning | vogn | lovet kl. | egenbetaling kr. | \
     vognen ved døren | steget af";

/// A ride of a plan as a citizen can read it.
fn ride_in_words(ride: &[String]) -> Line {
    let word = |(index, cell): (usize, &String)| match (index, cell.as_str()) {
        (0, date) => danish_date(date),
        (3, "out") => "ud".to_owned(),
        (3, "home") => "hjem".to_owned(),
        (6, ore) => ore.parse().map_or_else(|_| cell.clone(), |ore| kroner(Money::ore(ore))),
        (_, "") => "-".to_owned(),
        _ => cell.clone(),
    };
    ride.iter().enumerate().map(word).collect()
}

/// How many rows of each table were added, changed or left as they were.
pub fn import_summary(rows: &[(Row, Outcome)]) -> String {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (row, outcome) in rows {
        let index = match outcome {
            Outcome::Added => 0,
            Outcome::Changed(_) => 1,
            Outcome::Same => 2,
        };
        counts.entry(row.table.name).or_default()[index] += 1;
    }
    let line = |(table, [added, changed, same]): (&str, [usize; 3])| {
        format!("{table}: {added} added, {changed} changed, {same} unchanged\n")
    };
    counts.into_iter().map(line).collect()
}

/// How rides ended by a contractor's list, and what somebody must look at.
pub fn outcomes_text(fed: &Fed, open: usize) -> String {
    let counts = fed.counts.iter().map(|(outcome, rides)| {
        let words = match outcome {
            RideOutcome::Done => "driven",
            RideOutcome::NoShow => "no-shows",
            RideOutcome::CancelledAtDoor => "cancelled at the door",
            RideOutcome::NoVehicle => "without a vehicle",
        };
        format!("{rides} {words}")
    });
    let counts: Vec<String> = counts.chain([format!("{open} left open")]).collect();
    let mut text = format!("rides: {}\n", counts.join(", "));
    for (date, booking, direction) in &fed.at_door {
        let way = direction.name();
        text += &format!(
            "! cancelled at the door: {booking} {way} on {date}; note it as an absence if it is one\n"
        );
    }
    fed.taken_back.iter().for_each(|name| text += &format!("- no_shows {name}\n"));
    text
}

/// Each row that was added or changed, and what is different in it.
pub fn import_changes(rows: &[(Row, Outcome)]) -> String {
    let mut text = String::new();
    for (row, outcome) in rows {
        let name = format!("{} {}", row.table.name, row.name());
        match outcome {
            Outcome::Added => text += &format!("+ {name}\n"),
            Outcome::Changed(columns) => {
                let column = |(name, old, new): &(&'static str, Value, Value)| {
                    let column = row.table.column(name).expect("a column of the table");
                    format!("{name} \"{}\" → \"{}\"", written(column, old), written(column, new))
                };
                let columns: Vec<String> = columns.iter().map(column).collect();
                text += &format!("~ {name}: {}\n", columns.join(", "));
            }
            Outcome::Same => {}
        }
    }
    text
}

/// A value in the words that people write into the cells of its column.
fn written(column: &Column, value: &Value) -> String {
    let danish = |text: &str| {
        let word = match (column.kind, text) {
            (Kind::Rides, _) => match text {
                "out" => rides(crate::domain::Rides::Out),
                "home" => rides(crate::domain::Rides::Home),
                _ => rides(crate::domain::Rides::Both),
            },
            (Kind::Direction, "out") => "ud",
            (Kind::Direction, _) => "hjem",
            (Kind::Cause, "sick") => "syg",
            (Kind::Cause, _) => "andet",
            (Kind::Notice, "late") => "for sent",
            (Kind::Notice, _) => "rettidigt",
            (Kind::Outcome, _) => RideOutcome::parse(text).map_or("", outcome_word),
            (Kind::Weeks, "all") => "alle",
            (Kind::Weeks, "odd") => "ulige",
            (Kind::Weeks, "even") => "lige",
            (Kind::Mobility, _) => mobility(text),
            (Kind::Date, _) => return danish_date(text),
            (Kind::Dates, _) => {
                return text.split(' ').map(danish_date).collect::<Vec<_>>().join(" ");
            }
            _ => text,
        };
        word.to_owned()
    };
    match (value, column.kind) {
        (Value::Text(text), _) => danish(text),
        (Value::Integer(minutes), Kind::Clock(_)) => Time::hm(0, *minutes).to_string(),
        (Value::Integer(seconds), Kind::Moment) => moment(*seconds),
        (Value::Integer(answer), Kind::YesNo) => if *answer == 1 { "ja" } else { "nej" }.to_owned(),
        (Value::Integer(ore), Kind::Money) => kroner(Money::ore(*ore)),
        (Value::Integer(day), Kind::Weekday) => weekday(*day).to_owned(),
        (Value::Integer(number), _) => number.to_string(),
        (Value::Real(degrees), _) => degrees.to_string().replace('.', ","),
        (Value::Null | Value::Blob(_), _) => String::new(),
    }
}

fn moment(seconds: i64) -> String {
    (Time::MIDNIGHT + Duration::seconds(seconds)).to_string()
}

fn outcome_word(outcome: RideOutcome) -> &'static str {
    match outcome {
        RideOutcome::Done => "kørt",
        RideOutcome::NoShow => "udeblevet",
        RideOutcome::CancelledAtDoor => "afbud ved døren",
        RideOutcome::NoVehicle => "vogn kom ikke",
    }
}

/// `07-12-2026` for `2026-12-07`.
fn danish_date(text: &str) -> String {
    let parts: Vec<&str> = text.split('-').rev().collect();
    parts.join("-")
}

fn weekday(day: i64) -> &'static str {
    const DAYS: [&str; 7] =
        ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"];
    usize::try_from(day - 1).ok().and_then(|index| DAYS.get(index)).copied().unwrap_or("")
}
