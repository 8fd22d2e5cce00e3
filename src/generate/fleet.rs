//! A fleet that is large enough for the bookings, and not much larger.

use rand_chacha::ChaCha8Rng;
use rustc_hash::FxHashMap;

use super::Places;
use super::region::Site;
use crate::domain::{
    Booking, BookingStatus, BreakRule, Direction, Duration, Money, PlaceId, Tariff, Time, Vehicle,
    VehicleSpec, Window,
};

/// A vehicle for so many rides, however they lie.
const RIDES_OF_VEHICLE: usize = 16;
/// How many rides of one centre a vehicle can take within one hour, with luck.
const RIDES_OF_HOUR: usize = 5;
/// How many vehicles there are at any time, with a lift or not, beyond those that a day cannot do without.
const SPARE: usize = 1;
/// A depot for so many centres.
const CENTRES_OF_DEPOT: usize = 3;

/// A model: type, layouts, lift, front seats, kroner for a day and for half a day, øre a kilometre,
/// kroner an hour.
type Model = (&'static str, &'static str, bool, u16, [i64; 2], i64, i64);

const MINIBUS: Model = ("minibus", "8+0 5+1 2+2", true, 2, [850, 650], 460, 325);
const LIFT_VAN: Model = ("liftvogn", "4+0 2+1 0+2", true, 1, [625, 475], 390, 310);
const CAR: Model = ("personbil", "4+0", false, 1, [450, 350], 340, 295);

/// A shift from and to, in hours and minutes, with the hours that a full shift's rest of half an hour
/// lies between.
type Shift = [(i64, i64); 2];

const EARLY: (Shift, Option<Shift>) = ([(6, 30), (16, 0)], Some([(10, 30), (13, 30)]));
const LATE: (Shift, Option<Shift>) = ([(10, 30), (20, 15)], Some([(13, 30), (16, 30)]));
const MORNING: (Shift, Option<Shift>) = ([(6, 30), (12, 30)], None);
const AFTERNOON: (Shift, Option<Shift>) = ([(12, 15), (18, 45)], None);

/// What a fleet is made of, in turn. The first two serve everybody all day long.
const TURNS: [(Model, (Shift, Option<Shift>)); 8] = [
    (MINIBUS, EARLY),
    (MINIBUS, LATE),
    (CAR, EARLY),
    (LIFT_VAN, MORNING),
    (CAR, LATE),
    (LIFT_VAN, EARLY),
    (MINIBUS, AFTERNOON),
    (CAR, MORNING),
];

/// The vehicles for these bookings; their depots become places.
pub(super) fn vehicles(
    rng: &mut ChaCha8Rng,
    bookings: &[Booking],
    sites: &[Site],
    places: &mut Places,
) -> Vec<Vehicle> {
    let mut demand = Demand::of(bookings);
    let depots = sites.len().div_ceil(CENTRES_OF_DEPOT);
    let mut depot_places: Vec<PlaceId> = Vec::new();
    let mut vehicles: Vec<Vehicle> = Vec::new();
    while !demand.is_met() {
        let (round, depot) = (vehicles.len() / depots, vehicles.len() % depots);
        if round == 0 {
            let site = sites[depot * CENTRES_OF_DEPOT];
            depot_places.push(places.add(format!("Garage {}", depot + 1), site.depot(rng)));
        }
        // Each depot begins with another model, so that few vehicles are still of all kinds.
        let mut turns = (0..TURNS.len()).map(|turn| {
            let (model, shift) = TURNS[(round + depot + turn) % TURNS.len()];
            vehicle(vehicles.len() + 1, depot_places[depot], model, shift)
        });
        let next = turns.find(|vehicle| demand.is_helped_by(&vehicle.spec));
        let next = next.expect("the first two models serve everybody all day long");
        demand.count_on(&next.spec);
        vehicles.push(next);
    }
    vehicles
}

