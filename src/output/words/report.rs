//! Sentences of the report page.

use crate::domain::{Duration, Time};
use crate::output::Language;
use crate::plan::replan::{Change, Difference};

impl Language {
    /// That the promise is kept: what is promised, and for how many trips.
    pub(crate) fn promise(self, longest: Duration, trips: usize) -> String {
        match (self, trips) {
            (Self::Danish, 0) => format!("Løftet er højst {longest} hver vej; ingen ture køres"),
            (Self::Danish, 1) => {
                format!("Den ene tur, der køres, tager højst {longest}, ventetid medregnet")
            }
            (Self::Danish, _) => {
                format!(
                    "Alle {trips} ture, der køres, tager højst {longest} hver, ventetid medregnet"
                )
            }
            (Self::English, 0) => {
                format!("At most {longest} each way is promised; no trips are driven")
            }
            (Self::English, 1) => {
                format!("The one trip that is driven takes at most {longest}, waiting included")
            }
            (Self::English, _) => {
                format!(
                    "All {trips} trips that are driven take at most {longest} each, waiting included"
                )
            }
        }
    }

    /// That a ride cannot be driven any more as was promised; `None` if it can.
    pub(crate) fn comes_late(self, ride: &Difference) -> Option<String> {
        let Change::Late(comes) = ride.change else { return None };
        let Difference { booking, citizen, after, .. } = ride;
        let told = after.as_ref().map_or(String::new(), |(told, _)| told.hh_mm());
        let (way, comes) = (self.direction(ride.direction), comes.hh_mm());
        Some(match self {
            Self::Danish => {
                format!("{booking} ({citizen}), {way} {told}: kommer for sent frem, kl. {comes}")
            }
            Self::English => {
                format!("{booking} ({citizen}), {way} {told}: comes too late, at {comes}")
            }
        })
    }

    /// `70 af 72`.
    pub(crate) fn of_all(self, part: usize, all: usize) -> String {
        match self {
            Self::Danish => format!("{part} af {all}"),
            Self::English => format!("{part} of {all}"),
        }
    }

    /// What the map shows, for those who do not see it.
    pub(crate) fn map_of(self, vehicles: usize) -> String {
        match self {
            Self::Danish => format!(
                "Kort over {vehicles} vognes ruter med nummererede stop. De samme stop står i \
                 tabellerne under tidslinjen."
            ),
            Self::English => format!(
                "Map of the routes of {vehicles} vehicles with numbered stops. The same stops are in \
                 the tables below the timeline."
            ),
        }
    }

    /// A vehicle's day in a sentence.
    pub(crate) fn lane(
        self,
        vehicle: &str,
        (from, to): (Time, Time),
        stops: usize,
        most: u16,
    ) -> String {
        let (from, to) = (from.hh_mm(), to.hh_mm());
        match self {
            Self::Danish => {
                format!("{vehicle} kører {from}–{to}, {stops} stop, højst {most} om bord")
            }
            Self::English => {
                format!("{vehicle} drives {from}–{to}, {stops} stops, at most {most} aboard")
            }
        }
    }

    /// `2 om bord`.
    pub(crate) fn aboard(self, people: u16) -> String {
        match self {
            Self::Danish => format!("{people} om bord"),
            Self::English => format!("{people} aboard"),
        }
    }

    /// Which length of trip is the commonest.
    pub(crate) fn commonest_trips(self, trips: usize, from: i64, to: i64) -> String {
        match (self, trips) {
            (Self::Danish, 0) => "Ingen ture".to_owned(),
            (Self::English, 0) => "No trips".to_owned(),
            (Self::Danish, _) => {
                format!("Flest ture, {trips}, tager over {from} og højst {to} minutter")
            }
            (Self::English, _) => {
                format!("Most trips, {trips}, take over {from} and at most {to} minutes")
            }
        }
    }
}
