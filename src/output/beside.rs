//! What is known beside a plan and shown with it: where roads run, how the plan was found.

use rustc_hash::FxHashMap;

use crate::domain::{Day, PlaceId, Time, Vehicle, VehicleSpec};
use crate::input::PreviousList;
use crate::output::{Course, Recipient};
use crate::plan::Plan;
use crate::plan::replan::Difference;
use crate::travel::{ComputedBy, RoadMap, TravelSource};

/// What is known beside a plan, to be shown with it.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// Where roads run; [`road_map`](crate::travel::road_map) of [`driven`] tells.
    pub roads: &'a RoadMap,
    /// How the plan got cheaper while it was looked for.
    pub course: Option<&'a Course>,
    /// The list that the contractor has already, to mark what has changed since.
    pub previous: Option<&'a PreviousList>,
    /// What a repaired plan changes.
    pub changed: &'a [Difference],
    /// The vehicles that are late, and when they reach the stop that they are on their way to.
    pub late_until: &'a [(String, Time)],
    /// Who can open the archive of the contractor's files; there is none without.
    pub recipients: &'a [Recipient],
}

impl<'a> Beside<'a> {
    /// Where roads run, and nothing else.
    pub fn of(roads: &'a RoadMap) -> Self {
        let (changed, late_until, recipients) = (&[], &[], &[]);
        Self { roads, course: None, previous: None, changed, late_until, recipients }
    }
}

/// The drives of a plan, each once: from where to where. Places that the day does not have are passed
/// over.
pub fn driven(day: &Day, plan: &Plan) -> Vec<(PlaceId, PlaceId)> {
    let places: FxHashMap<&str, PlaceId> =
        (0..).map(PlaceId).zip(&day.places).map(|(id, place)| (place.key.as_str(), id)).collect();
    let vehicles: FxHashMap<&str, &Vehicle> =
        day.vehicles.iter().map(|vehicle| (vehicle.name.as_str(), vehicle)).collect();
    let mut drives = Vec::new();
    for run in &plan.runs {
        let spec = vehicles.get(run.vehicle.as_str()).map(|vehicle| &vehicle.spec);
        let stops = run.stops.iter().filter_map(|stop| places.get(stop.place.as_str()).copied());
        let ends = |place: fn(&VehicleSpec) -> PlaceId| spec.map(place).into_iter();
        let back = ends(|spec| spec.end).filter(|_| !run.broke_down);
        let way = ends(|spec| spec.start).chain(stops).chain(back);
        let way: Vec<PlaceId> = way.collect();
        drives.extend(way.windows(2).map(|pair| (pair[0], pair[1])));
    }
    drives.retain(|(from, to)| from != to);
    drives.sort_unstable();
    drives.dedup();
    drives
}

/// The line that OpenStreetMap's licence asks for, where drives were computed from its roads.
pub(super) fn attribution(travel: &TravelSource) -> Option<&'static str> {
    let by_roads = matches!(travel.computed_by, ComputedBy::Roads(_));
    (by_roads && travel.computed_pairs > 0).then_some(OPENSTREETMAP)
}

/// What the licence of OpenStreetMap's data asks for.
pub(super) const OPENSTREETMAP: &str = "© OpenStreetMap contributors";
