//! A day as the folder that `input` reads, in the form of a Danish Excel.
//!
//! What is written is read back equal, if the places stand in the order of reading: centres, homes by
//! first booking, depots by first vehicle.

use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::domain::{
    Booking, BookingStatus, Centre, Day, Direction, Duration, GivenLeg, Mobility, Money, PlaceId,
    Regularity, Rides, Usual, Vehicle,
};
use crate::error::Result;
use crate::input::{built_in_mobility, read_day};
use crate::output::cells::kroner;
use crate::output::folder;
use crate::travel::{ComputedBy, TravelSource, hex};

/// Writes the day as the folder `out`, which is new or empty, whole or not at all. `note` is for people
/// and stands at the top of `day.toml`.
///
/// # Errors
/// [`Error::Refused`](crate::error::Error::Refused) if `out` is no place for a new day, and
/// [`Error::Write`](crate::error::Error::Write).
pub fn write_day_folder(out: &Path, day: &Day, note: &str) -> Result<()> {
    folder::write_new_folder(out, &files(day, note))
}

/// As [`write_day_folder`], but an earlier day that was written so is replaced.
///
/// # Errors
/// As [`write_day_folder`].
pub fn replace_day_folder(out: &Path, day: &Day, note: &str) -> Result<()> {
    folder::replace_day_folder(out, &files(day, note))
}

/// The day as it reads back from its files, which are written beside `out` and go again: a check of
/// all that a day's folder must keep.
///
/// # Errors
/// As [`read_day`] and [`write_day_folder`].
pub fn read_back(out: &Path, day: &Day) -> Result<Day> {
    folder::try_folder(out, &files(day, ""), |folder| read_day(folder, None))
}

