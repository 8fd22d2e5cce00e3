//! `korsel register calibration`: planned times of drives against what they took.

use std::path::{Path, PathBuf};

use chrono::{Local, NaiveDate, TimeDelta};
use clap::Args;
use rustc_hash::FxHashMap;

use crate::cli::arguments::{date, roads_are_there};
use crate::cli::register::{RegisterArguments, refused};
use crate::cli::{Answer, print, tell};
use crate::domain::{Coordinates, Place, PlaceId, TravelSettings};
use crate::error::Result;
use crate::input::municipality;
use crate::output::{calibration_text, is_along_roads};
use crate::register::{Calibration, ClassedDrive, Content, PerformedDrive};
use crate::travel::road_mixes;

pub(super) const EXAMPLES: &str = "\
Examples:
  korsel register calibration --register municipality.db
  korsel register calibration --register municipality.db --from 2026-10-01 --to 2026-12-31 \\
    --roads denmark-latest.osm.pbf";

/// How far back drives are looked at where nothing is said.
const USUAL_WEEKS: i64 = 4;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    /// The first date [default: four weeks before the last]
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<NaiveDate>,
    /// The last date [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Option<NaiveDate>,
    /// The roads by which the days were planned, to tell classes of road apart [default: classes of
    /// distance]
    #[arg(long, value_name = "FILE.osm.pbf")]
    roads: Option<PathBuf>,
}

/// Prints the report; no if there are too few drives to propose anything.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    roads_are_there(arguments.roads.as_deref())?;
    let register = arguments.register.open()?;
    let to = arguments.to.unwrap_or_else(|| Local::now().date_naive());
    let from = arguments.from.unwrap_or(to - TimeDelta::weeks(USUAL_WEEKS));
    if from > to {
        let reason = format!("{from} is after the last date, {to}");
        return Err(refused("--from", &reason, "begin no later than it ends"));
    }
    let mut drives = register.performed_drives(from, to)?;
    // Those of the latest plans, if settings have changed in between.
    let travel = drives.last().map_or_else(String::new, |drive| drive.travel.clone());
    let all = drives.len();
    drives.retain(|drive| drive.travel == travel);
    if drives.len() < all {
        let others = all - drives.len();
        tell(&format!("note: {others} drives were planned by other travel settings; left out"));
    }
    let settings = municipality(&travel)?.travel;
    let roads = arguments.roads.as_deref();
    if let Some(roads) = roads.filter(|_| !drives.is_empty() && !is_along_roads(&travel)) {
        let reason = "is of no use: these days were planned along the straight line";
        return Err(refused(&roads.display().to_string(), reason, "leave it out"));
    }
    let classed = classed(&drives, &register.content()?, &settings, roads)?;
    let calibration = Calibration::of(&classed, roads.is_some());
    print(&calibration_text(&calibration, (from, to), &settings)?);
    Ok(if calibration.proposal.is_some() { Answer::Yes } else { Answer::No })
}

/// The drives with their classes: of road where roads are known, else of distance.
fn classed<'a>(
    drives: &'a [PerformedDrive],
    content: &Content,
    settings: &TravelSettings,
    roads: Option<&Path>,
) -> Result<Vec<ClassedDrive<'a>>> {
    let Some(roads) = roads else {
        let by_distance = |drive| ClassedDrive { drive, classes: vec![(distance(drive), 1.0)] };
        return Ok(drives.iter().map(by_distance).collect());
    };
    let mut places = Places::default();
    let ends: Vec<Option<(PlaceId, PlaceId)>> =
        drives.iter().map(|drive| places.ends(drive, content)).collect();
    let known: Vec<(PlaceId, PlaceId)> = ends.iter().flatten().copied().collect();
    let mut mixes = road_mixes(&places.list, settings, roads, &known)?.into_iter();
    let mixes = ends.iter().map(|ends| ends.and_then(|_| mixes.next().flatten()));
    let classed = drives.iter().zip(mixes);
    Ok(classed.filter_map(|(drive, mix)| Some(ClassedDrive { drive, classes: mix? })).collect())
}

fn distance(drive: &PerformedDrive) -> &'static str {
    match drive.distance.as_metres() {
        ..2_000 => "0 to 2 km",
        2_000..5_000 => "2 to 5 km",
        5_000..10_000 => "5 to 10 km",
        _ => "over 10 km",
    }
}

/// Places under the names that the register has for them.
#[derive(Default)]
struct Places {
    list: Vec<Place>,
    by_key: FxHashMap<String, PlaceId>,
}

impl Places {
    fn ends(&mut self, drive: &PerformedDrive, content: &Content) -> Option<(PlaceId, PlaceId)> {
        let mut id = |key: Option<&String>| self.id(key?, content);
        Some((id(drive.from.as_ref())?, id(drive.to.as_ref())?))
    }

    fn id(&mut self, key: &str, content: &Content) -> Option<PlaceId> {
        if let Some(known) = self.by_key.get(key) {
            return Some(*known);
        }
        let coordinates: Coordinates = match (content.centres.get(key), content.citizens.get(key)) {
            (Some(site), _) => site.coordinates,
            (None, citizen) => citizen?.home,
        };
        let id = PlaceId(self.list.len() as u32);
        self.list.push(Place { key: key.to_owned(), coordinates });
        self.by_key.insert(key.to_owned(), id);
        Some(id)
    }
}
