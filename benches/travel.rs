//! How long a travel table of three hundred places takes, the roads file read anew each time.

use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use korsel::domain::{Coordinates, Day, Place, Promise, TravelSettings};
use korsel::travel;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");

/// A day with nothing but places: every so many-th row of the address file.
fn day_of_places(count: usize) -> Day {
    let file = format!("{SHARED}/addresses/ishoj-vallensbaek.csv");
    let mut reader = csv::Reader::from_path(file).expect("the address file opens");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let number = |text: &str| text.parse().expect("a number");
    let places = (0..count).map(|index| {
        let row = &rows[index * rows.len() / count];
        let coordinates = Coordinates { lat: number(&row[4]), lon: number(&row[5]) };
        Place { key: format!("P{index}"), coordinates }
    });
    Day {
        date: chrono::NaiveDate::from_ymd_opt(2026, 12, 7).expect("a date"),
        promise: Promise::default(),
        reserve_taxi: None,
        travel: TravelSettings::default(),
        places: places.collect(),
        centres: vec![],
        bookings: vec![],
        vehicles: vec![],
        given_legs: vec![],
        regularity: korsel::domain::Regularity::default(),
    }
}

fn travel_table(criterion: &mut Criterion) {
    let roads = format!("{SHARED}/roads/ishoj-vallensbaek.osm.pbf");
    let roads = Path::new(&roads);
    let (two, many) = (day_of_places(2), day_of_places(300));
    let cache = tempfile::tempdir().expect("a folder");
    let mut group = criterion.benchmark_group("travel");
    group.sample_size(20);
    group.bench_function("roads_2_places", |bencher| {
        bencher.iter(|| travel::table(&two, Some(roads), None).expect("a table"));
    });
    group.bench_function("roads_300_places", |bencher| {
        bencher.iter(|| travel::table(&many, Some(roads), None).expect("a table"));
    });
    group.bench_function("cached_300_places", |bencher| {
        bencher.iter(|| travel::table(&many, Some(roads), Some(cache.path())).expect("a table"));
    });
    group.bench_function("straight_300_places", |bencher| {
        bencher.iter(|| travel::table(&many, None, None).expect("a table"));
    });
}

criterion_group!(benches, travel_table);
criterion_main!(benches);
