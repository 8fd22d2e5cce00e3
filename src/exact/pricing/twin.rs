//! Twins: what an exact pricing finds that looks at few paths, against one that looks at all of them.

use std::collections::BTreeSet;
use std::ops::Range;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::domain::{
    BreakRule, Distance, Duration, Instance, Leg, Load, Money, PlaceId, Request, RequestId, Tariff,
    Time, TravelTable, TripClock, TypeId, Vehicle, VehicleSpec, Visit, Window,
};
use crate::exact::links::{End, Links};
use crate::exact::memory::Memory;
use crate::exact::network::{Direction, Network};
use crate::exact::pricing::run::Run;
use crate::exact::pricing::{Care, Duals, Pricer};
use crate::exact::relaxation::Column;
use crate::exact::waves::Waves;

const MOST: usize = 2_000_000;

/// Centres are the first two, the depot is the third.
const PLACES: usize = 12;
const HOMES: usize = 3;

/// Rides to sessions at two centres and home from them, on a street grid, in vehicles of two types, some of which
/// rest; now and then riders may not be with others.
pub(in crate::exact) fn random_day(rng: &mut ChaCha8Rng, rides: Range<usize>) -> Instance {
    let mut block = || rng.random_range(0..9_i64);
    let places: Vec<(i64, i64)> = (0..PLACES).map(|_| (block(), block())).collect();
    let travel = TravelTable::from_fn(PLACES, |from, to| {
        let ((x, y), (u, v)) = (places[from.index()], places[to.index()]);
        let blocks = (x - u).abs() + (y - v).abs();
        Leg { duration: Duration::minutes(blocks), distance: Distance::metres(500 * blocks) }
    });
    let has_loners = rng.random_bool(0.3);
    let count = rng.random_range(rides);
    let requests = (0..count).map(|index| random_ride(rng, index, has_loners)).collect();
    let vehicles = ["3+0 2+1", "5+0"].map(|layouts| random_vehicle(rng, layouts));
    let vehicles = vehicles.into_iter().flat_map(|vehicle| [vehicle.clone(), vehicle]).collect();
    Instance::new(requests, vehicles, travel, Vec::new()).expect("a valid instance")
}

fn random_vehicle(rng: &mut ChaCha8Rng, layouts: &str) -> Vehicle {
    let between = Window { earliest: Time::hm(10, 0), latest: Time::hm(12, 0) };
    let rest = BreakRule { length: Duration::minutes(30), between };
    let spec = VehicleSpec {
        start: PlaceId(2),
        end: PlaceId(2),
        shift: Window { earliest: Time::hm(7, 30), latest: Time::hm(14, 0) },
        longest_duration: None,
        layouts: layouts.parse().expect("layouts"),
        front_seats: 1,
        lift: true,
        break_rule: rng.random_bool(0.5).then_some(rest),
        tariff: Tariff {
            day_fee: Money::kroner(rng.random_range(100..500)),
            per_km: Money::ore(rng.random_range(300..900)),
            per_hour_driving: Money::kroner(rng.random_range(100..300)),
            per_hour_boarding: Money::kroner(rng.random_range(0..300)),
            per_hour_waiting: Money::ZERO,
        },
    };
    Vehicle { name: layouts.to_owned(), kind: layouts.to_owned(), spec }
}

/// To a session that begins on the half hour, or home an hour later; each takes an hour at most.
fn random_ride(rng: &mut ChaCha8Rng, index: usize, has_loners: bool) -> Request {
    let begins = Time::hm(8, 30) + Duration::minutes([0, 30, 180][rng.random_range(0..3)]);
    let (centre, home) =
        (PlaceId(rng.random_range(0..2)), PlaceId(rng.random_range(HOMES..PLACES) as u32));
    let is_out = rng.random_bool(0.6);
    let hour = Duration::minutes(60);
    let (ends, opens) =
        if is_out { (begins, begins - hour) } else { (begins + hour + hour, begins + hour) };
    let window = Window { earliest: opens, latest: ends };
    let visit = |place, minutes| Visit { place, window, service: Duration::minutes(minutes) };
    let (pickup, dropoff) = match is_out {
        true => (visit(home, rng.random_range(1..4)), visit(centre, 1)),
        false => (visit(centre, 1), visit(home, rng.random_range(1..4))),
    };
    Request {
        name: format!("R{index}"),
        pickup,
        dropoff,
        load: Load { seats: 1, wheelchairs: u16::from(rng.random_bool(0.1)), front_seats: 0 },
        longest_ride: None,
        trip_clock: if is_out {
            TripClock::UntilFixed(begins)
        } else {
            TripClock::SinceFixed(opens)
        },
        alone: has_loners && index.is_multiple_of(5),
        needs_lift: false,
        not_with: Vec::new(),
        taxi_price: None,
    }
}

