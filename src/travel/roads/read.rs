//! Roads out of an OpenStreetMap PBF file.
//!
//! One pass, some blobs at a time in parallel, and nothing is kept but what lies in the area asked
//! for, so that a whole country's extract fits in memory too. Relies on the usual order of such
//! files: nodes, then ways, then relations.

use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use osmpbf::{Blob, BlobDecode, BlobReader, Element, PrimitiveBlock, RelMemberType, Relation, Way};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::area::Area;
use super::data::{Restriction, Road, RoadData, RoadUse};
use super::speeds::{SpeedTable, tagged_limit};
use super::tags::{
    Tags, TurnRule, directions, drivable_class, is_closed_node, may_stop, turn_rule,
};
use crate::domain::Coordinates;
use crate::error::{Error, Flaw, Result};

/// Blobs decoded at a time: some 30 MB of content.
const BATCH: usize = 32;

/// Reads the roads of an area.
///
/// # Errors
/// [`Error::Read`] if the file cannot be opened, [`Error::Invalid`] if it is no PBF file, damaged,
/// in an unusual order, or has no road in the area.
pub fn read_roads(path: &Path, area: &Area, speeds: &SpeedTable) -> Result<RoadData> {
    let file = File::open(path).map_err(|source| Error::Read { path: path.into(), source })?;
    let mut blobs = BlobReader::new(BufReader::new(file));
    let mut gathered = Gathered::default();
    loop {
        let batch: Result<Vec<Blob>, _> = blobs.by_ref().take(BATCH).collect();
        let batch = batch.map_err(|error| damaged(path, error))?;
        if batch.is_empty() {
            break;
        }
        let parts: Vec<_> = batch.par_iter().map(|blob| Part::decode(blob, area, speeds)).collect();
        for part in parts {
            gathered.add(part.map_err(|why| damaged(path, why))?).map_err(|Unsorted| {
                flaw(path, "has nodes after ways", "sort it: osmium sort IN -o OUT")
            })?;
        }
    }
    let data = gathered.finish();
    if data.roads.is_empty() {
        let expected = "give an extract that covers the places, with its roads";
        return Err(flaw(path, "has no road for cars near the day's places", expected));
    }
    Ok(data)
}

fn damaged(path: &Path, why: impl std::fmt::Display) -> Error {
    let found = format!("is not a readable OpenStreetMap PBF file ({why})");
    flaw(path, &found, "give an undamaged .osm.pbf file")
}

fn flaw(path: &Path, found: &str, expected: &str) -> Error {
    Error::Invalid { flaws: vec![Flaw::new(path.display().to_string(), found, expected)] }
}

/// What one blob holds for us.
#[derive(Default)]
struct Part {
    nodes: Vec<Node>,
    closed: Vec<i64>,
    ways: Vec<(i64, Vec<i64>, RoadUse)>,
    restrictions: Vec<RawRestriction>,
}

#[derive(Clone, Copy)]
struct Node {
    id: i64,
    lat: i32,
    lon: i32,
}

struct RawRestriction {
    rule: TurnRule,
    from: Vec<i64>,
    via: i64,
    to: Vec<i64>,
}

impl Part {
    fn decode(blob: &Blob, area: &Area, speeds: &SpeedTable) -> Result<Self, String> {
        // The decoder adds up differences unchecked and trusts member types, so that a forged file
        // could make it panic.
        let decoded = catch_unwind(AssertUnwindSafe(|| match blob.decode() {
            Ok(BlobDecode::OsmData(block)) => Ok(Self::of_block(&block, area, speeds)),
            Ok(_) => Ok(Self::default()),
            Err(error) => Err(error.to_string()),
        }));
        decoded.unwrap_or_else(|_| Err("numbers out of range".into()))
    }

    fn of_block(block: &PrimitiveBlock, area: &Area, speeds: &SpeedTable) -> Self {
        let mut part = Self::default();
        block.for_each_element(|element| match element {
            Element::DenseNode(node) => {
                let (lat, lon) = (node.decimicro_lat(), node.decimicro_lon());
                part.add_node(area, Node { id: node.id(), lat, lon }, node.tags());
            }
            Element::Node(node) => {
                let (lat, lon) = (node.decimicro_lat(), node.decimicro_lon());
                part.add_node(area, Node { id: node.id(), lat, lon }, node.tags());
            }
            Element::Way(way) => {
                let tags = Tags::new(way.tags());
                let road_use = road_use(&tags, speeds);
                part.ways.extend(road_use.map(|road_use| road(&way, road_use)));
            }
            Element::Relation(relation) => part.restrictions.extend(restriction(&relation)),
        });
        part
    }

