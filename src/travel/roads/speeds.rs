//! How fast a road is driven: a speed per class, and the tagged limit where there is one.
//!
//! The table's speeds are averages over whole streets, junctions and bends included, so they lie
//! well below the limits. They were set so that drives in Ishøj and Vallensbæk take, in the median,
//! as long as another routing engine says.

use super::tags::Tags;
use crate::domain::TravelSettings;
use crate::error::{Error, Flaw, Result};

/// Class (`highway` value), average speed and the limit taken for granted, both in km/h.
const CLASSES: [(&str, f64, f64); 15] = [
    ("motorway", 110.0, 110.0),
    ("motorway_link", 60.0, 70.0),
    ("trunk", 80.0, 90.0),
    ("trunk_link", 50.0, 70.0),
    ("primary", 66.0, 70.0),
    ("primary_link", 45.0, 60.0),
    ("secondary", 54.0, 60.0),
    ("secondary_link", 40.0, 60.0),
    ("tertiary", 47.0, 50.0),
    ("tertiary_link", 38.0, 50.0),
    ("unclassified", 37.0, 50.0),
    ("residential", 30.0, 50.0),
    ("living_street", 12.0, 15.0),
    ("road", 30.0, 50.0),
    ("service", 17.0, 30.0),
];

/// The share of a limit that is reached on average, however straight the road.
const SHARE_OF_LIMIT: f64 = 0.9;

/// The classes of road that are driven on, as `[travel.road_speeds_kmh]` may name them.
pub fn road_classes() -> impl Iterator<Item = &'static str> {
    CLASSES.iter().map(|(class, ..)| *class)
}

/// The speed in km/h on each class of road by these settings, where no limit is tagged.
///
/// # Errors
/// [`Error::Invalid`] with every speed that is none.
pub fn road_speeds(settings: &TravelSettings) -> Result<Vec<(&'static str, f64)>> {
    let table = SpeedTable::new(settings).map_err(|flaws| Error::Invalid { flaws })?;
    Ok(road_classes().zip(table.kmh).collect())
}

/// A class of road, as an index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RoadClass(u8);

impl RoadClass {
    /// The class that a `highway` value names, or `None` if cars do not use it.
    pub fn parse(highway: &str) -> Option<Self> {
        let index = CLASSES.iter().position(|(class, ..)| *class == highway)?;
        Some(Self(index as u8))
    }

    /// Its `highway` value.
    pub fn name(self) -> &'static str {
        CLASSES[usize::from(self.0)].0
    }
}

/// The average speed on each class of road.
#[derive(Clone, Debug)]
pub struct SpeedTable {
    kmh: [f64; CLASSES.len()],
}

impl SpeedTable {
    /// The built-in speeds, overridden by the settings.
    ///
    /// # Errors
    /// A flaw for each class that does not exist and each speed that is none.
    pub fn new(settings: &TravelSettings) -> Result<Self, Vec<Flaw>> {
        let mut table = Self { kmh: CLASSES.map(|(_, speed, _)| speed) };
        let mut flaws = Vec::new();
        for (class, kmh) in &settings.road_speeds_kmh {
            match RoadClass::parse(class) {
                None => flaws.push(unknown_class(class)),
                Some(_) if !(1.0..=150.0).contains(kmh) => flaws.push(no_speed(class, *kmh)),
                Some(RoadClass(index)) => table.kmh[usize::from(index)] = *kmh,
            }
        }
        if flaws.is_empty() { Ok(table) } else { Err(flaws) }
    }

    /// The speed in km/h on a road of this class with this tagged limit.
    ///
    /// A limit above the one that the class takes for granted raises the speed in proportion; any
    /// limit caps it.
    pub fn kmh(&self, class: RoadClass, limit: Option<f64>) -> f64 {
        let index = usize::from(class.0);
        let speed = self.kmh[index];
        match limit {
            None => speed,
            Some(limit) => {
                let raised = speed * f64::max(1.0, limit / CLASSES[index].2);
                raised.min(limit * SHARE_OF_LIMIT)
            }
        }
    }
}

fn unknown_class(class: &str) -> Flaw {
    let classes: Vec<_> = road_classes().collect();
    Flaw::new("day.toml", format!("\"{class}\" is no class of road"), "use one of the known ones")
        .column("travel.road_speeds_kmh")
        .hint(classes.join(", "))
}

fn no_speed(class: &str, kmh: f64) -> Flaw {
    Flaw::new("day.toml", format!("{kmh} is no speed"), "write km/h from 1 to 150")
        .column(format!("travel.road_speeds_kmh.{class}"))
}

