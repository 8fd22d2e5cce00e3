//! Drives along the roads of an OpenStreetMap extract.
//!
//! Five steps, a file each: [`read`] the roads near the places, cut them into [`stretches`] between
//! junctions, build the [`graph`] of them ([`turns`] forbidden, the largest strongly connected
//! [`component`] found), [`snap`] each place to the nearest road, and [`search`] once from each place.
//! For a map, [`way`] tells where a drive goes and [`background`] what lies around it. What tags mean is
//! in [`tags`] and [`speeds`]. Traffic lights and turns cost no time of their own;
//! the average speeds stand for them.

mod area;
mod background;
mod component;
mod core;
mod cost;
mod data;
mod graph;
mod read;
#[cfg(test)]
mod samples;
mod search;
mod snap;
mod speeds;
mod stretches;
mod tags;
#[cfg(test)]
mod test_pbf;
mod turns;
#[cfg(test)]
mod twin;
mod way;

use std::path::Path;

use rayon::prelude::*;

use self::area::Area;
use self::data::RoadData;
use self::graph::Graph;
use self::read::read_roads;
use self::search::Searcher;
use self::snap::{Position, Snapper};
use self::speeds::SpeedTable;
pub use self::speeds::{road_classes, road_speeds};
use self::stretches::Stretches;
use crate::domain::{Coordinates, Place, PlaceId, TravelSettings, TravelTable};
use crate::error::{Error, Flaw, Result};
use crate::travel::map::RoadMap;

/// The classes of road that a drive takes, with the share of its time on each.
pub type RoadMix = Vec<(&'static str, f64)>;

/// A place further than this from any road is off the map.
const FURTHEST_FROM_ROAD_M: f64 = 1000.0;

/// The drives between all places along the roads of an `.osm.pbf` file.
///
/// # Errors
/// [`Error::Read`] or [`Error::Invalid`] if the file gives no roads, a place is over a kilometre from
/// them, or a speed in the settings is none.
pub(super) fn road_table(
    path: &Path,
    places: &[Place],
    settings: &TravelSettings,
) -> Result<TravelTable> {
    let speeds = SpeedTable::new(settings).map_err(|flaws| Error::Invalid { flaws })?;
    let Some(first) = places.first() else {
        return Ok(TravelTable::from_fn(0, |_, _| unreachable!("there are no places")));
    };
    let data = read_roads(path, &Area::around(places), &speeds)?;
    let network = Network::new(&data);
    let positions = network.positions(path, places, first.coordinates)?;
    let searcher = Searcher::new(&network, &positions);
    let scratch = || searcher.scratch();
    Ok(TravelTable::from_rows(places.len(), scratch, |scratch, from| {
        let drives = searcher.drives(from.index(), scratch).into_iter();
        drives.map(|cost| cost.leg(settings.time_factor)).collect()
    }))
}

/// The roads of an `.osm.pbf` file around all places, and the ways that drives between them take.
///
/// # Errors
/// As [`road_table`]; but a place may lie off the map.
pub(super) fn road_map(
    path: &Path,
    places: &[Place],
    settings: &TravelSettings,
    drives: &[(PlaceId, PlaceId)],
) -> Result<RoadMap> {
    let speeds = SpeedTable::new(settings).map_err(|flaws| Error::Invalid { flaws })?;
    if places.is_empty() {
        return Ok(RoadMap::default());
    }
    let network = Network::new(&read_roads(path, &Area::around(places), &speeds)?);
    let positions = network.positions_near(places);
    let ways = drives.par_iter().filter_map(|&(from, to)| {
        let way = way::way(&network, positions[from.index()]?, positions[to.index()]?)?;
        Some(((from, to), way))
    });
    let ways: Vec<_> = ways.collect();
    Ok(RoadMap::new(ways, background::roads(&network.stretches, places)))
}

/// How much of each drive's time goes to each class of road, as shares of one; none for a drive from
/// or to a place off the map.
///
/// # Errors
/// As [`road_map`].
pub(super) fn road_mixes(
    path: &Path,
    places: &[Place],
    settings: &TravelSettings,
    drives: &[(PlaceId, PlaceId)],
) -> Result<Vec<Option<RoadMix>>> {
    let speeds = SpeedTable::new(settings).map_err(|flaws| Error::Invalid { flaws })?;
    let network = Network::new(&read_roads(path, &Area::around(places), &speeds)?);
    let positions = network.positions_near(places);
    let mixes = drives.par_iter().map(|&(from, to)| {
        let mix = way::mix(&network, positions[from.index()]?, positions[to.index()]?)?;
        let whole: u32 = mix.iter().map(|(_, time)| time).sum();
        let share = |time: u32| f64::from(time) / f64::from(whole.max(1));
        Some(mix.into_iter().map(|(class, time)| (class.name(), share(time))).collect())
    });
    Ok(mixes.collect())
}

/// Roads, ready to be searched.
struct Network {
    stretches: Stretches,
    graph: Graph,
}

impl Network {
    fn new(data: &RoadData) -> Self {
        let stretches = Stretches::cut(data);
        let graph = Graph::new(&stretches, &turns::bans(data, &stretches));
        Self { stretches, graph }
    }

    /// Where on the roads the places are that are near one.
    fn positions_near(&self, places: &[Place]) -> Vec<Option<Position>> {
        let Some(first) = places.first() else { return Vec::new() };
        let snapper = Snapper::new(&self.stretches, &self.graph, first.coordinates);
        let is_near = |position: &Position| position.metres <= FURTHEST_FROM_ROAD_M;
        let nearest = |place: &Place| snapper.nearest(place.coordinates).filter(is_near);
        places.par_iter().map(nearest).collect()
    }

    /// Where on the roads the places are.
    fn positions(
        &self,
        path: &Path,
        places: &[Place],
        origin: Coordinates,
    ) -> Result<Vec<Position>> {
        let snapper = Snapper::new(&self.stretches, &self.graph, origin);
        let mut positions = Vec::with_capacity(places.len());
        let mut flaws = Vec::new();
        for place in places {
            match snapper.nearest(place.coordinates) {
                Some(position) if position.metres <= FURTHEST_FROM_ROAD_M => {
                    positions.push(position)
                }
                position => flaws.push(off_the_map(path, place, position)),
            }
        }
        if flaws.is_empty() { Ok(positions) } else { Err(Error::Invalid { flaws }) }
    }
}

fn off_the_map(path: &Path, place: &Place, nearest: Option<Position>) -> Flaw {
    let Coordinates { lat, lon } = place.coordinates;
    let distance = match nearest {
        Some(position) => format!("is {:.1} km from the nearest road", position.metres / 1000.0),
        None => "is near no road".into(),
    };
    Flaw::new(
        path.display().to_string(),
        format!("place \"{}\" at {lat:.5}, {lon:.5} {distance}", place.key),
        "every place lies within 1 km of a road that cars may use",
    )
    .hint("correct its coordinates, or take an extract that covers it")
}
