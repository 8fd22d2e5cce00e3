//! A plan in figures: what it serves, what it costs, and how long people travel.
//!
//! Made from the finished plan, the day and the travel table alone, so that any plan can be measured,
//! ours or one made by hand. Trips are measured as the promise measures them: out from the minute the
//! citizen is told until the session starts, home from its end until the citizen has alighted.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::domain::{Day, Direction, Distance, Duration, Money, Ride, TravelTable};
use crate::plan::regular::{Change, changes};
use crate::plan::{Action, Plan, PlannedStop, Run, Status};

/// The version of the schema of `summary.json`.
pub const SUMMARY_SCHEMA: u32 = 1;

/// A trip longer than this is counted as long.
pub(crate) const LONG_TRIP: Duration = Duration::minutes(45);

/// A plan in figures.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Summary {
    /// [`SUMMARY_SCHEMA`] of the program that wrote it.
    pub schema: u32,
    /// The date of service.
    pub date: NaiveDate,
    /// How good the plan is known to be.
    pub status: Status,
    /// Rides of approved bookings.
    pub rides_asked: usize,
    /// Rides in vehicles of the fleet.
    pub rides_planned: usize,
    /// Rides by reserve taxi.
    pub rides_by_taxi: usize,
    /// Rides left out.
    pub rides_not_planned: usize,
    /// Bookings cancelled, or whose citizens are absent.
    pub bookings_cancelled: usize,
    /// Vehicles that leave their depot.
    pub vehicles_used: usize,
    /// Vehicles of the fleet.
    pub vehicles_available: usize,
    /// Distance driven by all vehicles, depot legs included.
    pub distance_m: Distance,
    /// Time driving.
    pub driving_s: Duration,
    /// Time boarding and alighting.
    pub boarding_s: Duration,
    /// Time waiting on the road.
    pub waiting_s: Duration,
    /// Time between leaving and being back, of all vehicles, rests on the road included.
    pub vehicle_s: Duration,
    /// The cost of vehicles and taxis.
    pub cost_ore: Money,
    /// No plan with as few rides left out costs less; absent where nothing was proven.
    pub bound_ore: Option<Money>,
    /// How much the plan may cost above the cheapest, in percent of the bound.
    pub gap_percent: Option<f64>,
    /// Trips to training.
    pub out: TripFigures,
    /// Trips home.
    pub home: TripFigures,
    /// Time aboard divided by the direct drive, averaged over rides.
    pub aboard_to_direct: Option<f64>,
    /// Rides planned per hour of `vehicle_s`; companions are not counted.
    pub passengers_per_vehicle_hour: Option<f64>,
    /// How near the plan is to what citizens are used to; absent where nothing is usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regularity: Option<RegularityFigures>,
    /// Every ride in a vehicle, in the order of bookings, out before home.
    pub trips: Vec<Trip>,
}

/// How near a plan is to what citizens are used to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RegularityFigures {
    /// Rides of which something is usual.
    pub rides: usize,
    /// How many of them are told a minute as near to the usual one as does not matter.
    pub near: usize,
    /// By how much told times change on average, to the nearest second.
    pub mean_change_s: Duration,
    /// By how much the one changes that changes most.
    pub largest_change_s: Duration,
    /// The changes beyond what does not matter, all together.
    pub beyond_s: Duration,
    /// On how many of the rides the usual vehicle comes.
    pub same_vehicle: usize,
}

impl RegularityFigures {
    fn of(day: &Day, plan: &Plan) -> Option<Self> {
        let changes = changes(day, plan);
        let rides = changes.len() as i64;
        let beyond = |it: &Change| day.regularity.beyond(it.by);
        let all: Duration = changes.iter().map(|it| it.by).sum();
        (rides > 0).then(|| Self {
            rides: changes.len(),
            near: changes.iter().filter(|it| beyond(it) == Duration::ZERO).count(),
            mean_change_s: mean(all, rides),
            largest_change_s: changes.iter().map(|it| it.by).max().unwrap_or_default(),
            beyond_s: changes.iter().map(beyond).sum(),
            same_vehicle: changes.iter().filter(|it| it.is_same_vehicle).count(),
        })
    }
}

/// The part of each of so many, to the nearest second.
fn mean(all: Duration, count: i64) -> Duration {
    Duration::seconds((all.as_milliseconds() + 500 * count) / (1000 * count))
}

/// How long the trips of one direction take.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TripFigures {
    /// How many trips.
    pub trips: usize,
    /// The longest.
    pub longest_s: Duration,
    /// Their mean, to the nearest second.
    pub mean_s: Duration,
    /// Nine trips of ten take no longer.
    pub ninetieth_percentile_s: Duration,
    /// How many take longer than 45 minutes.
    pub over_45_min: usize,
}

