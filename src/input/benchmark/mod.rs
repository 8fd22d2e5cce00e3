//! Public dial-a-ride benchmark files → the same [`Instance`] as a real day.
//!
//! Read are the files of Cordeau & Laporte (2003), doi:10.1016/S0191-2615(02)00045-0, of Cordeau
//! (2006), doi:10.1287/opre.1060.0283, and of Ropke, Cordeau & Laporte (2007),
//! doi:10.1002/net.20177. They give minutes, and a unit of distance is a minute of driving; costs
//! are the distance. Here these become milliseconds: drives and the opening of windows are rounded
//! up and all limits down, so that what keeps our rules keeps the file's. A millisecond of driving
//! costs one øre. A ride is limited from the end of boarding to the beginning of alighting, a route
//! from leaving the depot to being back.

mod consistency;
mod fields;
mod file;
mod referee;

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use self::file::{File, Node};
use crate::domain::{
    Distance, Duration, Instance, Layouts, Leg, Load, Money, PlaceId, Request, Stop, Tariff, Time,
    TravelTable, TripClock, Vehicle, VehicleSpec, Visit, Window,
};
use crate::error::Result;
use crate::evaluate::{Route, Solution};

/// Milliseconds in a minute, and so in a unit of distance.
const MINUTE: f64 = 60_000.0;
/// Products of decimal numbers miss whole milliseconds by less than this.
const NOISE: f64 = 1e-6;

/// A public instance, and what its solutions are worth by the rules of its authors.
#[derive(Clone, Debug)]
pub struct Benchmark {
    /// The file's name without its extension, e.g. `a4-48`.
    pub name: String,
    /// The problem: request `i` of the file is the request at `i - 1`.
    pub instance: Instance,
    /// What the file says.
    file: File,
}

impl Benchmark {
    /// The instance in a file, whichever dialect it is in.
    ///
    /// # Errors
    /// [`Error::Read`](crate::error::Error::Read), or
    /// [`Error::Invalid`](crate::error::Error::Invalid) with every flaw of the file.
    ///
    /// ```no_run
    /// use korsel::input::Benchmark;
    ///
    /// let benchmark = Benchmark::read("a4-48.txt".as_ref())?;
    /// assert_eq!(benchmark.instance.requests().len(), 48);
    /// # Ok::<(), korsel::error::Error>(())
    /// ```
    pub fn read(path: &Path) -> Result<Self> {
        Self::new(path, file::read(path)?)
    }

    fn new(path: &Path, file: File) -> Result<Self> {
        let points: Vec<_> = file.nodes.iter().map(|node| node.point).collect();
        let (places, travel) = places(&points);
        let requests = (1..=file.requests).map(|pickup| request(&file, pickup, &places)).collect();
        let spec = spec(&file, &places);
        let vehicle = |number: usize| Vehicle {
            name: number.to_string(),
            kind: String::new(),
            spec: spec.clone(),
        };
        let vehicles = (1..=file.vehicles).map(vehicle).collect();
        let instance = Instance::new(requests, vehicles, Arc::new(travel), Vec::new())?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, instance, file })
    }

    /// The Euclidean length of all routes, depot legs included, in double precision.
    pub fn objective(&self, solution: &Solution) -> f64 {
        let routes = self.node_routes(solution);
        routes.iter().map(|nodes| self.length(nodes)).sum()
    }

    /// The nodes of each route that is driven, numbered as in the file, depots left out.
    pub fn node_routes(&self, solution: &Solution) -> Vec<Vec<usize>> {
        let driven = solution.routes().iter().filter(|route| !route.is_empty());
        driven.map(|route| self.nodes(route)).collect()
    }

    /// The distance that such a cost stands for, too long by less than a millisecond for each drive.
    pub fn distance_of(&self, cost: Money) -> f64 {
        cost.as_ore() as f64 / MINUTE
    }

    /// The distance that no solution is shorter than, if none costs less than `cost`.
    ///
    /// Each drive of a solution was rounded up by less than a millisecond, and a solution has no
    /// more drives than two for each request and one more for each vehicle. The bound is one of the
    /// solutions that keep every limit by times in milliseconds.
    pub fn bound(&self, cost: Money) -> f64 {
        let requests = self.instance.requests().len();
        let drives = 2 * requests + requests.min(self.instance.vehicles().len());
        (self.distance_of(cost) - drives as f64 / MINUTE).max(0.0)
    }

    /// Every rule of the file that routes break, one sentence each, if so many requests are left out;
    /// judged by the file's own numbers, with no code of the solver's.
    pub fn violations(&self, routes: &[Vec<usize>], left_out: usize) -> Vec<String> {
        referee::violations(&self.file, routes, left_out)
    }

    fn nodes(&self, route: &Route) -> Vec<usize> {
        let requests = self.instance.requests().len();
        let node = |stop: &Stop| match stop {
            Stop::Pickup(request) => request.index() + 1,
            Stop::Dropoff(request) => request.index() + 1 + requests,
        };
        route.stops().iter().map(node).collect()
    }

    fn length(&self, nodes: &[usize]) -> f64 {
        let end = self.file.nodes.len() - 1;
        let stops = std::iter::once(0).chain(nodes.iter().copied()).chain([end]);
        let points: Vec<_> = stops.map(|node| self.file.nodes[node].point).collect();
        points.windows(2).map(|pair| distance(pair[0], pair[1])).sum()
    }
}

