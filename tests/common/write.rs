//! Days as folders, in the format that `korsel` reads.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use korsel::domain::{Booking, BookingStatus, Day, Duration, Mobility, Money, Rides, Vehicle};

/// Writes the day as a folder whose reading gives it back. Places must be in the order of reading:
/// centres, homes by first booking, depots by first vehicle.
pub fn write_day(day: &Day, folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    fs::write(folder.join("day.toml"), settings(day)).expect("day.toml");
    write_centres(day, folder);
    write_bookings(day, folder);
    write_fleet(day, folder);
    if !day.given_legs.is_empty() {
        write_travel(day, folder);
    }
}

fn settings(day: &Day) -> String {
    let mut text = format!("date = {}\n", day.date);
    let mut line = |words: String| writeln!(text, "{words}").expect("text grows");
    let promise = &day.promise;
    line("\n[promise]".into());
    line(format!("longest_trip_min = {}", minutes(promise.longest_trip)));
    line(format!("arrive_before_min = {}", minutes(promise.arrive_before)));
    line(format!("ready_after_min = {}", minutes(promise.ready_after)));
    if let Some(longest) = promise.longest_aboard {
        line(format!("longest_aboard_min = {}", minutes(longest)));
    }
    if let Some(factor) = promise.longest_detour {
        line(format!("longest_detour = {factor:?}"));
    }
    for mobility in mobilities(day) {
        line(format!("\n[mobility.{}]", mobility.name));
        line(format!("seats = {}\nwheelchairs = {}", mobility.seats, mobility.wheelchairs));
        line(format!("boarding_min = {}", minutes(mobility.service.boarding)));
        line(format!("alighting_min = {}", minutes(mobility.service.alighting)));
        line(format!("needs_lift = {}", mobility.needs_lift));
    }
    if let Some(taxi) = day.reserve_taxi {
        line("\n[reserve_taxi]".into());
        line(format!("start_fee = {}\nper_km = {}", kroner(taxi.start_fee), kroner(taxi.per_km)));
        line(format!("lift = {}", taxi.lift));
    }
    text + &travel_settings(day)
}

fn travel_settings(day: &Day) -> String {
    let travel = &day.travel;
    let mut text = String::new();
    let mut line = |words: String| writeln!(text, "{words}").expect("text grows");
    line("\n[travel]".into());
    line(format!("time_factor = {:?}", travel.time_factor));
    line(format!("detour_factor = {:?}", travel.detour_factor));
    line(format!("speed_kmh = {:?}", travel.speed_kmh));
    line("\n[travel.road_speeds_kmh]".into());
    for (class, speed) in &travel.road_speeds_kmh {
        line(format!("{class} = {speed:?}"));
    }
    for rush in &travel.rush_hours {
        let window = rush.window;
        line("\n[[travel.rush_hours]]".into());
        line(format!("from = \"{}\"\nto = \"{}\"", window.earliest, window.latest));
        line(format!("factor = {:?}", rush.factor));
    }
    text
}

/// The kinds of mobility that bookings name, each once.
fn mobilities(day: &Day) -> Vec<&Mobility> {
    let mut all: Vec<&Mobility> = day.bookings.iter().map(|booking| &booking.mobility).collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all.dedup();
    all
}

fn minutes(length: Duration) -> i64 {
    assert_eq!(length.as_milliseconds() % 60_000, 0, "days are written in whole minutes");
    length.as_milliseconds() / 60_000
}

fn kroner(money: Money) -> String {
    format!("{}.{:02}", money.as_ore() / 100, money.as_ore() % 100)
}

fn yes(is_so: bool) -> String {
    if is_so { "yes".to_owned() } else { String::new() }
}

/// Writes a table with `;` between cells.
fn write_table<const N: usize>(
    folder: &Path,
    file: &str,
    header: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) {
    let path = folder.join(file);
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_path(path).expect("a file");
    writer.write_record(header).expect("a header");
    rows.for_each(|row| writer.write_record(row).expect("a row"));
    writer.flush().expect("a whole file");
}

fn write_centres(day: &Day, folder: &Path) {
    let header = ["id", "name", "street", "number", "postcode", "town", "lat", "lon"];
    let rows = day.centres.iter().map(|centre| {
        let coordinates = day.places[centre.place.index()].coordinates;
        let address = centre.address.clone();
        let (id, name) = (centre.id.clone(), centre.name.clone());
        let (lat, lon) = (coordinates.lat.to_string(), coordinates.lon.to_string());
        [id, name, address.street, address.number, address.postcode, address.town, lat, lon]
    });
    write_table(folder, "centres.csv", header, rows);
}

