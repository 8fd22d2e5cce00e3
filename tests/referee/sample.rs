//! A plan of the small day, made by hand.

use korsel::domain::{
    BookingStatus, Day, Direction, Distance, Duration, Leg, Money, PlaceId, Time, TravelTable,
};
use korsel::plan::{
    Action, CancelledBooking, NotPlanned, Plan, PlannedLeg, PlannedStop, Reason, Rest, Run, SCHEMA,
    Status, TaxiRide,
};
use korsel::travel::{ComputedBy, TravelSource};

use crate::street::{at, day, minutes, street};

/// What a plan is judged by, and the plan.
#[derive(Clone)]
pub struct Sample {
    pub day: Day,
    pub travel: TravelTable,
    pub plan: Plan,
}

/// The day and the plan, which keeps every rule.
pub fn sample() -> Sample {
    let day = day();
    let travel = street(&day);
    let plan = plan(&day, &travel, &scripts());
    Sample { day, travel, plan }
}

/// A run in short: what is not given follows from the day.
#[derive(Clone)]
pub struct Script {
    pub vehicle: &'static str,
    pub leaves: Time,
    pub stops: Vec<Call>,
    pub rest: Option<Rest>,
}

/// A stop in short: `+B1 out` boards, `-B1 out` alights; begins on arrival, or when it is said.
pub type Call = (&'static str, Option<&'static str>);

/// The runs of the plan.
pub fn scripts() -> Vec<Script> {
    let rest = |begins, ends, after_stops| Rest { begins: at(begins), ends: at(ends), after_stops };
    vec![
        Script {
            vehicle: "V1",
            leaves: at("09:10"),
            stops: vec![
                ("+B2 out", Some("09:15")),  // 10 to 14, there 9:14, boards until 9:19
                ("+B1 out", None),           // 14 to 12, 9:21 to 9:22
                ("+B3 out", None),           // 12 to 4, 9:30 to 9:32
                ("-B2 out", None),           // 4 to 0, 9:36 to 9:40
                ("-B1 out", None),           // 9:40 to 9:41
                ("-B3 out", None),           // 9:41 to 9:43
                ("+B2 home", Some("11:05")), // rest until 10:30, boards until 11:09
                ("+B1 home", None),          // 11:09 to 11:10
                ("-B1 home", None),          // 0 to 12, 11:22 to 11:23
                ("-B2 home", None),          // 12 to 14, 11:25 to 11:29, back 11:33
            ],
            rest: Some(rest("10:00", "10:30", 6)),
        },
        Script {
            vehicle: "V2",
            leaves: at("09:20:30"),
            stops: vec![
                ("+B4 out", None), // 10 to 6, 9:24:30 to 9:25:30
                ("-B4 out", None), // 6 to 0, 9:31:30 to 9:32:30
                ("+B4 home", Some("11:05")),
                ("-B4 home", None), // 0 to 6, 11:12 to 11:13, back 11:17
            ],
            rest: None,
        },
        Script {
            vehicle: "V3",
            leaves: at("13:55"),
            stops: vec![
                ("+B9 home", None), // 10 to 20 in rush hour, 14:10 to 14:11
                ("-B9 home", None), // 20 to 24, 14:17 to 14:18, back 14:39
            ],
            rest: Some(rest("14:40", "15:10", 2)),
        },
    ]
}

/// The plan of these runs. The rest is written as the scripts say; the vehicle stands still for it
/// only if it lies between leaving and returning.
pub fn plan(day: &Day, travel: &TravelTable, scripts: &[Script]) -> Plan {
    let unplanned = |number: u32, direction, reason| NotPlanned {
        booking: format!("B{number}"),
        citizen: format!("C{number}"),
        direction,
        reason,
        remedy: None,
    };
    let cancelled = |number: u32, status| CancelledBooking {
        booking: format!("B{number}"),
        citizen: format!("C{number}"),
        status,
    };
    // 80 min of driving, a minute to board, one to alight, five before or after the session.
    let too_far =
        Reason::ImpossibleAlone { shortest_trip_s: minutes(87), longest_trip_s: minutes(60) };
    let mut plan = Plan {
        schema: SCHEMA,
        date: day.date,
        status: Status::Optimal,
        cost_ore: Money::ZERO,
        bound_ore: None,
        travel: TravelSource {
            given_pairs: 0,
            computed_pairs: 0,
            computed_by: ComputedBy::StraightLine,
        },
        runs: scripts.iter().map(|script| run(day, travel, script)).collect(),
        taxis: vec![TaxiRide {
            booking: "B8".into(),
            citizen: "C8".into(),
            direction: Direction::Out,
            due: at("12:30"),
            // 3.6 km at 20 kr, and 50 kr to start.
            cost_ore: Money::kroner(122),
        }],
        not_planned: vec![
            unplanned(7, Direction::Out, too_far.clone()),
            unplanned(7, Direction::Home, too_far),
            unplanned(10, Direction::Out, Reason::NoRoom),
        ],
        cancelled: vec![
            cancelled(5, BookingStatus::Cancelled),
            cancelled(6, BookingStatus::Absent),
        ],
    };
    settle(day, &mut plan);
    plan
}