fn distance(from: (f64, f64), to: (f64, f64)) -> f64 {
    (from.0 - to.0).hypot(from.1 - to.1)
}

fn rounded_up(minutes: f64) -> i64 {
    (minutes * MINUTE - NOISE).ceil() as i64
}

fn rounded_down(minutes: f64) -> i64 {
    (minutes * MINUTE + NOISE).floor() as i64
}

/// The place of each node, and the drives between places; nodes at one point are one place.
fn places(points: &[(f64, f64)]) -> (Vec<PlaceId>, TravelTable) {
    let mut known = FxHashMap::default();
    let mut distinct = Vec::new();
    let place_of = |&(x, y): &(f64, f64)| {
        *known.entry((x.to_bits(), y.to_bits())).or_insert_with(|| {
            distinct.push((x, y));
            PlaceId(distinct.len() as u32 - 1)
        })
    };
    let places = points.iter().map(place_of).collect();
    let travel = TravelTable::from_fn(distinct.len(), |from, to| {
        let length = distance(distinct[from.index()], distinct[to.index()]);
        let duration = Duration::milliseconds(rounded_up(length));
        // Nothing is charged for it, and what is reported is measured on the points.
        Leg { duration, distance: Distance::ZERO }
    });
    (places, travel)
}

/// The request whose pickup is this node.
fn request(file: &File, pickup: usize, places: &[PlaceId]) -> Request {
    let visit = |node: usize| Visit {
        place: places[node],
        window: cut(window(&file.nodes[node]), window(&file.nodes[0])),
        service: Duration::milliseconds(rounded_up(file.nodes[node].service)),
    };
    Request {
        name: pickup.to_string(),
        pickup: visit(pickup),
        dropoff: visit(pickup + file.requests),
        load: Load { seats: file.nodes[pickup].load.unsigned_abs(), ..Load::EMPTY },
        longest_ride: Some(Duration::milliseconds(rounded_down(file.longest_ride))),
        trip_clock: TripClock::Aboard,
        alone: false,
        needs_lift: false,
        not_with: Vec::new(),
        taxi_price: None,
    }
}

fn spec(file: &File, places: &[PlaceId]) -> VehicleSpec {
    let shift = window(&file.nodes[0]);
    let longest = Duration::milliseconds(rounded_down(file.longest_route));
    VehicleSpec {
        start: places[0],
        end: places[file.nodes.len() - 1],
        shift,
        longest_duration: (longest < shift.latest - shift.earliest).then_some(longest),
        layouts: Layouts::new(vec![(file.capacity, 0)]).expect("a capacity is at least one"),
        front_seats: 0,
        lift: false,
        break_rule: None,
        // An øre for each millisecond.
        tariff: Tariff { per_hour_driving: Money::ore(3_600_000), ..Tariff::default() },
    }
}

fn window(node: &Node) -> Window {
    Window {
        earliest: Time::from_milliseconds(rounded_up(node.opens)),
        latest: Time::from_milliseconds(rounded_down(node.closes)),
    }
}

/// What of a window lies within the depot's.
fn cut(window: Window, depot: Window) -> Window {
    Window {
        earliest: window.earliest.max(depot.earliest),
        latest: window.latest.min(depot.latest),
    }
}
