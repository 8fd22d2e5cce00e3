//! The database → plain data.

use chrono::NaiveDate;
use rusqlite::{Connection, Row, types::Type};

use crate::domain::{
    Address, BreakRule, Coordinates, Direction, Duration, Money, Rides, Session, Tariff, Time,
    Window,
};
use crate::register::calendar::Weeks;
use crate::register::content::{
    Absence, Citizen, ClosingDays, Content, FleetVehicle, Grant, NoShow, Site, Standing,
    WeeklySession,
};

impl Content {
    /// Everything in the database.
    pub(super) fn load(connection: &Connection) -> rusqlite::Result<Self> {
        let by_name = |sql: &str| format!("SELECT * FROM {sql}");
        Ok(Self {
            citizens: all(connection, &by_name("citizens"), citizen)?.into_iter().collect(),
            grants: all(connection, &by_name("grants ORDER BY \"grant\""), grant)?,
            standing: all(connection, &by_name("standing ORDER BY booking"), standing)?,
            sessions: all(connection, &by_name("sessions"), session)?.into_iter().collect(),
            centres: all(connection, &by_name("centres"), site)?.into_iter().collect(),
            closing_days: all(
                connection,
                &by_name("closing_days ORDER BY centre, first"),
                closing_days,
            )?,
            vehicles: all(connection, &by_name("vehicles ORDER BY vehicle"), vehicle)?,
            absences: all(
                connection,
                &by_name("absences ORDER BY citizen, first, last, rides"),
                absence,
            )?,
            no_shows: all(
                connection,
                &by_name("no_shows ORDER BY citizen, date, direction"),
                no_show,
            )?,
        })
    }
}

fn all<T>(
    connection: &Connection,
    select: &str,
    read: fn(&Row) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let mut statement = connection.prepare(select)?;
    let rows = statement.query_map([], read)?;
    rows.collect()
}

fn citizen(row: &Row) -> rusqlite::Result<(String, Citizen)> {
    let citizen = Citizen {
        name: row.get("name")?,
        phone: row.get("phone")?,
        address: Address { floor_door: row.get("floor_door")?, ..address(row)? },
        home: point(row, "lat", "lon")?,
        mobility: row.get("mobility")?,
        boarding: minutes(row, "boarding_min")?,
        companions: row.get("companions")?,
        front_seat: row.get("front_seat")?,
        alone: row.get("alone")?,
        not_with: words(row, "not_with")?.map(str::to_owned).collect(),
        needs_lift: row.get("needs_lift")?,
        note: row.get("note")?,
        protected: row.get("protected")?,
    };
    Ok((row.get("citizen")?, citizen))
}

fn grant(row: &Row) -> rusqlite::Result<Grant> {
    Ok(Grant {
        name: row.get("grant")?,
        citizen: row.get("citizen")?,
        rides: parsed(row, "rides", rides)?,
        first: date(row, "first")?,
        last: date(row, "last")?,
        longest_trip: minutes(row, "longest_trip_min")?,
        co_payment: row.get("co_payment")?,
    })
}

fn standing(row: &Row) -> rusqlite::Result<Standing> {
    let dates = |column| -> rusqlite::Result<Vec<NaiveDate>> {
        words(row, column)?.map(|word| as_date(row, column, word)).collect()
    };
    Ok(Standing {
        name: row.get("booking")?,
        citizen: row.get("citizen")?,
        session: row.get("session")?,
        rides: parsed(row, "rides", rides)?,
        first: date(row, "first")?,
        last: optional_date(row, "last")?,
        weeks: parsed(row, "weeks", Weeks::parse)?,
        except: dates("except_dates")?,
        extra: dates("extra_dates")?,
    })
}

fn session(row: &Row) -> rusqlite::Result<(String, WeeklySession)> {
    let session = Session { start: clock(row, "session_start")?, end: clock(row, "session_end")? };
    let (centre, weekday) = (row.get("centre")?, row.get("weekday")?);
    let places = row.get("places")?;
    Ok((row.get("session")?, WeeklySession { centre, weekday, session, places }))
}

fn site(row: &Row) -> rusqlite::Result<(String, Site)> {
    let id: String = row.get("centre")?;
    let name: String = row.get("name")?;
    let name = if name.is_empty() { id.clone() } else { name };
    let (phone, address) = (row.get("phone")?, address(row)?);
    Ok((id, Site { name, phone, address, coordinates: point(row, "lat", "lon")? }))
}

