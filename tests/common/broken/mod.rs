//! A good day folder, and the many ways to break it, each with the flaws that must be reported.
//!
//! The table is read by more than one test: through the library and through the program.
#![allow(dead_code, reason = "each test that includes this uses a part of it")]

mod bookings;
mod fleet;
mod homes;
mod settings;
mod shapes;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

pub const DAY: &str = "\
date = 2026-12-07

[promise]
longest_trip_min = 60

[mobility.crutches]
seats = 2
boarding_min = 1.5

[reserve_taxi]
start_fee = 75.0
per_km = 16.5

[travel]
time_factor = 1.1
road_speeds_kmh = { residential = 30 }

[[travel.rush_hours]]
from = \"07:00\"
to = \"08:30\"
factor = 1.2
";

pub const CENTRES: &str = "\
id;name;street;number;postcode;town;lat;lon
NORD;Træningscenter Nord;Løkkekrogen;3;2625;Vallensbæk;55.65126;12.35654
SYD;Træningscenter Syd;Ishøj Boulevard;2A;2635;Ishøj;55.61572;12.34978
";

pub const BOOKINGS: &str = "\
booking;citizen;name;phone;street;number;floor_door;postcode;town;lat;lon;centre;session_start;session_end;rides;mobility;companions;front_seat;alone;not_with;needs_lift;longest_trip_min;note;grant_from;grant_to;status
B1;C1;Åse Prøve;43 00 00 01;Ishøj Bygade;11;;2635;Ishøj;55.62111;12.31222;NORD;09:00;10:00;both;walker;0;yes;no;;no;;;2026-01-01;2026-12-31;approved
B2;C2;Bo Prøve;43000002;Kærupvej;2;1. tv;2635;Ishøj;55.63111;12.32222;SYD;10:30;11:30;out;wheelchair;1;no;no;C3 C9;yes;45;Ring først;2026-12-07;2026-12-07;approved
B3;C3;Dea Prøve;;Ådalsvej;4;;2635;Ishøj;55.60111;12.35222;SYD;10:30;11:30;home;;;;;;;;;2026-01-01;2026-12-31;
B4;C1;Åse Prøve;43 00 00 01;Ishøj Bygade;11;;2635;Ishøj;55.62111;12.31222;NORD;13:00;14:00;both;walker;0;no;no;;no;;;2026-01-01;2026-12-31;cancelled
";

pub const FLEET: &str = "\
vehicle;type;depot;depot_lat;depot_lon;shift_start;shift_end;layouts;lift;front_seats;break_min;break_from;break_to;day_fee;per_km;per_hour;per_hour_waiting
V1;minibus;Garage;55.61453;12.31753;07:30;15:30;8+0 5+1 2+2;yes;2;30;11:00;13:30;850.50;4.60;325;100
V2;car;Garage;55.61453;12.31753;08:00;16:00;4+0;no;;;;;400;3.90;310;
";

pub const TRAVEL: &str = "\
from;to;seconds;metres
C1;NORD;420;5100
NORD;C1;431;5200
";

/// An address file, as `--addresses` takes it. Not part of the good day.
pub const ADDRESSES: &str = "\
street,number,postcode,town,lat,lon,kommunekode
Ishøj Bygade,9,2635,Ishøj,55.62100,12.31200,0183
Ishøj Bygade,11,2635,Ishøj,55.62111,12.31222,0183
Ishøj Bygade,13B,2635,Ishøj,55.62122,12.31244,0183
Paradis Allé,2A,2625,Vallensbæk,55.64000,12.37000,0187
Løkkekrogen,3,2625,Vallensbæk,55.65126,12.35654,0187
Søvej,1,2635,Ishøj,55.60000,12.35000,0183
Solvej,1,2635,Ishøj,55.60500,12.35500,0183
Skovvej,7,2635,Ishøj,55.60600,12.35600,0183
Skovvej,7,2625,Vallensbæk,55.65600,12.35600,0187
Granvej,8,2635,Ishøj,55.60700,12.35700,0183
Granvej,9,2625,Vallensbæk,55.65700,12.35700,0187
";

/// The file that a case may add to give `--addresses`.
pub const ADDRESS_FILE: &str = "addresses.csv";

/// How a file of the good day is changed.
pub enum Edit {
    /// The first piece of text becomes the second; it must be there.
    Swap(&'static str, &'static str, &'static str),
    /// The file has these bytes.
    Put(&'static str, &'static [u8]),
    /// The file is not there.
    Drop(&'static str),
}

/// A broken day folder.
pub struct Case {
    /// What is wrong, as a sentence.
    pub name: &'static str,
    /// How it differs from the good day.
    pub edits: &'static [Edit],
    /// The flaws reported, all of them, in order.
    pub flaws: &'static [&'static str],
}

/// All broken days.
pub fn cases() -> impl Iterator<Item = &'static Case> {
    [settings::CASES, shapes::CASES, bookings::CASES, homes::CASES, fleet::CASES]
        .into_iter()
        .flatten()
}

/// A folder with these files.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("written");
    }
    folder
}

/// The good day's files.
pub fn good_files() -> [(&'static str, &'static [u8]); 5] {
    [
        ("day.toml", DAY.as_bytes()),
        ("centres.csv", CENTRES.as_bytes()),
        ("bookings.csv", BOOKINGS.as_bytes()),
        ("fleet.csv", FLEET.as_bytes()),
        ("travel.csv", TRAVEL.as_bytes()),
    ]
}

/// The good day with these edits made.
pub fn edited(edits: &[Edit]) -> TempDir {
    let folder = folder(&good_files());
    edits.iter().for_each(|edit| make(edit, folder.path()));
    folder
}

fn make(edit: &Edit, folder: &Path) {
    match *edit {
        Edit::Swap(file, from, to) => {
            let path = folder.join(file);
            let text = fs::read_to_string(&path).expect("text");
            assert!(text.contains(from), "{file} has no {from:?}");
            fs::write(path, text.replacen(from, to, 1)).expect("written");
        }
        Edit::Put(file, bytes) => fs::write(folder.join(file), bytes).expect("written"),
        Edit::Drop(file) => fs::remove_file(folder.join(file)).expect("removed"),
    }
}

/// Whether a flaw stands in what was printed, on a line of its own or together with the same flaw of
/// other lines: `a.csv lines 2-4, 7, x: …`.
pub fn is_told(printed: &str, flaw: &str) -> bool {
    let Some((file, rest)) = flaw.split_once(" line ") else { return printed.contains(flaw) };
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let (number, what) = rest.split_at(digits);
    let Ok(number) = number.parse::<u64>() else { return printed.contains(flaw) };
    let stands_on = |lines: &str| {
        lines.split(", ").any(|span| {
            let (first, last) = span.split_once('-').unwrap_or((span, span));
            let ends = [first, last].map(str::parse);
            matches!(ends, [Ok(first), Ok(last)] if (first..=last).contains(&number))
        })
    };
    printed.contains(flaw)
        || printed.match_indices(what).any(|(at, _)| {
            let before = printed[..at].rsplit('\n').next().expect("a line");
            let lines = before.strip_prefix(file).and_then(|it| it.strip_prefix(" lines "));
            lines.is_some_and(stands_on)
        })
}
