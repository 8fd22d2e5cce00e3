//! Two days that differ in their texts alone: harmless in one, as hostile as can be in the other.

use std::fs;
use std::path::{Path, PathBuf};

use crate::plan;
use crate::program::{korsel, text};

/// What a text field holds, by its number; all fields differ.
pub type Texts = fn(usize) -> String;

/// Nothing of interest to any reader.
pub const HARMLESS: Texts = |field| format!("zq{field}");

/// Breaks out of HTML, attributes, XML, CSV, spreadsheets and terminals where it is not escaped.
pub const HOSTILE: Texts =
    |field| format!("=zq{field}\"'><script>alert({field})</script><img src=x>&lt;]]>;\t\u{1b}[31m");

/// What must not be left of it anywhere.
pub const OPENED: [&str; 3] = ["<script>alert", "<img src=x", "\u{1b}"];

/// How many fields there are.
pub const FIELDS: usize = 59;

/// The folders that came of a day with these texts: its plan, and the plan as it was repaired.
pub struct Written {
    pub home: tempfile::TempDir,
    pub plan: PathBuf,
    pub repaired: PathBuf,
    pub compared: PathBuf,
    /// All that was printed.
    pub told: String,
}

/// Plans, repairs and compares a day with these texts.
pub fn written(texts: Texts) -> Written {
    let home = tempfile::tempdir().expect("a folder");
    let [day, plan_folder, repaired, compared] =
        ["day", "plan", "repaired", "compared.html"].map(|name| home.path().join(name));
    fs::create_dir(&day).expect("a folder");
    let broken = write(&day, texts);
    let planned = plan(&day, &plan_folder, &[]);
    assert_eq!(planned.code, 1, "one ride is impossible: {}", planned.err);
    let mut arguments = vec!["replan", text(&day), text(&plan_folder), "--now", "06:00"];
    arguments.extend(["--broken", &broken, "--out", text(&repaired)]);
    let replanned = korsel(&arguments);
    assert_eq!(replanned.code, 1, "{}", replanned.err);
    let differences =
        korsel(&["compare", text(&plan_folder), text(&repaired), "--html", text(&compared)]);
    assert_eq!(differences.code, 0, "{}", differences.err);
    let examined = korsel(&["doctor", text(&day)]);
    let told = [planned, replanned, differences, examined].map(|ended| ended.printed()).concat();
    Written { home, plan: plan_folder, repaired, compared, told }
}

/// Writes the day and returns the name of a vehicle.
fn write(day: &Path, texts: Texts) -> String {
    let mut field = 0;
    let mut next = || {
        field += 1;
        texts(field - 1)
    };
    let own = next();
    let name = serde_json::to_string(&own).expect("TOML quotes as JSON does");
    let kind = "seats = 1\nwheelchairs = 0\nboarding_min = 1\nneeds_lift = false\n";
    let settings = format!("date = 2026-12-07\n[mobility.{name}]\n{kind}");
    fs::write(day.join("day.toml"), settings).expect("written");
    let mut centre: Vec<String> = (0..6).map(|_| next()).collect();
    let id = centre[0].clone();
    centre.extend(["55.61572", "12.34978"].map(str::to_owned));
    table(day, "centres.csv", "id name street number postcode town lat lon", &[centre]);
    let bookings: Vec<_> = (0..4).map(|number| booking(number, &id, &own, &mut next)).collect();
    let header = "booking citizen name phone street number floor_door postcode town lat lon centre \
                  session_start session_end rides mobility note longest_trip_min grant_from \
                  grant_to status";
    table(day, "bookings.csv", header, &bookings);
    let vehicles: Vec<_> = (0..4).map(|_| vehicle(&mut next)).collect();
    let header = "vehicle type depot depot_lat depot_lon shift_start shift_end layouts lift day_fee \
                  per_km per_hour";
    table(day, "fleet.csv", header, &vehicles);
    assert_eq!(field, FIELDS);
    vehicles[0][0].clone()
}

/// The first citizen moves as `own` says, the third must be there sooner than any vehicle can, and the
/// fourth has cancelled.
fn booking(
    number: usize,
    centre: &str,
    own: &str,
    next: &mut impl FnMut() -> String,
) -> Vec<String> {
    let mut row: Vec<String> = (0..9).map(|_| next()).collect();
    row.push(format!("55.61{number}"));
    row.extend(["12.33", centre, "10:00", "11:00", "both"].map(str::to_owned));
    row.push(if number == 0 { own } else { "walks" }.to_owned());
    row.push(next());
    row.push(if number == 2 { "6" } else { "" }.to_owned());
    row.extend(["2026-01-01", "2026-12-31"].map(str::to_owned));
    row.push(if number == 3 { "cancelled" } else { "approved" }.to_owned());
    row
}

/// A vehicle that would leave its folder.
fn vehicle(next: &mut impl FnMut() -> String) -> Vec<String> {
    let mut row = vec![format!("../../{}", next()), next(), next()];
    let rest = ["55.62", "12.31", "08:00", "12:00", "1+0", "yes", "100", "5", "300"];
    row.extend(rest.map(str::to_owned));
    row
}

fn table(day: &Path, file: &str, header: &str, rows: &[Vec<String>]) {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_path(day.join(file));
    let writer = writer.as_mut().expect("a file");
    writer.write_record(header.split_whitespace()).expect("written");
    rows.iter().for_each(|row| writer.write_record(row).expect("written"));
    writer.flush().expect("written");
}