/// One citizen's trip, as the promise measures it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Trip {
    /// The booking.
    pub booking: String,
    /// The citizen's reference.
    pub citizen: String,
    /// Which of the booking's rides.
    pub direction: Direction,
    /// The vehicle.
    pub vehicle: String,
    /// The trip, all waiting included.
    pub trip_s: Duration,
    /// The longest trip this citizen is promised.
    pub longest_trip_s: Duration,
    /// From the end of boarding to the beginning of alighting.
    pub aboard_s: Duration,
    /// The direct drive, outside rush hour.
    pub direct_s: Duration,
}

/// How a plan was found: all that may differ between two runs that find the same plan.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RunInfo {
    /// Wall time in seconds from reading the day to the finished plan.
    pub seconds: f64,
    /// The seed of the first search.
    pub seed: u64,
    /// Iterations of all searches together.
    pub iterations: u64,
    /// Threads used.
    pub threads: usize,
    /// The method asked for.
    pub method: String,
}

impl Summary {
    /// The figures of a plan for this day, `travel` being the table it was made with.
    ///
    /// A ride whose booking the day does not know has no trip; the referee reports it.
    ///
    /// # Panics
    /// If the travel table is not the day's.
    pub fn of(day: &Day, travel: &TravelTable, plan: &Plan) -> Self {
        let trips = trips(day, travel, plan);
        let total = |part: fn(&Run) -> Duration| plan.runs.iter().map(part).sum::<Duration>();
        let vehicle_s = total(|run| run.returns - run.leaves);
        Self {
            schema: SUMMARY_SCHEMA,
            date: plan.date,
            status: plan.status,
            rides_asked: day.rides().count(),
            rides_planned: trips.len(),
            rides_by_taxi: plan.taxis.len(),
            rides_not_planned: plan.not_planned.len(),
            bookings_cancelled: plan.cancelled.len(),
            vehicles_used: plan.runs.len(),
            vehicles_available: day.vehicles.len(),
            distance_m: plan.runs.iter().map(|run| run.distance_m).sum(),
            driving_s: total(|run| run.driving_s),
            boarding_s: total(|run| run.boarding_s),
            waiting_s: total(|run| run.waiting_s),
            vehicle_s,
            cost_ore: plan.cost_ore,
            bound_ore: plan.bound_ore,
            gap_percent: plan.bound_ore.and_then(|bound| gap_percent(plan.cost_ore, bound)),
            out: TripFigures::of(one_way(&trips, Direction::Out)),
            home: TripFigures::of(one_way(&trips, Direction::Home)),
            aboard_to_direct: aboard_to_direct(&trips),
            passengers_per_vehicle_hour: (vehicle_s > Duration::ZERO)
                .then(|| trips.len() as f64 * 60.0 / vehicle_s.as_minutes()),
            regularity: RegularityFigures::of(day, plan),
            trips,
        }
    }

    /// What a ride that is driven costs, by vehicle or by taxi; `None` where none is.
    pub fn cost_per_ride(&self) -> Option<Money> {
        let driven = self.rides_planned + self.rides_by_taxi;
        (driven > 0).then(|| self.cost_ore.shared_by(driven))
    }

    /// The trips of both directions together.
    pub fn both(&self) -> TripFigures {
        TripFigures::of(&self.trips)
    }
}

fn one_way(trips: &[Trip], direction: Direction) -> impl Iterator<Item = &Trip> {
    trips.iter().filter(move |trip| trip.direction == direction)
}

impl TripFigures {
    /// How many of a hundred trips take longer than 45 minutes.
    pub fn percent_over_45(&self) -> f64 {
        100.0 * self.over_45_min as f64 / self.trips.max(1) as f64
    }

    /// The figures of these trips.
    pub fn of<'a>(trips: impl IntoIterator<Item = &'a Trip>) -> Self {
        let mut lengths: Vec<Duration> = trips.into_iter().map(|trip| trip.trip_s).collect();
        lengths.sort_unstable();
        let Some(&longest_s) = lengths.last() else {
            return Self::default();
        };
        let count = lengths.len();
        let total = lengths.iter().copied().sum::<Duration>();
        Self {
            trips: count,
            longest_s,
            mean_s: mean(total, count as i64),
            ninetieth_percentile_s: lengths[(count * 9).div_ceil(10) - 1],
            over_45_min: lengths.iter().filter(|&&length| length > LONG_TRIP).count(),
        }
    }
}