/// What names a day by its content: equal for days whose files are equal.
///
/// What citizens are used to is left out: what was planned last week is no reason to plan anew.
pub fn day_files_id(day: &Day) -> String {
    let mut hash = Sha256::new();
    let own = files(day, "").into_iter().filter(|(path, _)| path.as_os_str() != USUAL_FILE);
    for (path, bytes) in own {
        hash.update(path.to_string_lossy().as_bytes());
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    hex(&hash.finalize())
}

/// How the drives of a day were computed, as a settings file says it.
pub fn travel_note(day: &Day, source: &TravelSource) -> String {
    let by = match source.computed_by {
        ComputedBy::StraightLine => "along the straight line",
        ComputedBy::Roads(_) => ALONG_ROADS,
    };
    format!("# {by}{}", travel_settings(day))
}

const ALONG_ROADS: &str = "along roads";

/// Whether drives were computed along roads, by such a note.
pub fn is_along_roads(travel_note: &str) -> bool {
    travel_note.lines().next().is_some_and(|first| first.ends_with(ALONG_ROADS))
}

fn files(day: &Day, note: &str) -> Vec<folder::NewFile> {
    let mut files: Vec<folder::NewFile> = vec![
        ("day.toml".into(), day_toml(day, note).into_bytes()),
        ("centres.csv".into(), table(CENTRES, day.centres.iter().map(|it| centre(day, it)))),
        ("bookings.csv".into(), table(BOOKINGS, day.bookings.iter().map(|it| booking(day, it)))),
        ("fleet.csv".into(), table(FLEET, day.vehicles.iter().map(|it| vehicle(day, it)))),
    ];
    if !day.given_legs.is_empty() {
        let rows = day.given_legs.iter().map(|it| given_leg(day, it));
        files.push(("travel.csv".into(), table(TRAVEL, rows)));
    }
    if !day.regularity.usual.is_empty() {
        files.push((USUAL_FILE.into(), table(USUAL, day.regularity.usual.iter().map(usual))));
    }
    files
}

fn day_toml(day: &Day, note: &str) -> String {
    let mut text = String::new();
    let mut line = |words: String| writeln!(text, "{words}").expect("text grows");
    note.lines().for_each(|words| line(format!("# {words}")));
    line(format!("date = {}", day.date));
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
    for mobility in own_mobilities(day) {
        let name = toml::Value::from(mobility.name.as_str());
        line(format!("\n[mobility.{name}]"));
        line(format!("seats = {}\nwheelchairs = {}", mobility.seats, mobility.wheelchairs));
        line(format!("boarding_min = {}", minutes(mobility.service.boarding)));
        line(format!("alighting_min = {}", minutes(mobility.service.alighting)));
        line(format!("needs_lift = {}", mobility.needs_lift));
    }
    if let Some(taxi) = day.reserve_taxi {
        let amount = |money: Money| kroner(money).replace(',', ".");
        line("\n[reserve_taxi]".into());
        line(format!("start_fee = {}\nper_km = {}", amount(taxi.start_fee), amount(taxi.per_km)));
        line(format!("lift = {}", taxi.lift));
    }
    text + &regularity(day) + &travel_settings(day)
}

fn regularity(day: &Day) -> String {
    let Regularity { per_minute, free, .. } = &day.regularity;
    let usual = Regularity::default();
    if (*per_minute, *free) == (usual.per_minute, usual.free) {
        return String::new();
    }
    let price = kroner(*per_minute).replace(',', ".");
    format!("\n[regularity]\nper_minute = {price}\nfree_min = {}\n", minutes(*free))
}

/// What citizens are used to, in a day's folder.
pub(super) const USUAL_FILE: &str = "usual.csv";
const USUAL: [&str; 4] = ["bestilling", "retning", "tid", "vogn"];

fn usual(((booking, direction), usual): (&(String, Direction), &Usual)) -> [String; 4] {
    let way = if *direction == Direction::Out { "ud" } else { "hjem" };
    let vehicle = usual.vehicle.clone().unwrap_or_default();
    [booking.clone(), way.to_owned(), usual.told.hh_mm(), vehicle]
}

fn travel_settings(day: &Day) -> String {
    let travel = &day.travel;
    let mut text = String::new();
    let mut line = |words: String| writeln!(text, "{words}").expect("text grows");
    line("\n[travel]".into());
    line(format!("time_factor = {:?}", travel.time_factor));
    line(format!("detour_factor = {:?}", travel.detour_factor));
    line(format!("speed_kmh = {:?}", travel.speed_kmh));
    if !travel.road_speeds_kmh.is_empty() {
        line("\n[travel.road_speeds_kmh]".into());
    }
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

/// The kinds of mobility that are not known from the start just so, each once.
fn own_mobilities(day: &Day) -> Vec<&Mobility> {
    let all = day.bookings.iter().map(|booking| &booking.mobility);
    let mut own: Vec<&Mobility> =
        all.filter(|it| built_in_mobility(&it.name).as_ref() != Some(*it)).collect();
    own.sort_by(|one, other| one.name.cmp(&other.name));
    own.dedup();
    own
}

/// The bytes of a table with `;` between cells.
fn table<const N: usize>(header: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let whole = "memory takes it, and rows are of one length";
    writer.write_record(header).expect(whole);
    rows.for_each(|row| writer.write_record(row).expect(whole));
    writer.into_inner().expect(whole)
}

const CENTRES: [&str; 9] = ["id", "navn", "telefon", "vej", "husnr", "postnr", "by", "lat", "lon"];

fn centre(day: &Day, centre: &Centre) -> [String; 9] {
    let Centre { id, name, phone, address, place } = centre.clone();
    let [lat, lon] = degrees(day, place);
    [id, name, phone, address.street, address.number, address.postcode, address.town, lat, lon]
}

#[rustfmt::skip]
const BOOKINGS: [&str; 27] = [
    "bestilling", "borger", "navn", "telefon", "vej", "husnr", "etage_dør", "postnr", "by", "lat",
    "lon", "center", "træning_start", "træning_slut", "ture", "mobilitet", "ledsagere", "forsæde",
    "alene", "ikke_med", "kræver_lift", "længste_tur_min", "note", "beskyttet", "bevilling_fra",
    "bevilling_til", "status",
];

fn booking(day: &Day, booking: &Booking) -> [String; 27] {
    let [lat, lon] = degrees(day, booking.home);
    let own_longest = booking.longest_trip != day.promise.longest_trip;
    let date = |date: chrono::NaiveDate| date.format("%d-%m-%Y").to_string();
    let b = booking.clone();
    let (rides, status) = (rides(b.rides), status(b.status));
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
        lat,
        lon,
        day.centres[b.centre].id.clone(),
        b.session.start.to_string(),
        b.session.end.to_string(),
        rides.to_owned(),
        mobility(&b.mobility.name).to_owned(),
        b.companions.to_string(),
        yes_no(b.front_seat),
        yes_no(b.alone),
        b.not_with.join(" "),
        yes_no(b.needs_lift && !b.mobility.needs_lift),
        if own_longest { minutes(b.longest_trip).to_string() } else { String::new() },
        b.note,
        yes_no(b.protected),
        date(b.grant.0),
        date(b.grant.1),
        status.to_owned(),
    ]
}

/// The Danish words for the rides.
pub(super) fn rides(rides: Rides) -> &'static str {
    match rides {
        Rides::Both => "begge",
        Rides::Out => "ud",
        Rides::Home => "hjem",
    }
}

