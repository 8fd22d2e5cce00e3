//! Twins: what pricing and listing find, against all routes of random small instances.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::domain::{
    Distance, Duration, Instance, Leg, Load, Money, PlaceId, Request, RequestId, Tariff, Time,
    TravelTable, TripClock, TypeId, Vehicle, VehicleSpec, Visit, Window,
};
use crate::exact::cuts::Triple;
use crate::exact::enumeration::all_routes;
use crate::exact::links::Links;
use crate::exact::network::{Direction, Network};
use crate::exact::pricers::Listed;
use crate::exact::pricing::{Care, Duals};
use crate::exact::relaxation::Column;
use crate::exact::riding::Riding;
use crate::exact::waves::Waves;

const PLACES: usize = 7;
const MOST: Listed = Listed { labels: 1_000_000, routes: 100_000 };

/// Rides of half an hour or so on a street grid, one vehicle type.
fn random_instance(rng: &mut ChaCha8Rng, requests: usize) -> Instance {
    let mut block = || rng.random_range(0..7_i64);
    let places: Vec<(i64, i64)> = (0..PLACES).map(|_| (block(), block())).collect();
    let travel = TravelTable::from_fn(PLACES, |from, to| {
        let ((x, y), (u, v)) = (places[from.index()], places[to.index()]);
        let blocks = (x - u).abs() + (y - v).abs();
        Leg { duration: Duration::minutes(blocks), distance: Distance::metres(300 * blocks) }
    });
    let requests = (0..requests).map(|index| random_request(rng, index)).collect();
    let spec = VehicleSpec {
        start: PlaceId(0),
        end: PlaceId(1),
        shift: Window { earliest: Time::hm(7, 30), latest: Time::hm(12, 0) },
        longest_duration: rng
            .random_bool(0.5)
            .then(|| Duration::minutes(rng.random_range(60..120))),
        layouts: ["2+0", "3+0 1+1"][rng.random_range(0..2)].parse().expect("layouts"),
        front_seats: 1,
        lift: true,
        break_rule: None,
        tariff: Tariff {
            day_fee: Money::kroner(rng.random_range(0..50)),
            per_km: Money::ore(rng.random_range(0..900)),
            per_hour_driving: Money::kroner(rng.random_range(60..300)),
            per_hour_boarding: Money::kroner(rng.random_range(0..300)),
            per_hour_waiting: Money::ZERO,
        },
    };
    let vehicle = Vehicle { name: "V".to_owned(), kind: "bus".to_owned(), spec };
    Instance::new(requests, vec![vehicle; 2], travel, Vec::new()).expect("a valid instance")
}

fn random_request(rng: &mut ChaCha8Rng, index: usize) -> Request {
    let opens = Time::hm(9, 0) + Duration::minutes(rng.random_range(0..70));
    let (early, late) = (rng.random_range(0..40), rng.random_range(10..60));
    let mut visit = |earliest: Time, length: i64| Visit {
        place: PlaceId(rng.random_range(0..PLACES as u32)),
        window: Window { earliest, latest: earliest + Duration::minutes(length) },
        service: Duration::minutes(rng.random_range(0..5)),
    };
    Request {
        name: format!("R{index}"),
        pickup: visit(opens, early),
        dropoff: visit(opens, early + late),
        load: Load { seats: 1, wheelchairs: u16::from(rng.random_bool(0.1)), front_seats: 0 },
        longest_ride: rng.random_bool(0.7).then(|| Duration::minutes(rng.random_range(12..30))),
        trip_clock: TripClock::Aboard,
        alone: rng.random_bool(0.05),
        needs_lift: false,
        not_with: (index > 0 && rng.random_bool(0.1))
            .then(|| RequestId(rng.random_range(0..index as u32)))
            .into_iter()
            .collect(),
        taxi_price: None,
    }
}