/// The plan's trips in the order of bookings, out before home.
fn trips(day: &Day, travel: &TravelTable, plan: &Plan) -> Vec<Trip> {
    let bookings = day.bookings.iter().enumerate();
    let index: FxHashMap<&str, usize> =
        bookings.map(|(index, booking)| (booking.reference.as_str(), index)).collect();
    let mut trips: Vec<(Ride, Trip)> = Vec::new();
    for run in &plan.runs {
        let mut boarded: FxHashMap<(&str, Direction), &PlannedStop> = FxHashMap::default();
        for stop in &run.stops {
            let key = (stop.booking.as_str(), stop.direction);
            match stop.action {
                Action::Pickup => {
                    boarded.insert(key, stop);
                }
                Action::Dropoff => {
                    if let (Some(pickup), Some(&booking)) = (boarded.remove(&key), index.get(key.0))
                    {
                        let ride = Ride { booking, direction: stop.direction };
                        trips.push((ride, trip(day, travel, run, ride, pickup, stop)));
                    }
                }
            }
        }
    }
    trips.sort_by_key(|(ride, _)| *ride);
    trips.into_iter().map(|(_, trip)| trip).collect()
}

fn trip(
    day: &Day,
    travel: &TravelTable,
    run: &Run,
    ride: Ride,
    pickup: &PlannedStop,
    dropoff: &PlannedStop,
) -> Trip {
    let booking = &day.bookings[ride.booking];
    let (from, to) = day.ends(ride);
    Trip {
        booking: booking.reference.clone(),
        citizen: booking.citizen.clone(),
        direction: ride.direction,
        vehicle: run.vehicle.clone(),
        trip_s: match ride.direction {
            Direction::Out => booking.session.start - pickup.told,
            Direction::Home => dropoff.ends - booking.session.end,
        },
        longest_trip_s: booking.longest_trip,
        aboard_s: dropoff.begins - pickup.ends,
        direct_s: travel.leg(from, to).duration,
    }
}

/// By how much a cost lies above a bound, in percent of the bound; `None` above a bound of nothing.
pub fn gap_percent(cost: Money, bound: Money) -> Option<f64> {
    match (cost - bound).as_ore() {
        0 => Some(0.0),
        above if bound > Money::ZERO => Some(100.0 * above as f64 / bound.as_ore() as f64),
        _ => None,
    }
}

fn aboard_to_direct(trips: &[Trip]) -> Option<f64> {
    let ratios: Vec<f64> = trips
        .iter()
        .filter(|trip| trip.direct_s > Duration::ZERO)
        .map(|trip| trip.aboard_s.as_minutes() / trip.direct_s.as_minutes())
        .collect();
    (!ratios.is_empty()).then(|| ratios.iter().sum::<f64>() / ratios.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trip(direction: Direction, minutes: i64, aboard: i64) -> Trip {
        Trip {
            booking: "B1".to_owned(),
            citizen: "C1".to_owned(),
            direction,
            vehicle: "Bus 1".to_owned(),
            trip_s: Duration::minutes(minutes),
            longest_trip_s: Duration::minutes(60),
            aboard_s: Duration::minutes(aboard),
            direct_s: Duration::minutes(10),
        }
    }

    #[test]
    fn trips_are_measured_per_direction() {
        let mut trips: Vec<Trip> =
            (1..=10).map(|number| trip(Direction::Out, number * 5, 10)).collect();
        trips.push(trip(Direction::Home, 59, 30));
        let out = TripFigures::of(one_way(&trips, Direction::Out));
        // 5, 10, ..., 50: mean 27.5; the ninth of ten is 45, which is not over 45.
        assert_eq!(out.longest_s, Duration::minutes(50));
        assert_eq!(out.mean_s, Duration::seconds(27 * 60 + 30));
        assert_eq!(out.ninetieth_percentile_s, Duration::minutes(45));
        assert_eq!((out.trips, out.over_45_min), (10, 1));
        assert_eq!(TripFigures::of(one_way(&trips[..10], Direction::Home)), TripFigures::default());
        // Ten direct rides and one of three times the direct drive.
        let ratio = aboard_to_direct(&trips).expect("there are trips");
        assert!((ratio - 13.0 / 11.0).abs() < 1e-12);
    }

    #[test]
    fn the_gap_is_in_percent_of_the_bound() {
        assert_eq!(gap_percent(Money::ore(103), Money::ore(100)), Some(3.0));
        assert_eq!(gap_percent(Money::ZERO, Money::ZERO), Some(0.0));
        assert_eq!(gap_percent(Money::ore(5), Money::ZERO), None);
    }
}