#[rustfmt::skip]
const BOOKING_COLUMNS: [&str; 26] = [
    "booking", "citizen", "name", "phone", "street", "number", "floor_door", "postcode", "town",
    "lat", "lon", "centre", "session_start", "session_end", "rides", "mobility", "companions",
    "front_seat", "alone", "not_with", "needs_lift", "longest_trip_min", "note", "grant_from",
    "grant_to", "status",
];

fn write_bookings(day: &Day, folder: &Path) {
    let rows = day.bookings.iter().map(|booking| booking_row(day, booking));
    write_table(folder, "bookings.csv", BOOKING_COLUMNS, rows);
}

fn booking_row(day: &Day, booking: &Booking) -> [String; 26] {
    let coordinates = day.places[booking.home.index()].coordinates;
    let own_longest = booking.longest_trip != day.promise.longest_trip;
    let b = booking.clone();
    let rides = match b.rides {
        Rides::Both => "both",
        Rides::Out => "out",
        Rides::Home => "home",
    };
    let status = match b.status {
        BookingStatus::Approved => "approved",
        BookingStatus::Cancelled => "cancelled",
        BookingStatus::Absent => "absent",
    };
    [
        b.reference,
        b.citizen,
        b.name,
        b.phone,
        b.address.street,
        b.address.number,
        b.address.floor_door,
        b.address.postcode,
        b.address.town,
        coordinates.lat.to_string(),
        coordinates.lon.to_string(),
        day.centres[b.centre].id.clone(),
        b.session.start.to_string(),
        b.session.end.to_string(),
        rides.to_owned(),
        b.mobility.name,
        b.companions.to_string(),
        yes(b.front_seat),
        yes(b.alone),
        b.not_with.join(" "),
        yes(b.needs_lift && !b.mobility.needs_lift),
        if own_longest { minutes(b.longest_trip).to_string() } else { String::new() },
        b.note,
        b.grant.0.to_string(),
        b.grant.1.to_string(),
        status.to_owned(),
    ]
}

#[rustfmt::skip]
const FLEET_COLUMNS: [&str; 17] = [
    "vehicle", "type", "depot", "depot_lat", "depot_lon", "shift_start", "shift_end", "layouts",
    "lift", "front_seats", "break_min", "break_from", "break_to", "day_fee", "per_km", "per_hour",
    "per_hour_waiting",
];

fn write_fleet(day: &Day, folder: &Path) {
    let rows = day.vehicles.iter().map(|vehicle| vehicle_row(day, vehicle));
    write_table(folder, "fleet.csv", FLEET_COLUMNS, rows);
}

fn vehicle_row(day: &Day, vehicle: &Vehicle) -> [String; 17] {
    let spec = &vehicle.spec;
    let depot = &day.places[spec.start.index()];
    let tariff = spec.tariff;
    assert_eq!(spec.start, spec.end, "fleet.csv has one depot a vehicle");
    assert_eq!(tariff.per_hour_driving, tariff.per_hour_boarding, "and one rate an hour");
    let rest = spec.break_rule.map(|rule| {
        let between = rule.between;
        [minutes(rule.length).to_string(), between.earliest.to_string(), between.latest.to_string()]
    });
    let [break_min, break_from, break_to] = rest.unwrap_or_default();
    [
        vehicle.name.clone(),
        vehicle.kind.clone(),
        depot.key.clone(),
        depot.coordinates.lat.to_string(),
        depot.coordinates.lon.to_string(),
        spec.shift.earliest.to_string(),
        spec.shift.latest.to_string(),
        spec.layouts.to_string(),
        yes(spec.lift),
        spec.front_seats.to_string(),
        break_min,
        break_from,
        break_to,
        kroner(tariff.day_fee),
        kroner(tariff.per_km),
        kroner(tariff.per_hour_driving),
        kroner(tariff.per_hour_waiting),
    ]
}

fn write_travel(day: &Day, folder: &Path) {
    let key = |place: korsel::domain::PlaceId| day.places[place.index()].key.clone();
    let rows = day.given_legs.iter().map(|given| {
        let seconds = given.leg.duration.as_milliseconds() / 1000;
        let metres = given.leg.distance.as_metres();
        [key(given.from), key(given.to), seconds.to_string(), metres.to_string()]
    });
    write_table(folder, "travel.csv", ["from", "to", "seconds", "metres"], rows);
}