    fn add_node<'a>(
        &mut self,
        area: &Area,
        node: Node,
        tags: impl ExactSizeIterator<Item = (&'a str, &'a str)>,
    ) {
        if !area.contains(node.lat, node.lon) {
            return;
        }
        self.nodes.push(node);
        if is_closed_node(&Tags::new(tags)) {
            self.closed.push(node.id);
        }
    }
}

fn road(way: &Way<'_>, road_use: RoadUse) -> (i64, Vec<i64>, RoadUse) {
    (way.id(), way.refs().collect(), road_use)
}

/// How cars use a way with these tags, if they do.
fn road_use(tags: &Tags<'_>, speeds: &SpeedTable) -> Option<RoadUse> {
    let class = drivable_class(tags)?;
    let ways = directions(tags);
    let kmh = |direction| speeds.kmh(class, tagged_limit(tags, direction));
    let road_use = RoadUse {
        class,
        forward_kmh: ways.forward.then(|| kmh("forward")),
        backward_kmh: ways.backward.then(|| kmh("backward")),
        may_stop: may_stop(class, tags),
    };
    (ways.forward || ways.backward).then_some(road_use)
}

/// A restriction with one node as its `via`; those over a whole way are rare and are not read.
fn restriction(relation: &Relation<'_>) -> Option<RawRestriction> {
    let rule = turn_rule(&Tags::new(relation.tags()))?;
    let (mut from, mut via, mut to) = (Vec::new(), None, Vec::new());
    for member in relation.members() {
        match (member.role().ok()?, member.member_type) {
            ("from", RelMemberType::Way) => from.push(member.member_id),
            ("to", RelMemberType::Way) => to.push(member.member_id),
            ("via", RelMemberType::Node) => via = Some(member.member_id),
            ("via", _) => return None,
            _ => {}
        }
    }
    Some(RawRestriction { rule, from, via: via?, to })
}

/// The file's nodes came after its ways.
struct Unsorted;

#[derive(Default)]
struct Gathered {
    /// In the order of their ids.
    nodes: Vec<Node>,
    closed: FxHashSet<i64>,
    /// The point that a node became, by the node's position.
    point_of: Vec<Option<u32>>,
    data: RoadData,
    restrictions: Vec<RawRestriction>,
}

impl Gathered {
    fn add(&mut self, part: Part) -> Result<(), Unsorted> {
        if !part.nodes.is_empty() && !self.point_of.is_empty() {
            return Err(Unsorted);
        }
        self.nodes.extend(part.nodes);
        self.closed.extend(part.closed);
        if !part.ways.is_empty() && self.point_of.is_empty() {
            if !self.nodes.is_sorted_by_key(|node| node.id) {
                self.nodes.sort_by_key(|node| node.id);
            }
            self.point_of = vec![None; self.nodes.len()];
        }
        for (way, refs, usage) in part.ways {
            self.add_way(way, &refs, usage);
        }
        self.restrictions.extend(part.restrictions);
        Ok(())
    }

    /// Adds the parts of a way that lie in the area.
    fn add_way(&mut self, way: i64, refs: &[i64], usage: RoadUse) {
        let mut points = Vec::with_capacity(refs.len());
        for &id in refs {
            match self.point(id) {
                Some(point) if points.last() == Some(&point) => {}
                Some(point) => points.push(point),
                None => self.add_road(way, std::mem::take(&mut points), usage),
            }
        }
        self.add_road(way, points, usage);
    }

    fn add_road(&mut self, way: i64, points: Vec<u32>, usage: RoadUse) {
        if points.len() >= 2 {
            self.data.roads.push(Road { way, points, usage });
        }
    }

    fn point(&mut self, id: i64) -> Option<u32> {
        let position = self.nodes.binary_search_by_key(&id, |node| node.id).ok()?;
        let Node { lat, lon, .. } = self.nodes[position];
        let data = &mut self.data;
        let point = *self.point_of[position].get_or_insert_with(|| {
            data.points
                .push(Coordinates { lat: f64::from(lat) * 1e-7, lon: f64::from(lon) * 1e-7 });
            data.closed.push(self.closed.contains(&id));
            data.points.len() as u32 - 1
        });
        Some(point)
    }

    fn finish(mut self) -> RoadData {
        for RawRestriction { rule, from, via, to } in self.restrictions {
            let position = self.nodes.binary_search_by_key(&via, |node| node.id).ok();
            let point = position.and_then(|position| *self.point_of.get(position)?);
            let bound = point.map(|via| Restriction { rule, from, via, to });
            self.data.restrictions.extend(bound);
        }
        self.data
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_pbf::PbfWriter;
    use super::*;
    use crate::domain::{Place, TravelSettings};

    const RESIDENTIAL: (&str, &str) = ("highway", "residential");

    fn read(bytes: &[u8]) -> Result<RoadData> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("roads.osm.pbf");
        std::fs::write(&path, bytes).expect("writes");
        let coordinates = Coordinates { lat: 55.6, lon: 12.35 };
        let place = Place { key: "home".into(), coordinates };
        let speeds = SpeedTable::new(&TravelSettings::default()).expect("built-in speeds");
        read_roads(&path, &Area::around(&[place]), &speeds)
    }