/// Prices of everything, such that no link costs less than nothing.
pub(in crate::exact) fn random_duals(
    rng: &mut ChaCha8Rng,
    instance: &Instance,
    links: &Links,
) -> Duals {
    let mut kroner = |most: i64| rng.random_range(0..most) * 100 * Tariff::PARTS_PER_ORE;
    let fee = |kind: usize| instance.spec(TypeId(kind as u32)).tariff.day_fee;
    let mut duals = Duals {
        requests: instance.requests().iter().map(|_| kroner(150)).collect(),
        types: (0..instance.types().len()).map(|kind| parts(fee(kind)) / 2).collect(),
        ends: vec![0; links.rows(instance)],
        waves: (0..if links.is_any() { links.waves.number() } else { 0 })
            .map(|_| kroner(60) - kroner(60))
            .collect(),
        cuts: Vec::new(),
    };
    settle_at_depot(links, &mut duals);
    let here = |rider: usize| links.waves.of_request(RequestId(rider as u32));
    for first in (0..duals.requests.len() - 2).step_by(3) {
        if here(first) == here(first + 1) && here(first) == here(first + 2) {
            let triple = [0, 1, 2].map(|next| RequestId((first + next) as u32));
            duals.cuts.push((triple, kroner(40)));
        }
    }
    duals
}

/// Makes ends worth what it costs to come from the depot and to go back to it.
fn settle_at_depot(links: &Links, duals: &mut Duals) {
    for link in &links.all {
        let row = |end: Option<End>| end.and_then(|end| links.row(link.kind, end));
        match (row(link.from), row(link.to)) {
            (Some(last), None) => duals.ends[last] = link.cost,
            // As little as any link to it allows.
            (_, Some(first)) => duals.ends[first] = i64::MIN,
            (None, None) => {}
        }
    }
    links.settle(duals);
}

fn parts(money: Money) -> i64 {
    money.as_ore() * Tariff::PARTS_PER_ORE
}

/// All negative reduced costs that there are.
fn costs(run: &Run) -> BTreeSet<i64> {
    run.ends.iter().map(|&(cost, _)| cost).collect()
}

/// Compares the pricings of all types and waves; how many found something.
fn compared(rng: &mut ChaCha8Rng, instance: &Instance, in_waves: bool) -> usize {
    let network = Network::new(instance, Direction::Forward);
    let waves = if in_waves { Waves::of(instance, &network) } else { Waves::whole_day(instance) };
    let links = Links::new(instance, &network, waves);
    let memory = match rng.random_bool(0.5) {
        true => Memory::of_everybody(&network),
        false => Memory::of_nearest(&network, 5),
    };
    let duals = random_duals(rng, instance, &links);
    let mut negative = 0;
    for kind in (0..instance.types().len() as u32).map(TypeId) {
        for wave in 0..links.waves.number() {
            let way = (&network, Direction::Forward);
            let mut pricer = Pricer::new(instance, way, (&links, wave), kind, &memory);
            let cuts = pricer.cuts(&duals);
            let care = Care::Exact(MOST);
            let mut plain = Run::new((&duals, &cuts), care, pricer.minutes(), &|| false);
            assert!(pricer.grow(&mut plain));
            let onwards = pricer.onwards(&duals, MOST, &|| false).expect("few paths");
            let mut few = Run::new((&duals, &cuts), care, pricer.minutes(), &|| false);
            few.onwards = Some(&onwards);
            assert!(pricer.grow(&mut few));
            assert_eq!(costs(&few), costs(&plain));
            let found = pricer.price(&duals, care, 100, &|| false);
            assert!(found.is_exact);
            assert_eq!(found.least, plain.least.min(0));
            let worn = pricer.price(&duals, Care::Worn, 100, &|| false);
            assert_eq!(worn.least, found.least);
            for found in [&found, &worn] {
                let best = found.paths.first();
                let column = best.map(|path| Column::of_path(&network, &links, kind, path));
                let cost = column.map_or(0, |column| column.reduced_cost(&links, &duals));
                assert_eq!(cost, found.least);
            }
            negative += usize::from(found.least < 0);
        }
    }
    negative
}

#[test]
fn few_paths_have_the_least_reduced_cost_of_all() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut negative = 0;
    for _ in 0..60 {
        let instance = random_day(&mut rng, 8..16);
        for in_waves in [false, true] {
            negative += compared(&mut rng, &instance, in_waves);
        }
    }
    assert!(negative > 150, "{negative}");
}