fn vehicle(
    number: usize,
    depot: PlaceId,
    (kind, layouts, lift, front_seats, day_fees, per_km, per_hour): Model,
    (shift, rest): (Shift, Option<Shift>),
) -> Vehicle {
    let window = |[from, to]: Shift| {
        let [earliest, latest] = [from, to].map(|(hours, minutes)| Time::hm(hours, minutes));
        Window { earliest, latest }
    };
    let per_hour = Money::kroner(per_hour);
    Vehicle {
        name: format!("Vogn {number}"),
        kind: kind.to_owned(),
        spec: VehicleSpec {
            start: depot,
            end: depot,
            shift: window(shift),
            longest_duration: None,
            layouts: layouts.parse().expect("layouts"),
            front_seats,
            lift,
            break_rule: rest
                .map(|rest| BreakRule { length: Duration::minutes(30), between: window(rest) }),
            tariff: Tariff {
                day_fee: Money::kroner(day_fees[usize::from(rest.is_none())]),
                per_km: Money::ore(per_km),
                per_hour_driving: per_hour,
                per_hour_boarding: per_hour,
                per_hour_waiting: Money::ZERO,
            },
        },
    }
}

/// How many vehicles are still missing.
struct Demand {
    vehicles: usize,
    /// For each moment at which somebody may be on the way how many vehicles are still needed, and how
    /// many with a lift.
    moments: FxHashMap<Time, [usize; 2]>,
}

impl Demand {
    /// What the bookings ask for.
    fn of(bookings: &[Booking]) -> Self {
        let mut rides: usize = 0;
        let mut of_centres: FxHashMap<(Time, usize), [usize; 2]> = FxHashMap::default();
        for booking in bookings.iter().filter(|b| b.status == BookingStatus::Approved) {
            for direction in booking.rides.directions() {
                let begins = match direction {
                    Direction::Out => booking.session.start - Duration::hours(1),
                    Direction::Home => booking.session.end,
                };
                for quarter in 0..4 {
                    let moment = begins + Duration::minutes(15) * quarter;
                    let [all, with_lift] = of_centres.entry((moment, booking.centre)).or_default();
                    *all += 1;
                    *with_lift += usize::from(booking.needs_lift);
                }
                rides += 1;
            }
        }
        let mut moments: FxHashMap<Time, [usize; 2]> = FxHashMap::default();
        for ((moment, _), rides) in of_centres {
            let needed = moments.entry(moment).or_insert([SPARE; 2]);
            for (needed, rides) in needed.iter_mut().zip(rides) {
                *needed += rides.div_ceil(RIDES_OF_HOUR);
            }
        }
        Self { vehicles: rides.div_ceil(RIDES_OF_VEHICLE), moments }
    }

    fn is_met(&self) -> bool {
        self.vehicles == 0 && self.moments.values().all(|&needed| needed == [0, 0])
    }

    /// Whether such a vehicle is one of those still needed.
    fn is_helped_by(&self, spec: &VehicleSpec) -> bool {
        let mut moments = self.moments.iter().filter(|&(&moment, _)| is_on_the_road(spec, moment));
        self.vehicles > 0
            || moments.any(|(_, &[all, with_lift])| all > 0 || (spec.lift && with_lift > 0))
    }

    fn count_on(&mut self, spec: &VehicleSpec) {
        self.vehicles = self.vehicles.saturating_sub(1);
        for (&moment, [all, with_lift]) in &mut self.moments {
            if is_on_the_road(spec, moment) {
                *all = all.saturating_sub(1);
                *with_lift = with_lift.saturating_sub(usize::from(spec.lift));
            }
        }
    }
}

/// Whether the vehicle is on its shift, not just leaving or returning.
fn is_on_the_road(spec: &VehicleSpec, moment: Time) -> bool {
    let Window { earliest, latest } = spec.shift;
    (earliest + Duration::minutes(30)..=latest - Duration::minutes(45)).contains(&moment)
}