    fn message(bytes: &[u8]) -> String {
        read(bytes).expect_err("no roads").to_string()
    }

    fn three_nodes() -> PbfWriter {
        let gate = [("barrier", "bollard")];
        PbfWriter::new().nodes(&[
            (-7, 55.600, 12.350, &[]),
            (10, 55.601, 12.350, &gate),
            (12, 55.602, 12.350, &[]),
            (90, 57.0, 10.0, &[]),
        ])
    }

    #[test]
    fn speeds_directions_barriers_and_restrictions_are_read() {
        let restriction = [("type", "restriction"), ("restriction", "no_left_turn")];
        let members = [("from", 1, 1), ("via", 12, 0), ("to", 2, 1)];
        let over_a_way = [("from", 1, 1), ("via", 2, 1), ("to", 2, 1)];
        let file = three_nodes()
            .ways(&[
                (1, &[-7, 10, 12], &[RESIDENTIAL, ("maxspeed", "20"), ("oneway", "-1")]),
                (2, &[12, -7], &[("highway", "motorway"), ("maxspeed:forward", "DK:urban")]),
                (3, &[-7, 10], &[("highway", "footway")]),
                (4, &[-7, 10], &[RESIDENTIAL, ("access", "private")]),
            ])
            .relations(&[(1, &members, &restriction), (2, &over_a_way, &restriction)]);
        let data = read(&file.finish()).expect("reads");
        assert_eq!(data.roads.len(), 2);
        let class = |name| super::super::speeds::RoadClass::parse(name).expect("a class");
        let (small, large) = (class("residential"), class("motorway"));
        let slow =
            RoadUse { class: small, forward_kmh: None, backward_kmh: Some(18.0), may_stop: true };
        let fast =
            RoadUse { class: large, forward_kmh: Some(45.0), backward_kmh: None, may_stop: false };
        assert_eq!((data.roads[0].way, data.roads[0].usage), (1, slow));
        assert_eq!((data.roads[1].way, data.roads[1].usage), (2, fast));
        assert_eq!(data.roads[0].points, [0, 1, 2]);
        assert_eq!(data.closed, [false, true, false]);
        assert!((data.points[2].lat - 55.602).abs() < 1e-9);
        let [one] = &data.restrictions[..] else { panic!("{:?}", data.restrictions) };
        assert_eq!((one.rule, one.via), (TurnRule::Forbidden, 2));
        assert_eq!((&one.from[..], &one.to[..]), (&[1][..], &[2][..]));
    }

    #[test]
    fn roads_are_cut_off_where_the_area_ends() {
        let ways: [(i64, &[i64], _); 2] =
            [(1, &[10, 12, 90, -7, 10], &[RESIDENTIAL][..]), (2, &[90, -7], &[RESIDENTIAL])];
        let data = read(&three_nodes().ways(&ways).finish()).expect("reads");
        let points: Vec<_> = data.roads.iter().map(|road| (road.way, road.points.len())).collect();
        assert_eq!(points, [(1, 2), (1, 2)]);
    }

    #[test]
    fn broken_files_are_flaws_and_never_panics() {
        let whole = three_nodes().ways(&[(1, &[-7, 10], &[RESIDENTIAL])]).finish();
        assert!(read(&whole).is_ok());
        assert!(
            message(b"street;number\nNordvej;1\n").contains("not a readable OpenStreetMap PBF")
        );
        assert!(message(&whole[..whole.len() - 3]).contains("not a readable OpenStreetMap PBF"));
        assert!(message(b"").contains("no road"));
        assert!(message(&three_nodes().finish()).contains("no road"));
        let member_of_no_kind = three_nodes().relations(&[(
            1,
            &[("from", 1, 9)],
            &[("type", "restriction"), ("restriction", "no_u_turn")],
        )]);
        assert!(message(&member_of_no_kind.finish()).contains("out of range"));
        let ways_first = PbfWriter::new()
            .nodes(&[(1, 55.6, 12.35, &[])])
            .ways(&[(1, &[1], &[RESIDENTIAL])])
            .nodes(&[(2, 55.6, 12.36, &[])]);
        assert!(message(&ways_first.finish()).contains("osmium sort"));
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x5a;
            // Some damage cannot be seen; none may panic.
            let _ = read(&damaged);
        }
    }
}
