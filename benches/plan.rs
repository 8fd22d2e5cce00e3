//! From one route to a whole day: timing a route, inserting a ride, a step of the search, a plan, and
//! its repair in the morning.
//! On `data/monday`, 72 rides; where limits on the time aboard matter on a public instance; and steps
//! of the search on days of up to ten thousand rides, to read off how time grows with rides.

use std::cell::OnceCell;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use korsel::domain::{Day, Instance, Money, Problem, RequestId, Time};
use korsel::evaluate::{Inserter, Route, schedule};
use korsel::generate::{Size, generate};
use korsel::plan::assemble;
use korsel::plan::replan::{Morning, Prices, replan};
use korsel::search::{Neighbours, Search};
use korsel::solve::{Method, Settings, solve};
use korsel::{input, travel};

/// As the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A public instance in which every ride has a longest time aboard, beside the repository.
const PR10: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/darp/cordeau_laporte2003_pr/pr10.txt");

fn monday() -> Problem {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data/monday"));
    problem(&input::read_day(folder, None).expect("the sample day is sound"))
}

/// A day as `korsel generate` invents it.
fn generated(rides: u32) -> Day {
    let size = Size { rides, centres: rides.div_ceil(100), seed: 1 };
    generate(size).expect("a day of this size")
}

/// The day with travel times of its own, or along the straight line.
fn problem(day: &Day) -> Problem {
    let (table, _) = travel::table(day, None, None).expect("no roads are needed");
    day.problem(table).expect("a sound day")
}

/// Each ride's neighbours; with the next two all that is asked of the search here.
fn neighbours(instance: &Instance) -> Neighbours {
    Neighbours::new(instance)
}

/// A search with its first solution.
fn search<'a>(instance: &'a Instance, neighbours: &'a Neighbours) -> Search<'a> {
    Search::new(instance, neighbours, black_box(1))
}

/// How many steps a measured round has.
const STEPS: u64 = 200;

/// A round of the search, halfway, as if it were one of a hundred.
fn round(search: &mut Search) -> u64 {
    search.round(black_box(STEPS), 0.50..0.51, 2, &|| false)
}

/// The route of most stops in the first solution.
fn longest_route(instance: &Instance) -> Route {
    let neighbours = neighbours(instance);
    let search = search(instance, &neighbours);
    let longest = search.best().routes().iter().max_by_key(|route| route.stops().len());
    Route::clone(longest.expect("there are vehicles"))
}

/// Inserts the rides of other routes, one after the other, each at its best place.
fn insertions(c: &mut Criterion, name: &str, instance: &Instance, route: &Route) {
    let mut inserter = Inserter::default();
    let limit = Money::kroner(1_000_000);
    let own: Vec<RequestId> = route.requests().collect();
    let strangers: Vec<_> = instance.request_ids().filter(|id| !own.contains(id)).collect();
    let mut next = strangers.iter().cycle();
    c.bench_function(name, |b| {
        b.iter(|| inserter.best(instance, route, *next.next().expect("endless"), limit));
    });
}

fn routes(c: &mut Criterion) {
    let problem = monday();
    let instance = &problem.instance;
    let longest = longest_route(instance);
    let spec = instance.spec(longest.kind());
    let stops = longest.stops().len();
    c.bench_function(&format!("schedule, {stops} stops"), |b| {
        b.iter(|| schedule(instance, spec, black_box(longest.stops())));
    });
    c.bench_function(&format!("route, {stops} stops"), |b| {
        b.iter(|| Route::new(instance, longest.kind(), black_box(longest.stops()).to_vec()));
    });
    insertions(c, &format!("insertion into {stops} stops"), instance, &longest);
    match input::Benchmark::read(Path::new(PR10)) {
        Err(error) => eprintln!("no insertion with longest rides: {error}"),
        Ok(public) => {
            let longest = longest_route(&public.instance);
            let stops = longest.stops().len();
            let name = format!("insertion with longest rides, {stops} stops");
            insertions(c, &name, &public.instance, &longest);
        }
    }
}

fn days(c: &mut Criterion) {
    let problem = monday();
    let instance = &problem.instance;
    let neighbours = neighbours(instance);
    c.bench_function("first solution, 72 rides", |b| b.iter(|| search(instance, &neighbours)));
    let mut one = search(instance, &neighbours);
    c.bench_function("search, 200 steps, 72 rides", |b| b.iter(|| round(&mut one)));
    let settings =
        Settings { limit: None, iterations: Some(100), method: Method::Auto, threads: 2, seed: 1 };
    let mut group = c.benchmark_group("whole day");
    group.sample_size(10);
    group.bench_function("72 rides, 4 x 100 steps, two threads", |b| {
        b.iter(|| solve(instance, &settings, &|_| {}));
    });
    group.finish();
}

/// Steps of the search on days of all sizes. A day is made when its turn comes: the largest takes a
/// while and 0.3 GB, which a bench that is filtered out does without.
fn sizes(c: &mut Criterion) {
    let mut group = c.benchmark_group("search steps");
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    group.throughput(Throughput::Elements(STEPS));
    for rides in [100, 300, 1_000, 3_000, 10_000] {
        let (made, near) = (OnceCell::new(), OnceCell::new());
        let mut running = None;
        group.bench_function(BenchmarkId::from_parameter(rides), |b| {
            let instance = &made.get_or_init(|| problem(&generated(rides))).instance;
            let near = near.get_or_init(|| neighbours(instance));
            let running = running.get_or_insert_with(|| search(instance, near));
            b.iter(|| round(running));
        });
    }
    group.finish();
}

/// A vehicle breaks down at half past nine, and a plan of some search is repaired.
fn repair(c: &mut Criterion) {
    let day = generated(150);
    let (table, source) = travel::table(&day, None, None).expect("no roads are needed");
    let problem = day.problem(table).expect("a sound day");
    let (iterations, method) = (Some(5_000), Method::Search);
    let settings = Settings { limit: None, iterations, method, threads: 2, seed: 1 };
    let outcome = solve(&problem.instance, &settings, &|_| {}).expect("a plan");
    let old = assemble(&day, &problem, &outcome, source.clone());
    let morning = Morning {
        now: Time::hm(9, 30),
        broken: vec![old.runs[0].vehicle.clone()],
        late: vec![],
        late_until: vec![],
        locks: vec![],
        prices: Prices::default(),
    };
    c.bench_function("a breakdown repaired, 150 rides", |b| {
        b.iter(|| replan(&day, &problem, &old, &morning, source.clone()));
    });
}

criterion_group!(benches, routes, days, repair, sizes);
criterion_main!(benches);