fn closing_days(row: &Row) -> rusqlite::Result<ClosingDays> {
    let first = date(row, "first")?;
    let last = optional_date(row, "last")?.unwrap_or(first);
    Ok(ClosingDays { centre: row.get("centre")?, first, last, note: row.get("note")? })
}

fn vehicle(row: &Row) -> rusqlite::Result<FleetVehicle> {
    let ore = |column| row.get(column).map(Money::ore);
    let per_hour = ore("per_hour")?;
    let break_rule = match minutes(row, "break_min")? {
        None => None,
        Some(length) => {
            let between =
                Window { earliest: clock(row, "break_from")?, latest: clock(row, "break_to")? };
            Some(BreakRule { length, between })
        }
    };
    Ok(FleetVehicle {
        name: row.get("vehicle")?,
        kind: row.get("type")?,
        depot: row.get("depot")?,
        coordinates: point(row, "depot_lat", "depot_lon")?,
        shift: Window { earliest: clock(row, "shift_start")?, latest: clock(row, "shift_end")? },
        layouts: parsed(row, "layouts", |text| text.parse().ok())?,
        lift: row.get("lift")?,
        front_seats: row.get("front_seats")?,
        break_rule,
        tariff: Tariff {
            day_fee: ore("day_fee")?,
            per_km: ore("per_km")?,
            per_hour_driving: per_hour,
            per_hour_boarding: per_hour,
            per_hour_waiting: ore("per_hour_waiting")?,
        },
        weekdays: parsed(row, "weekdays", |text| {
            text.chars().map(|digit| digit.to_digit(10)).collect()
        })?,
        first: optional_date(row, "first")?,
        last: optional_date(row, "last")?,
    })
}

fn absence(row: &Row) -> rusqlite::Result<Absence> {
    let cause: String = row.get("cause")?;
    Ok(Absence {
        citizen: row.get("citizen")?,
        first: date(row, "first")?,
        last: date(row, "last")?,
        rides: parsed(row, "rides", rides)?,
        is_sick: cause == "sick",
    })
}

fn no_show(row: &Row) -> rusqlite::Result<NoShow> {
    Ok(NoShow {
        citizen: row.get("citizen")?,
        date: date(row, "date")?,
        direction: parsed(row, "direction", direction)?,
        rides_home: row.get("rides_home")?,
    })
}

fn address(row: &Row) -> rusqlite::Result<Address> {
    Ok(Address {
        street: row.get("street")?,
        number: row.get("number")?,
        floor_door: String::new(),
        postcode: row.get("postcode")?,
        town: row.get("town")?,
    })
}

fn point(row: &Row, lat: &str, lon: &str) -> rusqlite::Result<Coordinates> {
    Ok(Coordinates { lat: row.get(lat)?, lon: row.get(lon)? })
}

fn clock(row: &Row, column: &str) -> rusqlite::Result<Time> {
    Ok(Time::hm(0, row.get(column)?))
}

fn minutes(row: &Row, column: &str) -> rusqlite::Result<Option<Duration>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Duration::minutes))
}

pub(super) fn date(row: &Row, column: &str) -> rusqlite::Result<NaiveDate> {
    parsed(row, column, |text| text.parse().ok())
}

fn optional_date(row: &Row, column: &str) -> rusqlite::Result<Option<NaiveDate>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| as_date(row, column, &text)).transpose()
}

fn words<'r>(row: &'r Row, column: &str) -> rusqlite::Result<std::str::SplitAsciiWhitespace<'r>> {
    Ok(row.get_ref(column)?.as_str()?.split_ascii_whitespace())
}

fn as_date(row: &Row, column: &str, text: &str) -> rusqlite::Result<NaiveDate> {
    text.parse().map_err(|_| unreadable(row, column))
}

/// The cell's text as `parse` understands it. What the database lets in it understands.
pub(super) fn parsed<T>(
    row: &Row,
    column: &str,
    parse: fn(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    parse(text).ok_or_else(|| unreadable(row, column))
}

fn unreadable(row: &Row, column: &str) -> rusqlite::Error {
    let index = row.as_ref().column_index(column).unwrap_or(0);
    rusqlite::Error::InvalidColumnType(index, column.to_owned(), Type::Text)
}

/// The rides that are written so in the register.
pub(super) fn rides(text: &str) -> Option<Rides> {
    match text {
        "both" => Some(Rides::Both),
        "out" => Some(Rides::Out),
        "home" => Some(Rides::Home),
        _ => None,
    }
}

/// The direction that is written so in the register.
pub(super) fn direction(text: &str) -> Option<Direction> {
    match text {
        "out" => Some(Direction::Out),
        "home" => Some(Direction::Home),
        _ => None,
    }
}
