//! From one route to a whole day: timing a route, inserting a ride, a step of the search, a plan.
//! All on `data/monday`, 72 rides.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use korsel::domain::{Money, Problem};
use korsel::evaluate::{Inserter, Route, schedule};
use korsel::search::{Neighbours, Search};
use korsel::solve::{Method, Settings, solve};
use korsel::{input, travel};

fn monday() -> Problem {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data/monday"));
    let day = input::read_day(folder, None).expect("the sample day is sound");
    let (table, _) = travel::table(&day, None, None).expect("the sample day brings its table");
    day.problem(table).expect("the sample day is sound")
}

fn routes(c: &mut Criterion) {
    let problem = monday();
    let instance = &problem.instance;
    let neighbours = Neighbours::new(instance);
    let search = Search::new(instance, &neighbours, 1);
    let longest = search.best().routes().iter().max_by_key(|route| route.stops().len());
    let longest = longest.expect("there are vehicles");
    let spec = instance.spec(longest.kind());
    let stops = longest.stops().len();
    c.bench_function(&format!("schedule, {stops} stops"), |b| {
        b.iter(|| schedule(instance, spec, black_box(longest.stops())));
    });
    c.bench_function(&format!("route, {stops} stops"), |b| {
        b.iter(|| Route::new(instance, longest.kind(), black_box(longest.stops()).to_vec()));
    });
    let mut inserter = Inserter::default();
    let limit = Money::kroner(1_000_000);
    let strangers: Vec<_> =
        instance.request_ids().filter(|id| !longest.requests().any(|other| other == *id)).collect();
    let mut next = strangers.iter().cycle();
    c.bench_function(&format!("insertion into {stops} stops"), |b| {
        b.iter(|| inserter.best(instance, longest, *next.next().expect("endless"), limit));
    });
}

fn days(c: &mut Criterion) {
    let problem = monday();
    let instance = &problem.instance;
    let neighbours = Neighbours::new(instance);
    c.bench_function("first solution, 72 rides", |b| {
        b.iter(|| Search::new(instance, &neighbours, black_box(1)));
    });
    let mut search = Search::new(instance, &neighbours, 1);
    c.bench_function("search step, 72 rides", |b| b.iter(|| search.step(black_box(0.5))));
    let settings =
        Settings { limit: None, iterations: Some(100), method: Method::Auto, threads: 2, seed: 1 };
    let mut group = c.benchmark_group("whole day");
    group.sample_size(10);
    group.bench_function("72 rides, 4 x 100 steps, two threads", |b| {
        b.iter(|| solve(instance, &settings, &|_| {}));
    });
    group.finish();
}

criterion_group!(benches, routes, days);
criterion_main!(benches);
