//! Random days: that the generator means what it says, that what is written is read back, and that
//! the referee accepts every plan.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use korsel::domain::{BookingStatus, Day, Rides};
use korsel::input::read_day;
use korsel::plan::{Plan, assemble, check};
use korsel::solve::{Method, Settings, solve};
use korsel::travel;

use common::{random_day, write_day};

#[test]
fn equal_seeds_give_equal_days_and_others_do_not() {
    assert_eq!(random_day(7, 30), random_day(7, 30));
    assert_ne!(random_day(7, 30), random_day(8, 30));
    assert_eq!(random_day(7, 30).bookings.len(), 30);
}

/// Whether a day asks for something.
type Asks = fn(&Day) -> bool;

/// Everything that a day may ask for, by name.
#[rustfmt::skip]
const FEATURES: &[(&str, Asks)] = &[
    ("reserve taxi", |d| d.reserve_taxi.is_some()),
    ("no reserve taxi", |d| d.reserve_taxi.is_none()),
    ("longest time aboard", |d| d.promise.longest_aboard.is_some()),
    ("longest detour", |d| d.promise.longest_detour.is_some()),
    ("short promise", |d| d.promise.longest_trip.ceil_minutes() < 60),
    ("other margins", |d| d.promise.arrive_before != d.promise.ready_after),
    ("rush hour", |d| d.travel.rush_hours.len() == 1),
    ("two rush hours", |d| d.travel.rush_hours.len() == 2),
    ("given drives", |d| !d.given_legs.is_empty()),
    ("both centres", |d| (0..2).all(|c| d.bookings.iter().any(|b| b.centre == c))),
    ("out only", |d| d.bookings.iter().any(|b| b.rides == Rides::Out)),
    ("home only", |d| d.bookings.iter().any(|b| b.rides == Rides::Home)),
    ("cancelled", |d| d.bookings.iter().any(|b| b.status == BookingStatus::Cancelled)),
    ("absent", |d| d.bookings.iter().any(|b| b.status == BookingStatus::Absent)),
    ("companion", |d| d.bookings.iter().any(|b| b.companions == 1)),
    ("two companions", |d| d.bookings.iter().any(|b| b.companions == 2)),
    ("front seat", |d| d.bookings.iter().any(|b| b.front_seat)),
    ("alone", |d| d.bookings.iter().any(|b| b.alone)),
    ("one not with", |d| d.bookings.iter().any(|b| b.not_with.len() == 1)),
    ("two not with", |d| d.bookings.iter().any(|b| b.not_with.len() == 2)),
    ("lift for a walker", |d| d.bookings.iter().any(|b| b.needs_lift && !b.mobility.needs_lift)),
    ("own longest trip", |d| d.bookings.iter().any(|b| b.longest_trip != d.promise.longest_trip)),
    ("second session", |d| {
        let citizens: BTreeSet<_> = d.bookings.iter().map(|b| &b.citizen).collect();
        citizens.len() < d.bookings.len()
    }),
    ("home too far", |d| d.places.iter().any(|p| p.coordinates.lat > 55.9)),
    ("note", |d| d.bookings.iter().any(|b| !b.note.is_empty())),
    ("wheelchair", |d| d.bookings.iter().any(|b| b.mobility.wheelchairs == 1)),
    ("own mobility", |d| d.bookings.iter().any(|b| b.mobility.name == "stretcher")),
    ("small fleet", |d| d.vehicles.len() * 10 < d.bookings.len()),
    ("large fleet", |d| d.vehicles.len() * 4 > d.bookings.len()),
    ("alike vehicles", |d| d.vehicles.windows(2).any(|pair| pair[0].spec == pair[1].spec)),
    ("two depots", |d| d.vehicles.windows(2).any(|pair| pair[0].spec.start != pair[1].spec.start)),
    ("break", |d| d.vehicles.iter().any(|v| v.spec.break_rule.is_some())),
    ("no break", |d| d.vehicles.iter().any(|v| v.spec.break_rule.is_none())),
    ("no lift", |d| d.vehicles.iter().any(|v| !v.spec.lift)),
    ("no front seat", |d| d.vehicles.iter().any(|v| v.spec.front_seats == 0)),
    ("two front seats", |d| d.vehicles.iter().any(|v| v.spec.front_seats == 2)),
    ("several layouts", |d| d.vehicles.iter().any(|v| v.spec.layouts.alternatives().len() > 1)),
    ("paid waiting", |d| d.vehicles.iter().any(|v| v.spec.tariff.per_hour_waiting.as_ore() > 0)),
    ("short shift", |d| {
        d.vehicles.iter().any(|v| (v.spec.shift.latest - v.spec.shift.earliest).ceil_minutes() < 480)
    }),
];