/// The tagged limit in km/h for one direction (`forward` or `backward`), if it can be read.
pub fn tagged_limit(tags: &Tags<'_>, direction: &str) -> Option<f64> {
    let keys = [&format!("maxspeed:{direction}"), "maxspeed", "maxspeed:type", "zone:maxspeed"];
    keys.into_iter().filter_map(|key| tags.get(key)).find_map(parse_limit)
}

/// The limit in km/h that a `maxspeed` value states: `50`, `30 mph`, `DK:urban`, `none`, `walk`. Of
/// several values the lowest; `None` for what cannot be read or varies by the hour.
pub fn parse_limit(text: &str) -> Option<f64> {
    let limits = text.split([';', ',']).filter_map(|part| single_limit(part.trim()));
    limits.reduce(f64::min)
}

fn single_limit(text: &str) -> Option<f64> {
    let named = match text {
        "none" => Some(130.0),
        "walk" => Some(7.0),
        _ => country_limit(text),
    };
    let number_end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(number_end);
    let kmh_per_unit = match unit.trim() {
        "" | "km/h" | "kmh" | "kph" => 1.0,
        "mph" => 1.609_344,
        "knots" => 1.852,
        _ => return named,
    };
    let stated = number.parse::<f64>().ok().map(|number| number * kmh_per_unit);
    named.or(stated).filter(|kmh| (5.0..=200.0).contains(kmh))
}

/// The Danish limit behind `DK:urban` and the like; other countries' zones are taken as Danish.
fn country_limit(text: &str) -> Option<f64> {
    let (country, zone) = text.split_once(':')?;
    if country.len() != 2 {
        return None;
    }
    match zone {
        "urban" => Some(50.0),
        "rural" | "trunk" => Some(80.0),
        "motorway" => Some(130.0),
        "living_street" => Some(15.0),
        _ => zone.trim_start_matches("zone").trim_start_matches(':').parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(speeds: &[(&str, f64)]) -> TravelSettings {
        TravelSettings {
            road_speeds_kmh: speeds.iter().map(|(class, kmh)| ((*class).into(), *kmh)).collect(),
            ..TravelSettings::default()
        }
    }

    #[test]
    fn limits_are_read_in_all_their_spellings() {
        let cases = [
            ("50", Some(50.0)),
            ("50 km/h", Some(50.0)),
            ("30 mph", Some(48.28032)),
            ("30mph", Some(48.28032)),
            ("DK:urban", Some(50.0)),
            ("DK:rural", Some(80.0)),
            ("DK:motorway", Some(130.0)),
            ("DK:zone30", Some(30.0)),
            ("DK:zone:40", Some(40.0)),
            ("DK:30", Some(30.0)),
            ("none", Some(130.0)),
            ("walk", Some(7.0)),
            ("80;60", Some(60.0)),
            ("signals", None),
            ("variable", None),
            ("", None),
            ("0", None),
            ("fast", None),
            ("9999", None),
            ("1.2.3", None),
        ];
        for (text, limit) in cases {
            assert_eq!(parse_limit(text), limit, "{text}");
        }
    }

    #[test]
    fn a_direction_of_its_own_wins_over_the_common_limit() {
        let tags = Tags::new([("maxspeed", "50"), ("maxspeed:backward", "30")]);
        assert_eq!(tagged_limit(&tags, "forward"), Some(50.0));
        assert_eq!(tagged_limit(&tags, "backward"), Some(30.0));
        let zone = Tags::new([("maxspeed", "signals"), ("zone:maxspeed", "DK:40")]);
        assert_eq!(tagged_limit(&zone, "forward"), Some(40.0));
    }

    #[test]
    fn limits_cap_the_speed_and_raise_it_on_faster_roads() {
        let table = SpeedTable::new(&settings(&[("primary", 50.0), ("residential", 28.0)]))
            .expect("known classes");
        let primary = RoadClass::parse("primary").expect("a class");
        assert_eq!(table.kmh(primary, None), 50.0);
        assert_eq!(table.kmh(primary, Some(40.0)), 36.0);
        // 70 is taken for granted, so 105 makes it one and a half times as fast.
        assert_eq!(table.kmh(primary, Some(105.0)), 75.0);
        let residential = RoadClass::parse("residential").expect("a class");
        assert_eq!(table.kmh(residential, Some(30.0)), 27.0);
        assert_eq!(table.kmh(residential, Some(50.0)), 28.0);
    }

    #[test]
    fn unknown_classes_and_impossible_speeds_are_flaws() {
        let wrong = settings(&[("footway", 5.0), ("primary", 0.0), ("service", f64::NAN)]);
        let flaws = SpeedTable::new(&wrong).expect_err("three flaws");
        assert_eq!(flaws.len(), 3);
        assert!(flaws[0].found.contains("footway"));
        assert!(flaws[1].column.as_deref().is_some_and(|column| column.ends_with(".primary")));
    }
}
