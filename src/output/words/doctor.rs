//! Sentences about a day's data: what looks like a slip.

use crate::domain::{Distance, Session, Window};
use crate::output::Language;
use crate::plan::{DayOff, Doubt, HomeDoubt, PairDoubt, RideDoubt, VehicleDoubt};

impl Language {
    /// How many drives are given and how many computed.
    pub(crate) fn travel_times(self, given: usize, computed: usize, by_roads: bool) -> String {
        let (given_text, computed_text) = (self.count(given as u64), self.count(computed as u64));
        let by = match (self, by_roads) {
            (Self::Danish, true) => "langs vejene",
            (Self::Danish, false) => "i lige linje",
            (Self::English, true) => "along roads",
            (Self::English, false) => "along the straight line",
        };
        let from = match self {
            Self::Danish => format!("{given_text} fra travel.csv"),
            Self::English => format!("{given_text} from travel.csv"),
        };
        let computed_text = match self {
            Self::Danish => format!("{computed_text} beregnet {by}"),
            Self::English => format!("{computed_text} computed {by}"),
        };
        match (given, computed) {
            (0, _) => computed_text,
            (_, 0) => from,
            _ => format!("{from} · {computed_text}"),
        }
    }

    /// How much was found.
    pub(crate) fn examined(self, hopeless: usize, doubts: usize) -> String {
        let rides = match (self, hopeless) {
            (Self::Danish, 0) => "Alt kan køres".to_owned(),
            (Self::Danish, 1) => "1 tur kan ikke køres".to_owned(),
            (Self::Danish, _) => format!("{hopeless} ture kan ikke køres"),
            (Self::English, 0) => "All can be driven".to_owned(),
            (Self::English, 1) => "1 ride cannot be driven".to_owned(),
            (Self::English, _) => format!("{hopeless} rides cannot be driven"),
        };
        match (self, doubts) {
            (_, 0) => rides,
            (Self::Danish, 1) => format!("{rides}; 1 ting at se efter"),
            (Self::Danish, _) => format!("{rides}; {doubts} ting at se efter"),
            (Self::English, 1) => format!("{rides}; 1 thing worth a look"),
            (Self::English, _) => format!("{rides}; {doubts} things worth a look"),
        }
    }

    /// What looks like a slip, with the references or names that it is about.
    pub fn doubt(self, doubt: &Doubt) -> String {
        let words = self.words();
        match doubt {
            Doubt::DayOff(DayOff::Weekend) => words.weekend.to_owned(),
            Doubt::DayOff(DayOff::Holiday(day)) => format!("{}, {}", words.holiday, day.danish()),
            Doubt::Ride(booking, direction, doubt) => {
                format!("{booking} {}: {}", self.direction(*direction), self.ride_doubt(doubt))
            }
            Doubt::Pair([one, other], doubt) => {
                format!("{one} {} {other}: {}", words.and, self.pair_doubt(doubt))
            }
            Doubt::Home(booking, centre, doubt) => {
                format!("{booking}: {}", self.home_doubt(doubt, centre))
            }
            Doubt::OddSession(booking, Session { start, end }) => {
                format!("{booking}: {} {}–{}", words.odd_session, start.hh_mm(), end.hh_mm())
            }
            Doubt::NoPhone(bookings) => format!("{}: {}", words.no_phone, self.some_of(bookings)),
            Doubt::NotWithNobody(named) => self.not_with_nobody(named),
            Doubt::FewPlaces { within, asked, there } => self.few_places(*within, *asked, *there),
            Doubt::Vehicle(vehicle, doubt) => format!("{vehicle}: {}", self.vehicle_doubt(doubt)),
            Doubt::OddDrives { count, between: [from, to], leg } => format!(
                "travel.csv: {} ({count}): {from} → {to} {}, {}",
                words.odd_drives,
                self.km(leg.distance),
                leg.duration
            ),
        }
    }

    fn ride_doubt(self, doubt: &RideDoubt) -> String {
        match (self, doubt) {
            (Self::Danish, RideDoubt::ByTaxiOnly(reason)) => {
                format!("kan kun køres med taxa. {}", self.reason(reason))
            }
            (Self::English, RideDoubt::ByTaxiOnly(reason)) => {
                format!("can go by taxi only. {}", self.reason(reason))
            }
            (Self::Danish, RideDoubt::LittleRoom { shortest, longest }) => {
                format!(
                    "turen tager mindst {shortest}, selv i en vogn for sig; den må højst tage {longest}"
                )
            }
            (Self::English, RideDoubt::LittleRoom { shortest, longest }) => format!(
                "the trip takes at least {shortest}, even in a vehicle of its own; it may take {longest} at \
                 most"
            ),
        }
    }