#[test]
fn a_few_hundred_days_ask_for_everything_often_and_for_little_always() {
    const DAYS: u64 = 300;
    let mut times: BTreeMap<&str, u64> = FEATURES.iter().map(|&(name, _)| (name, 0)).collect();
    for seed in 0..DAYS {
        let day = random_day(seed, 5 + seed as usize % 56);
        for (name, is_there) in FEATURES {
            *times.entry(name).or_default() += u64::from(is_there(&day));
        }
    }
    let rare: Vec<_> = times.iter().filter(|&(_, &count)| count < 15).collect();
    assert!(rare.is_empty(), "of {DAYS} days: {rare:?}");
}

#[test]
fn a_written_day_is_read_back_equal() {
    for seed in 0..60 {
        let day = random_day(seed, 1 + seed as usize);
        let folder = tempfile::tempdir().expect("a folder");
        write_day(&day, folder.path());
        let read = read_day(folder.path(), None).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        assert_eq!(read, day, "seed {seed}");
    }
}

/// A plan of the day, and what is wrong with it.
fn judged_plan(day: &Day, settings: &Settings) -> (Plan, Vec<String>) {
    let (table, source) = travel::table(day, None, None).expect("a travel table");
    let problem = day.problem(table.clone()).expect("a problem");
    let outcome = solve(&problem.instance, settings, &|_| {}).expect("an outcome");
    let plan = assemble(day, &problem, &outcome, source);
    let broken = check(day, &table, &plan).iter().map(ToString::to_string).collect();
    (plan, broken)
}

#[test]
fn the_referee_accepts_every_plan_of_a_thousand_days() {
    let rejection = |seed: u64| {
        let bookings = 5 + seed as usize % 56;
        // Every tenth day by all means, the others by the search alone.
        let method = if seed.is_multiple_of(10) { Method::Auto } else { Method::Search };
        let settings = Settings { limit: None, iterations: Some(20), method, threads: 1, seed };
        let (plan, broken) = judged_plan(&random_day(seed, bookings), &settings);
        assert!(!plan.runs.is_empty() || plan.not_planned.len() < 2 * bookings, "seed {seed}");
        (!broken.is_empty()).then(|| format!("seed {seed}: {}", broken.join("\n  ")))
    };
    // By threads of its own: one of rayon's that waits for a part of a day begins another day meanwhile, on top
    // of the same stack, and so on.
    let next = AtomicU64::new(0);
    let judge = || {
        let seeds = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        seeds.take_while(|&seed| seed < 1_000).filter_map(rejection).collect::<Vec<String>>()
    };
    let rejected: Vec<String> = thread::scope(|scope| {
        let count = thread::available_parallelism().map_or(2, usize::from);
        let threads: Vec<_> = (0..count).map(|_| scope.spawn(judge)).collect();
        let judged = threads.into_iter().map(|it| it.join().expect("no day panics"));
        judged.flatten().collect()
    });
    assert!(rejected.is_empty(), "{} rejected\n{}", rejected.len(), rejected.join("\n"));
}
