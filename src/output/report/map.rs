//! The map: roads as they lie, the way of each vehicle, its stops by number, centres and depots.
//!
//! A plane that touches the earth at the middle of the plan, north up, in thousandths of the map's
//! width.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::domain::{Coordinates, PlaceId};
use crate::output::Language;
use crate::output::journey::{Event, Journey};
use crate::output::report::palette::Look;
use crate::output::report::stops::{Stop, stops};
use crate::travel::{RoadLine, RoadMap, RoadRank};

/// How wide the map is, whatever it shows.
const WIDTH: f64 = 1000.0;
/// No map is lower or higher than this.
const HEIGHTS: (f64, f64) = (420.0, 1000.0);
/// Room around what is shown.
const MARGIN: f64 = 60.0;
/// A map shows no less than this.
const LEAST_METRES: f64 = 500.0;

/// The map, ready to be written.
pub(super) struct Map {
    pub height: f64,
    /// Roads as one path for each rank, streets first.
    pub roads: Vec<(&'static str, String)>,
    pub routes: Vec<Route>,
    pub stops: Vec<Stop>,
    pub centres: Vec<Sign>,
    pub depots: Vec<Sign>,
    pub has_ways: bool,
    pub description: String,
    /// How many units of the map are a kilometre, and what to write there.
    pub scale: (String, String),
}

/// A vehicle's way.
pub(super) struct Route {
    pub vehicle: usize,
    pub look: Look,
    pub title: String,
    pub path: String,
    /// The line's width in pixels; later vehicles are narrower, so that those below show beside them.
    pub width: String,
}

/// A sign with a name that is no vehicle's: a centre or a depot.
pub(super) struct Sign {
    pub x: String,
    pub y: String,
    pub name: String,
}

/// The map of these journeys.
pub(super) fn map(journeys: &[Journey], roads: &RoadMap, language: Language) -> Map {
    let ways: Vec<Vec<Coordinates>> = journeys.iter().map(|it| way(it, roads)).collect();
    let plane = Plane::around(ways.iter().flatten().copied());
    let routes = journeys.iter().zip(&ways).enumerate().map(|(vehicle, (journey, way))| Route {
        vehicle,
        look: Look::of(vehicle),
        title: journey.vehicle.name.clone(),
        path: plane.path(way),
        width: format!(
            "{:.1}",
            2.5 + 4.0 * (journeys.len() - vehicle) as f64 / journeys.len() as f64
        ),
    });
    let (tenth, unit) = plane.scale();
    Map {
        height: plane.height,
        roads: background(&plane, &roads.roads),
        routes: routes.collect(),
        stops: stops(journeys, &plane, language),
        centres: centres(journeys, &plane),
        depots: depots(journeys, &plane),
        has_ways: !roads.roads.is_empty(),
        description: language.map_of(journeys.len()),
        scale: (tenth, unit),
    }
}

/// Every place that a vehicle goes to, in order.
fn places(journey: &Journey) -> Vec<(PlaceId, Coordinates)> {
    let spec = &journey.vehicle.spec;
    let mut places = vec![(spec.start, journey.start.coordinates)];
    for event in &journey.events {
        if let Event::Calls(call) = event {
            places.push((call.place(), call.coordinates));
        }
    }
    if !journey.run.broke_down {
        places.push((spec.end, journey.end.coordinates));
    }
    places
}

/// The points of a vehicle's whole way, along roads where they are known.
fn way(journey: &Journey, roads: &RoadMap) -> Vec<Coordinates> {
    let places = places(journey);
    let mut points = vec![places[0].1];
    for pair in places.windows(2) {
        let ((from, _), (to, end)) = (pair[0], pair[1]);
        points.extend(roads.way(from, to).unwrap_or_default());
        points.push(end);
    }
    points
}

/// Degrees → the map.
pub(super) struct Plane {
    west: f64,
    north: f64,
    per_lon: f64,
    per_lat: f64,
    height: f64,
    /// Metres of a unit.
    metres: f64,
}

impl Plane {
    /// A map that shows all of these.
    pub fn around(points: impl Iterator<Item = Coordinates> + Clone) -> Self {
        const METRES_PER_DEGREE: f64 = 111_195.0;
        let ends = |of: fn(Coordinates) -> f64| {
            let low = points.clone().map(of).fold(f64::INFINITY, f64::min);
            let high = points.clone().map(of).fold(f64::NEG_INFINITY, f64::max);
            if low <= high { (low, high) } else { (0.0, 0.0) }
        };
        let ((south, north), (west, east)) = (ends(|point| point.lat), ends(|point| point.lon));
        let shrinking = ((south + north) / 2.0).to_radians().cos().max(0.01);
        let across = ((east - west) * METRES_PER_DEGREE * shrinking).max(LEAST_METRES);
        let along = ((north - south) * METRES_PER_DEGREE).max(LEAST_METRES);
        // What is higher than wide is made small enough for the highest map.
        let fitting = |room: f64, metres: f64| metres / (room - 2.0 * MARGIN);
        let metres = fitting(WIDTH, across).max(fitting(HEIGHTS.1, along));
        let height = (along / metres + 2.0 * MARGIN).clamp(HEIGHTS.0, HEIGHTS.1).round();
        let (per_lon, per_lat) =
            (METRES_PER_DEGREE * shrinking / metres, METRES_PER_DEGREE / metres);
        Self {
            west: (west + east) / 2.0 - WIDTH / 2.0 / per_lon,
            north: (south + north) / 2.0 + height / 2.0 / per_lat,
            per_lon,
            per_lat,
            height,
            metres,
        }
    }