fn status(status: BookingStatus) -> &'static str {
    match status {
        BookingStatus::Approved => "godkendt",
        BookingStatus::Cancelled => "afbud",
        BookingStatus::Absent => "udeblevet",
    }
}

/// The Danish name of a mobility; a municipality's own stays as it is.
pub(super) fn mobility(name: &str) -> &str {
    match name {
        "walks" => "gående",
        "walker" => "rollator",
        "folding_wheelchair" => "foldekørestol",
        "wheelchair" => "kørestol",
        "powered_wheelchair" => "el-kørestol",
        own => own,
    }
}

#[rustfmt::skip]
const FLEET: [&str; 17] = [
    "vogn", "type", "depot", "depot_lat", "depot_lon", "vagt_start", "vagt_slut", "indretning",
    "lift", "forsæder", "pause_min", "pause_fra", "pause_til", "dagspris", "pr_km", "pr_time",
    "pr_time_ventetid",
];

fn vehicle(day: &Day, vehicle: &Vehicle) -> [String; 17] {
    let spec = &vehicle.spec;
    let tariff = spec.tariff;
    assert_eq!(spec.start, spec.end, "fleet.csv has one depot a vehicle");
    assert_eq!(tariff.per_hour_driving, tariff.per_hour_boarding, "and one rate an hour");
    let rest = spec.break_rule.map(|rule| {
        let between = rule.between;
        [minutes(rule.length).to_string(), between.earliest.to_string(), between.latest.to_string()]
    });
    let [break_min, break_from, break_to] = rest.unwrap_or_default();
    let [lat, lon] = degrees(day, spec.start);
    [
        vehicle.name.clone(),
        vehicle.kind.clone(),
        key(day, spec.start),
        lat,
        lon,
        spec.shift.earliest.to_string(),
        spec.shift.latest.to_string(),
        spec.layouts.to_string(),
        yes_no(spec.lift),
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

const TRAVEL: [&str; 4] = ["fra", "til", "sekunder", "meter"];

fn given_leg(day: &Day, given: &GivenLeg) -> [String; 4] {
    let seconds = given.leg.duration.as_milliseconds() / 1000;
    let metres = given.leg.distance.as_metres();
    [key(day, given.from), key(day, given.to), seconds.to_string(), metres.to_string()]
}

fn key(day: &Day, place: PlaceId) -> String {
    day.places[place.index()].key.clone()
}

fn degrees(day: &Day, place: PlaceId) -> [String; 2] {
    let coordinates = day.places[place.index()].coordinates;
    [coordinates.lat, coordinates.lon].map(|degrees| degrees.to_string().replace('.', ","))
}

fn minutes(length: Duration) -> i64 {
    assert_eq!(length.as_milliseconds() % 60_000, 0, "days are written in whole minutes");
    length.as_milliseconds() / 60_000
}

fn yes_no(is_so: bool) -> String {
    if is_so { "ja" } else { "nej" }.to_owned()
}