fn random_duals(rng: &mut ChaCha8Rng, requests: usize) -> Duals {
    let worth = |rng: &mut ChaCha8Rng| rng.random_range(0..12_000 * Tariff::PARTS_PER_ORE);
    let cuts = (0..if requests > 3 { rng.random_range(0..4) } else { 0 }).map(|first| {
        let others = [first + 1, rng.random_range(first + 2..first + 3)];
        let triple: Triple = [first, others[0], others[1]].map(|id| RequestId(id % 4));
        (triple, worth(rng) / 2)
    });
    let cuts: Vec<(Triple, i64)> =
        cuts.filter(|([one, two, three], _)| one != two && two != three && one != three).collect();
    let requests = (0..requests).map(|_| worth(rng)).collect();
    Duals { requests, types: vec![-worth(rng) / 8], ends: Vec::new(), waves: Vec::new(), cuts }
}

/// Duals with other cuts, where each rider is worth a little more or less.
fn duals_near(rng: &mut ChaCha8Rng, duals: &Duals) -> Duals {
    let mut near = |worth: &i64| worth * rng.random_range(97..104) / 100;
    let requests = duals.requests.iter().map(&mut near).collect();
    let types = duals.types.iter().map(near).collect();
    let cuts = duals.cuts.iter().skip(1).map(|&(triple, price)| (triple, price / 2)).collect();
    Duals { requests, types, ends: Vec::new(), waves: Vec::new(), cuts }
}

/// The reduced costs of all that is found, and of all that there is; `None` where this pricing does not
/// suit the instance.
struct Compared {
    found: Vec<(i64, Vec<RequestId>)>,
    all: Vec<(i64, Vec<RequestId>)>,
    least: i64,
    best_path: Option<i64>,
}

fn compared(rng: &mut ChaCha8Rng, requests: usize, below: i64) -> Option<Compared> {
    let instance = random_instance(rng, requests);
    let network = Network::new(&instance, Direction::Forward);
    let links = Links::new(&instance, &network, Waves::whole_day(&instance));
    let mut riding = Riding::of_all(&instance, &network, &links)?.pop()?;
    let duals = random_duals(rng, requests);
    let reduced = |column: &Column| {
        let mut served = column.serves.clone();
        served.sort_unstable();
        (column.reduced_cost(&links, &duals), served)
    };
    let listed = |riding: &Riding| riding.list(&duals, below, MOST, &|| false).expect("few labels");
    let listed_at_first = listed(&riding).len();
    // What was seen ahead for other duals is to hold for these.
    let others = duals_near(rng, &duals);
    riding.price(&others, Care::Exact(MOST.labels), 1_000, &|| false);
    let listed = listed(&riding);
    assert_eq!(listed.len(), listed_at_first);
    let columns = listed.iter().map(|route| Column::of(&instance, route));
    let mut found: Vec<_> = columns.map(|column| reduced(&column)).collect();
    let every = all_routes(&instance, 10_000_000, None).expect("few routes");
    let every = every.iter().map(|route| reduced(&Column::of(&instance, route)));
    let mut all: Vec<_> = every.filter(|(cost, _)| *cost < below).collect();
    found.sort_unstable();
    all.sort_unstable();
    let priced = riding.price(&duals, Care::Exact(MOST.labels), 1_000, &|| false);
    assert!(priced.is_exact);
    let column =
        priced.paths.first().map(|path| Column::of_path(&network, &links, TypeId(0), path));
    let best_path = column.map(|column| column.reduced_cost(&links, &duals));
    Some(Compared { found, all, least: priced.least, best_path })
}

#[test]
fn what_is_priced_and_listed_is_all_that_there_is() {
    let mut rng = ChaCha8Rng::seed_from_u64(61);
    let below = 3_000 * Tariff::PARTS_PER_ORE;
    let cases = (0..600).filter_map(|case| compared(&mut rng, 2 + case % 5, below));
    let (mut seen, mut negative, mut shared) = (0, 0, 0);
    for Compared { found, all, least, best_path } in cases {
        assert_eq!(found, all);
        let cheapest = all.first().map_or(0, |(cost, _)| (*cost).min(0));
        assert_eq!(least, cheapest);
        assert!(cheapest == 0 || best_path == Some(cheapest), "{best_path:?}, {cheapest}");
        seen += 1;
        negative += usize::from(cheapest < 0);
        shared += all.iter().filter(|(_, served)| served.len() > 2).count();
    }
    assert!(seen > 300 && negative > 150 && shared > 500, "{seen}, {negative}, {shared}");
}
