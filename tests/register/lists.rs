//! The made-up year as lists that are imported.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use korsel::domain::{Booking, Day, Rides};

use crate::year::{Person, Year};
use crate::{Town, text};

const SETTINGS: &str =
    "[calendar]\nclosed = [\"24-12\", \"31-12\"]\n[co_payment]\nper_ride = 19.75\n";
const VEHICLES: &str = "vehicle;depot;depot_lat;depot_lon;shift_start;shift_end;layouts;lift;\
                        day_fee;per_km;per_hour";

/// Files under way, by name.
#[derive(Default)]
struct Lists {
    files: BTreeMap<&'static str, String>,
    sessions: BTreeSet<String>,
}

impl Lists {
    fn line(&mut self, file: &'static str, header: &str, row: String) {
        let text = self.files.entry(file).or_insert_with(|| format!("{header}\n"));
        writeln!(text, "{row}").expect("text grows");
    }

    fn person(&mut self, person: &Person, booking: &Booking, day: &Day) {
        let home = day.places[booking.home.index()].coordinates;
        let (name, rides) = (&person.name, word(person.rides));
        let (first, last) = person.granted;
        let pays = if person.pays { "ja" } else { "nej" };
        let row = format!("{name};{};{};{}", home.lat, home.lon, booking.mobility.name);
        self.line("citizens.csv", "citizen;lat;lon;mobility", row);
        let header = "grant;citizen;rides;first;last;granted_by;co_payment";
        let row = format!("G{name};{name};{rides};{first};{last};terapeut;{pays}");
        self.line("grants.csv", header, row);
        for (index, (weekday, weeks)) in person.trains.iter().enumerate() {
            let (start, end) = (booking.session.start, booking.session.end);
            let session = format!("{}-{weekday}-{start}-{end}", person.centre);
            let row = format!("{session};{};{weekday};{start};{end}", person.centre);
            if self.sessions.insert(session.clone()) {
                let header = "session;centre;weekday;session_start;session_end";
                self.line("sessions.csv", header, row);
            }
            let row = format!("B{name}{index};{name};{session};{first};{weeks}");
            self.line("standing.csv", "booking;citizen;session;first;weeks", row);
        }
        let mut known = BTreeSet::new();
        for (first, last, rides) in person.away.iter().filter(|it| known.insert(format!("{it:?}")))
        {
            let row = format!("{name};{first};{last};{};sick;in time;K", word(*rides));
            self.line("absences.csv", "citizen;first;last;rides;cause;notice;taken_by", row);
        }
    }

    fn places(&mut self, day: &Day) {
        for centre in &day.centres {
            let at = day.places[centre.place.index()].coordinates;
            self.line(
                "centres.csv",
                "centre;lat;lon",
                format!("{};{};{}", centre.id, at.lat, at.lon),
            );
        }
        for vehicle in &day.vehicles {
            let (spec, depot) = (&vehicle.spec, &day.places[vehicle.spec.start.index()]);
            let lift = if spec.lift { "yes" } else { "no" };
            let at = depot.coordinates;
            let (from, to) = (spec.shift.earliest, spec.shift.latest);
            let row = format!(
                "{};{};{};{};{from};{to};{};{lift};500;4;300",
                vehicle.name, depot.key, at.lat, at.lon, spec.layouts
            );
            self.line("vehicles.csv", VEHICLES, row);
        }
    }
}

impl Year {
    /// The lists of this year, imported.
    pub fn town(&self, day: &Day) -> Town {
        let mut lists = Lists::default();
        lists.places(day);
        for (centre, first, last) in &self.closed {
            lists.line("closing_days.csv", "centre;first;last", format!("{centre};{first};{last}"));
        }
        for (person, booking) in self.people.iter().zip(&day.bookings) {
            lists.person(person, booking, day);
        }
        let town = Town::empty();
        let folder = town.at("lists");
        fs::create_dir(&folder).expect("a folder");
        fs::write(folder.join("settings.toml"), SETTINGS).expect("written");
        for (name, text) in lists.files {
            fs::write(folder.join(name), text).expect("written");
        }
        town.done("import", &[text(&folder)]);
        town
    }
}

fn word(rides: Rides) -> &'static str {
    match rides {
        Rides::Both => "both",
        Rides::Out => "out",
        Rides::Home => "home",
    }
}