    fn pair_doubt(self, doubt: &PairDoubt) -> String {
        match (self, doubt) {
            (Self::Danish, PairDoubt::OneAddress(apart)) => {
                format!("samme adresse, men koordinater med {} imellem", self.short(*apart))
            }
            (Self::English, PairDoubt::OneAddress(apart)) => {
                format!("one address, but coordinates {} apart", self.short(*apart))
            }
            (Self::Danish, PairDoubt::OnePoint) => {
                "hver sin adresse, men de samme koordinater".to_owned()
            }
            (Self::English, PairDoubt::OnePoint) => {
                "two addresses, but the same coordinates".to_owned()
            }
            (Self::Danish, PairDoubt::OnePerson) => {
                "samme navn, adresse og tid, men to referencer".to_owned()
            }
            (Self::English, PairDoubt::OnePerson) => {
                "one name, address and time, but two references".to_owned()
            }
            (Self::Danish, PairDoubt::OneCitizen(citizen)) => format!("{citizen} træner to gange"),
            (Self::English, PairDoubt::OneCitizen(citizen)) => format!("{citizen} trains twice"),
        }
    }

    fn home_doubt(self, doubt: &HomeDoubt, centre: &str) -> String {
        match (self, doubt) {
            (Self::Danish, HomeDoubt::AtCentre) => {
                format!("hjemmet har samme koordinater som {centre}")
            }
            (Self::English, HomeDoubt::AtCentre) => {
                format!("the home has the coordinates of {centre}")
            }
            (Self::Danish, HomeDoubt::FarAway(distance)) => format!(
                "hjemmet ligger {} fra {centre} i lige linje, meget længere væk end de andre",
                self.km(*distance)
            ),
            (Self::English, HomeDoubt::FarAway(distance)) => format!(
                "the home is {} from {centre} along the straight line, much further than others",
                self.km(*distance)
            ),
        }
    }

    fn vehicle_doubt(self, doubt: &VehicleDoubt) -> String {
        let words = self.words();
        match doubt {
            VehicleDoubt::Idle => words.idle_vehicle.to_owned(),
            VehicleDoubt::NoLift => words.places_without_lift.to_owned(),
            VehicleDoubt::CostsNothing => words.costs_nothing.to_owned(),
            VehicleDoubt::OddShift(shift) => {
                let Window { earliest, latest } = *shift;
                let (between, length) =
                    (self.between(earliest, latest), self.hours(latest - earliest));
                format!("{} {between}, {length}", words.on_shift)
            }
        }
    }

    fn few_places(self, within: Window, asked: (u32, u32), there: (u32, u32)) -> String {
        let within = self.between(within.earliest, within.latest);
        match self {
            Self::Danish => format!(
                "{within} er der bestilt plads til {} siddende og {} i kørestol; vognene har {} og {} ad gangen",
                asked.0, asked.1, there.0, there.1
            ),
            Self::English => format!(
                "{within}: room is asked for {} seated and {} in wheelchairs; the vehicles have {} and {} at a \
                 time",
                asked.0, asked.1, there.0, there.1
            ),
        }
    }

    fn not_with_nobody(self, named: &[[String; 2]]) -> String {
        let named: Vec<String> =
            named.iter().map(|[booking, other]| format!("{other} ({booking})")).collect();
        let named = self.some_of(&named);
        match self {
            Self::Danish => format!(
                "bookings.csv, ikke_med nævner borgere, som ingen bestilling har den dag: {named}; skriv \
                 referencen som i borgerens egen række, hvis de kører med"
            ),
            Self::English => format!(
                "bookings.csv, not_with names citizens who have no booking that day: {named}; write the \
                 reference as in the citizen's own row if they ride"
            ),
        }
    }

    /// The first few of a list, and how many more there are.
    fn some_of(self, all: &[String]) -> String {
        const SHOWN: usize = 8;
        let shown = all[..all.len().min(SHOWN)].join(", ");
        match (self, all.len().saturating_sub(SHOWN)) {
            (_, 0) => shown,
            (Self::Danish, more) => format!("{shown} og {more} til"),
            (Self::English, more) => format!("{shown} and {more} more"),
        }
    }

    /// Metres up to a kilometre, and then kilometres.
    fn short(self, distance: Distance) -> String {
        match distance.as_metres() {
            metres @ ..1_000 => format!("{metres} m"),
            _ => self.km(distance),
        }
    }
}