fn run(day: &Day, travel: &TravelTable, script: &Script) -> Run {
    let vehicle = day.vehicles.iter().find(|v| v.name == script.vehicle).expect("a vehicle");
    let (mut place, mut clock, mut people) = (vehicle.spec.start, script.leaves, 0);
    let mut stops = Vec::new();
    for &(call, begins) in &script.stops {
        clock = after_rest(script, stops.len(), clock);
        let (stop, to) = planned_stop(day, travel, place, clock, call, begins);
        let rider = day.bookings.iter().find(|b| b.reference == stop.booking).expect("a booking");
        match stop.action {
            Action::Pickup => people += 1 + rider.companions,
            Action::Dropoff => people = people.saturating_sub(1 + rider.companions),
        }
        (place, clock) = (to, stop.ends);
        stops.push(PlannedStop { aboard_after: people, ..stop });
    }
    clock = after_rest(script, stops.len(), clock);
    let last_leg = leg(day, travel, place, vehicle.spec.end, clock);
    Run {
        vehicle: script.vehicle.into(),
        leaves: script.leaves,
        returns: clock + last_leg.drive_s,
        rest: script.rest,
        stops,
        last_leg,
        broke_down: false,
        distance_m: Distance::ZERO,
        driving_s: Duration::ZERO,
        boarding_s: Duration::ZERO,
        waiting_s: Duration::ZERO,
        cost_ore: Money::ZERO,
    }
}

fn after_rest(script: &Script, stops: usize, clock: Time) -> Time {
    let rest = script.rest.filter(|rest| rest.after_stops == stops);
    let on_road = rest.filter(|rest| stops < script.stops.len() && rest.begins >= script.leaves);
    on_road.map_or(clock, |rest| rest.ends)
}

fn planned_stop(
    day: &Day,
    travel: &TravelTable,
    from: PlaceId,
    departs: Time,
    call: &str,
    begins: Option<&str>,
) -> (PlannedStop, PlaceId) {
    let (ride, direction) = call.split_once(' ').expect("a booking and a direction");
    let direction = if direction == "out" { Direction::Out } else { Direction::Home };
    let action = if ride.starts_with('+') { Action::Pickup } else { Action::Dropoff };
    let booking = day.bookings.iter().find(|b| b.reference == ride[1..]).expect("a booking");
    let at_home = (action == Action::Pickup) == (direction == Direction::Out);
    let to = if at_home { booking.home } else { day.centres[booking.centre].place };
    let leg = leg(day, travel, from, to, departs);
    let arrives = departs + leg.drive_s;
    let begins = begins.map_or(arrives, at);
    let service = booking.mobility.service;
    let (ends, told) = match action {
        Action::Pickup => (begins + service.boarding, begins.floor_to_minute()),
        Action::Dropoff => {
            (begins + service.alighting, (begins + service.alighting).ceil_to_minute())
        }
    };
    let stop = PlannedStop {
        action,
        booking: booking.reference.clone(),
        citizen: booking.citizen.clone(),
        direction,
        place: day.places[to.index()].key.clone(),
        leg,
        arrives,
        told,
        begins,
        ends,
        aboard_after: 0,
    };
    (stop, to)
}

/// Half as long again if the drive meets the sample's rush hour.
fn leg(day: &Day, travel: &TravelTable, from: PlaceId, to: PlaceId, departs: Time) -> PlannedLeg {
    let Leg { duration, distance } = travel.leg(from, to);
    let rush = day.travel.rush_hours[0].window;
    let slow = departs < rush.latest && rush.earliest < departs + duration;
    let seconds = duration.as_milliseconds() / 1000;
    let drive_s = if slow { Duration::seconds((seconds * 3 + 1) / 2) } else { duration };
    PlannedLeg { drive_s, distance_m: distance }
}

/// Writes totals, costs and the bound that follow from the stops.
pub fn settle(day: &Day, plan: &mut Plan) {
    for run in &mut plan.runs {
        let Some(vehicle) = day.vehicles.iter().find(|v| v.name == run.vehicle) else { continue };
        let legs = run.stops.iter().map(|stop| stop.leg).chain([run.last_leg]);
        run.distance_m = legs.clone().map(|leg| leg.distance_m).sum();
        run.driving_s = legs.map(|leg| leg.drive_s).sum();
        run.boarding_s = run.stops.iter().map(|stop| stop.ends - stop.begins).sum();
        let on_road = run.rest.filter(|r| run.leaves <= r.begins && r.ends <= run.returns);
        let rest = on_road.map_or(Duration::ZERO, |rest| rest.ends - rest.begins);
        run.waiting_s = run.returns - run.leaves - run.driving_s - run.boarding_s - rest;
        let tariff = vehicle.spec.tariff;
        let hour = |rate: Money, length: Duration| {
            rate.as_kroner() * length.as_milliseconds() as f64 / 3_600_000.0
        };
        let kroner = tariff.day_fee.as_kroner()
            + tariff.per_km.as_kroner() * run.distance_m.as_km()
            + hour(tariff.per_hour_driving, run.driving_s)
            + hour(tariff.per_hour_boarding, run.boarding_s)
            + hour(tariff.per_hour_waiting, run.waiting_s);
        run.cost_ore = Money::ore((kroner * 100.0).round() as i64);
    }
    total(plan);
}

/// Writes the plan's cost and bound that follow from those of its parts.
pub fn total(plan: &mut Plan) {
    plan.cost_ore = plan.runs.iter().map(|run| run.cost_ore).sum::<Money>()
        + plan.taxis.iter().map(|taxi| taxi.cost_ore).sum::<Money>();
    plan.bound_ore = Some(plan.cost_ore);
}