    /// Where a place lies on the map.
    pub fn point(&self, at: Coordinates) -> (f64, f64) {
        ((at.lon - self.west) * self.per_lon, (self.north - at.lat) * self.per_lat)
    }

    /// A line in as few letters as a tenth of a unit takes.
    fn path(&self, points: &[Coordinates]) -> String {
        let tenths = |at: f64| (at * 10.0).round() as i64;
        let mut path = String::new();
        let mut last = None;
        for (x, y) in points.iter().map(|&point| self.point(point)) {
            let (x, y) = (tenths(x), tenths(y));
            let _ = match last {
                None => write!(path, "M{}", pair(x, y)),
                Some(before) if before == (x, y) => Ok(()),
                Some((before_x, before_y)) => write!(path, "l{}", pair(x - before_x, y - before_y)),
            };
            last = Some((x, y));
        }
        path
    }

    /// Whether a line comes near the map.
    fn shows(&self, line: &RoadLine) -> bool {
        line.points.iter().any(|&point| {
            let (x, y) = self.point(point);
            (-MARGIN..=WIDTH + MARGIN).contains(&x) && (-MARGIN..=self.height + MARGIN).contains(&y)
        })
    }

    /// How many units long a round distance is, and what it is called.
    fn scale(&self) -> (String, String) {
        let rounds = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];
        let fits = |metres: &&i32| f64::from(**metres) / self.metres >= 60.0;
        let metres = *rounds.iter().find(fits).unwrap_or(&200_000);
        let name =
            if metres < 1_000 { format!("{metres} m") } else { format!("{} km", metres / 1_000) };
        (format!("{:.1}", f64::from(metres) / self.metres), name)
    }
}

fn pair(x: i64, y: i64) -> String {
    format!("{} {}", x as f64 / 10.0, y as f64 / 10.0)
}

fn background(plane: &Plane, roads: &[RoadLine]) -> Vec<(&'static str, String)> {
    let ranks = [(RoadRank::Street, "street"), (RoadRank::Main, "main"), (RoadRank::Fast, "fast")];
    let path = |rank: RoadRank| -> String {
        let lines = roads.iter().filter(|line| line.rank == rank && plane.shows(line));
        lines.map(|line| plane.path(&line.points)).collect()
    };
    ranks.into_iter().map(|(rank, class)| (class, path(rank))).collect()
}

fn sign(plane: &Plane, at: Coordinates, name: &str) -> Sign {
    let (x, y) = plane.point(at);
    Sign { x: format!("{x:.1}"), y: format!("{y:.1}"), name: name.to_owned() }
}

fn centres(journeys: &[Journey], plane: &Plane) -> Vec<Sign> {
    let mut seen: BTreeMap<PlaceId, Sign> = BTreeMap::new();
    for event in journeys.iter().flat_map(|journey| &journey.events) {
        if let Event::Calls(call) = event
            && call.is_at_centre()
        {
            let mark = || sign(plane, call.coordinates, &call.centre.name);
            seen.entry(call.centre.place).or_insert_with(mark);
        }
    }
    seen.into_values().collect()
}

fn depots(journeys: &[Journey], plane: &Plane) -> Vec<Sign> {
    let mut seen: BTreeMap<PlaceId, Sign> = BTreeMap::new();
    for journey in journeys {
        let spec = &journey.vehicle.spec;
        for (place, depot) in [(spec.start, &journey.start), (spec.end, &journey.end)] {
            seen.entry(place).or_insert_with(|| sign(plane, depot.coordinates, depot.name));
        }
    }
    seen.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Coordinates {
        Coordinates { lat, lon }
    }

    #[test]
    fn north_is_up_and_everything_lies_within_the_margin() {
        let (south_west, north_east) = (at(55.6, 12.3), at(55.65, 12.4));
        let plane = Plane::around([south_west, north_east].into_iter());
        let ((left, bottom), (right, top)) = (plane.point(south_west), plane.point(north_east));
        assert!(left < right && top < bottom);
        let inside = |at: f64, room: f64| (MARGIN - 1.0..=room - MARGIN + 1.0).contains(&at);
        assert!([left, right].into_iter().all(|x| inside(x, WIDTH)), "{left} {right}");
        assert!([bottom, top].into_iter().all(|y| inside(y, plane.height)), "{bottom} {top}");
        // 6.28 km wide and 5.56 km high: 880 units wide, 780 high.
        assert!((right - left - 880.0).abs() < 0.1 && (bottom - top - 780.0).abs() < 2.0);
    }

    #[test]
    fn no_map_is_narrower_than_one_place_or_higher_than_a_page() {
        for points in [vec![], vec![at(55.6, 12.3)], vec![at(54.6, 12.3), at(57.6, 12.3)]] {
            let plane = Plane::around(points.iter().copied());
            assert!((HEIGHTS.0..=HEIGHTS.1).contains(&plane.height), "{}", plane.height);
            for &point in &points {
                let (x, y) = plane.point(point);
                assert!((0.0..=WIDTH).contains(&x) && (0.0..=plane.height).contains(&y));
            }
        }
    }

    #[test]
    fn a_path_is_written_in_steps_of_a_tenth() {
        let plane = Plane {
            west: 0.0,
            north: 0.0,
            per_lon: 1.0,
            per_lat: 1.0,
            height: 500.0,
            metres: 10.0,
        };
        let path = plane.path(&[at(-1.0, 1.04), at(-2.5, 1.0), at(-2.51, 1.0), at(-2.0, 3.0)]);
        assert_eq!(path, "M1 1l0 1.5l2 -0.5");
        assert_eq!(plane.scale(), ("100.0".to_owned(), "1 km".to_owned()));
    }
}
