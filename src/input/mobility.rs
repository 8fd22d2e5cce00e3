//! How citizens move: the kinds known from the start, changed or extended by `day.toml`.

use crate::domain::{Duration, Mobility, ServiceTimes};
use crate::input::section::Section;
use crate::input::spelling::squeeze;

/// A kind known from the start: names (English, Danish, others), seats, wheelchair places, minutes to
/// get on and as many to get off, whether it needs a lift.
type BuiltIn = (&'static [&'static str], u16, u16, i64, bool);

const BUILT_IN: [BuiltIn; 5] = [
    (&["walks", "gående", "går"], 1, 0, 1, false),
    (&["walker", "rollator"], 1, 0, 2, false),
    (&["wheelchair", "kørestol"], 0, 1, 4, true),
    (&["folding_wheelchair", "foldekørestol", "klapkørestol"], 1, 0, 3, false),
    (&["powered_wheelchair", "el-kørestol", "elektrisk kørestol"], 0, 1, 5, true),
];

/// The mobility of this name that is known without a word in `day.toml`.
pub(crate) fn built_in_mobility(name: &str) -> Option<Mobility> {
    Mobilities::default().find(name).cloned()
}

/// Every kind of mobility of a day.
pub struct Mobilities {
    /// With the names each goes by.
    kinds: Vec<(Vec<String>, Mobility)>,
}

/// The kinds known from the start.
impl Default for Mobilities {
    fn default() -> Self {
        let kind = |(names, seats, wheelchairs, minutes, needs_lift): BuiltIn| {
            let length = Duration::minutes(minutes);
            let service = ServiceTimes { boarding: length, alighting: length };
            let name = names[0].to_owned();
            let names = names.iter().map(|&name| name.to_owned()).collect();
            (names, Mobility { name, seats, wheelchairs, service, needs_lift })
        };
        Self { kinds: BUILT_IN.map(kind).into() }
    }
}

impl Mobilities {
    /// The kinds of a day whose `[mobility]` section this is.
    pub fn read(mut section: Section) -> Self {
        let mut all = Self::default();
        for name in section.keys() {
            let known = all.find(name).cloned();
            let Some(mut entry) = section.section(name) else { continue };
            if let Some(mobility) = read_kind(&mut entry, name, known) {
                all.put(name, mobility);
            }
        }
        all
    }

    /// The kind of this name.
    pub fn find(&self, name: &str) -> Option<&Mobility> {
        self.position(name).map(|index| &self.kinds[index].1)
    }

    /// All kinds.
    pub fn kinds(&self) -> Vec<Mobility> {
        self.kinds.iter().map(|(_, mobility)| mobility.clone()).collect()
    }

    /// All names, for proposals.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.kinds.iter().flat_map(|(names, _)| names.iter().map(String::as_str))
    }

    /// The name of each kind, for messages.
    pub fn main_names(&self) -> Vec<&str> {
        self.kinds.iter().map(|(_, mobility)| mobility.name.as_str()).collect()
    }

    /// The Danish name of each kind that has one, for messages.
    pub fn danish_names(&self) -> Vec<&str> {
        self.kinds.iter().filter_map(|(names, _)| names.get(1).map(String::as_str)).collect()
    }

    fn position(&self, name: &str) -> Option<usize> {
        let word = squeeze(name);
        self.kinds.iter().position(|(names, _)| names.iter().any(|other| squeeze(other) == word))
    }

    fn put(&mut self, name: &str, mobility: Mobility) {
        match self.position(name) {
            Some(index) => self.kinds[index].1 = mobility,
            None => self.kinds.push((vec![name.to_owned()], mobility)),
        }
    }
}

/// One `[mobility.NAME]`; what it leaves out stays as it was known.
fn read_kind(section: &mut Section, name: &str, known: Option<Mobility>) -> Option<Mobility> {
    section.only(&["seats", "wheelchairs", "boarding_min", "alighting_min", "needs_lift"]);
    let seats = section.whole("seats", 0..=20);
    let wheelchairs = section.whole("wheelchairs", 0..=20);
    let boarding = section.service_minutes("boarding_min");
    let alighting = section.service_minutes("alighting_min");
    let needs_lift = section.yes_no("needs_lift");
    if known.is_none() && !section.keys().contains(&"boarding_min") {
        section.flaw("boarding_min", "is missing", "give a new mobility its boarding time");
        return None;
    }
    let known_service = known.as_ref().map(|known| known.service);
    let service = ServiceTimes {
        boarding: boarding.or(known_service.map(|it| it.boarding))?,
        alighting: alighting.or(boarding).or(known_service.map(|it| it.alighting))?,
    };
    let mobility = Mobility {
        name: known.as_ref().map_or(name, |known| &known.name).to_owned(),
        seats: seats.or(known.as_ref().map(|it| it.seats)).unwrap_or(0),
        wheelchairs: wheelchairs.or(known.as_ref().map(|it| it.wheelchairs)).unwrap_or(0),
        service,
        needs_lift: needs_lift.or(known.map(|it| it.needs_lift)).unwrap_or(false),
    };
    if mobility.seats + mobility.wheelchairs == 0 {
        section.flaw("seats", "takes up no place at all", "give seats or wheelchairs");
    }
    Some(mobility)
}
