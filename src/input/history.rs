//! What earlier rows of `bookings.csv` said, to tell when a row contradicts one of them.

use rustc_hash::FxHashMap;

use crate::domain::{Coordinates, PlaceId, Session};
use crate::input::cells::Cells;
use crate::input::places::{Clash, Kind, Places};
use crate::input::values::quoted;

/// References and sessions so far, with their lines.
#[derive(Default)]
pub struct History {
    references: FxHashMap<String, u64>,
    sessions: FxHashMap<String, Vec<(Session, u64)>>,
}

impl History {
    /// Notes the booking's reference; one that was there before is a flaw.
    pub fn note_reference(&mut self, cells: &mut Cells, reference: Option<&str>) {
        let Some(reference) = reference else { return };
        match self.references.get(reference) {
            Some(first) => {
                let found = format!("{} is the booking of line {first} already", quoted(reference));
                cells.flaw("booking", found, "give each booking a reference of its own");
            }
            None => {
                self.references.insert(reference.to_owned(), cells.line());
            }
        }
    }

    /// Notes when a citizen trains; being in two sessions at once is a flaw.
    pub fn note_session(
        &mut self,
        cells: &mut Cells,
        citizen: Option<&str>,
        session: Option<Session>,
    ) {
        let (Some(citizen), Some(session)) = (citizen, session) else { return };
        let earlier = self.sessions.entry(citizen.to_owned()).or_default();
        let overlaps = |other: &Session| other.start < session.end && session.start < other.end;
        if let Some((other, line)) = earlier.iter().find(|(other, _)| overlaps(other)) {
            let found = format!(
                "{} is in another session {}–{} on line {line}",
                quoted(citizen),
                other.start,
                other.end
            );
            cells.flaw("citizen", found, "book one session at a time for each citizen");
        }
        earlier.push((session, cells.line()));
    }

    /// The citizen's home among the places; a second home, or a name taken by another place, is a
    /// flaw.
    pub fn home(
        &self,
        cells: &mut Cells,
        citizen: Option<&str>,
        coordinates: Option<Coordinates>,
        places: &mut Places,
    ) -> Option<PlaceId> {
        let citizen = citizen?;
        match places.add(citizen, Kind::Home, coordinates, cells.line()) {
            Ok(place) => Some(place),
            Err(Clash::OtherKind(kind)) => {
                let found = format!("{} is also the name of {}", quoted(citizen), kind.name());
                cells.flaw("citizen", found, "give the citizen a reference of their own");
                None
            }
            Err(Clash::OtherPoint(line)) => {
                let found = format!("{} has another home on line {line}", quoted(citizen));
                cells.flaw("citizen", found, "give a citizen the same home on every line");
                None
            }
        }
    }
}
