//! What the other rows of `bookings.csv` say, to tell when a row contradicts one of them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::{Coordinates, PlaceId, Session};
use crate::input::cells::Cells;
use crate::input::places::{Clash, Kind, Places};
use crate::input::spelling::squeeze;
use crate::input::table::Table;
use crate::input::values::quoted;

/// All citizens of the day, and the references and sessions so far with their lines.
pub struct History<'a> {
    citizens: FxHashSet<&'a str>,
    references: FxHashMap<String, u64>,
    sessions: FxHashMap<String, Vec<(Session, u64)>>,
}

impl<'a> History<'a> {
    /// The history of this file before its first row.
    pub fn of(table: &'a Table) -> Self {
        let position = table.position("citizen");
        let citizens = table.rows.iter().filter_map(|row| Some(row.cell(position?))).collect();
        Self { citizens, references: FxHashMap::default(), sessions: FxHashMap::default() }
    }

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

    /// The citizens who must not ride along. Those who have no booking today may be named, but a
    /// name that differs from one of today's in case or signs alone is a slip that would lose the
    /// rule.
    pub fn not_with(&self, cells: &mut Cells, citizen: Option<&str>) -> Vec<String> {
        let is_separator =
            |letter: char| letter.is_whitespace() || matches!(letter, '|' | ',' | ';' | '&');
        let names = cells.text("not_with").split(is_separator).filter(|name| !name.is_empty());
        let names: Vec<&str> = names.collect();
        for name in &names {
            if citizen == Some(name) {
                let found = format!("{} is the citizen of this booking", quoted(name));
                cells.flaw("not_with", found, "name other citizens");
            } else if let Some(meant) = self.citizen_spelt_like(name) {
                let found = format!("{} has no booking today", quoted(name));
                cells.flaw(
                    "not_with",
                    found,
                    format!("write {} as its own row does", quoted(meant)),
                );
            }
        }
        names.into_iter().map(str::to_owned).collect()
    }

    /// The citizen of the day whose reference is this one but for case and signs.
    fn citizen_spelt_like(&self, name: &str) -> Option<&'a str> {
        if self.citizens.contains(name) {
            return None;
        }
        let word = squeeze(name);
        let alike = self.citizens.iter().filter(|citizen| squeeze(citizen) == word);
        alike.min().copied()
    }
}
