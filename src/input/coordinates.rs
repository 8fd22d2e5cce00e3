//! Coordinates as people export them: degrees, degrees in the wrong order, or metres of UTM 32N.
//!
//! Only a point in Denmark is right. Metres (EPSG:25832, what Danish registers give) are recognised
//! by their size and turned into degrees; degrees in the wrong order are refused, since a file that
//! has them swapped was made by hand.

use std::ops::RangeInclusive;

use proj4rs::Proj;
use proj4rs::transform::transform;

use crate::domain::Coordinates;
use crate::input::cells::Cells;
use crate::input::values::{decimal, quoted};

/// Denmark with Bornholm, in degrees north and east.
const LATITUDES: RangeInclusive<f64> = 54.4..=57.9;
const LONGITUDES: RangeInclusive<f64> = 7.9..=15.3;
/// The same in metres of UTM zone 32N.
const NORTHINGS: RangeInclusive<f64> = 6_020_000.0..=6_440_000.0;
const EASTINGS: RangeInclusive<f64> = 400_000.0..=920_000.0;

const UTM_32N: &str = "+proj=utm +zone=32 +ellps=GRS80 +units=m +no_defs";
const DEGREES: &str = "+proj=longlat +ellps=GRS80 +no_defs";

/// What two cells say about where something is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Position {
    /// They are empty.
    Absent,
    /// They name this point.
    Given(Coordinates),
    /// They are wrong, which has been noted.
    Wrong,
}

/// The point in two cells.
pub fn read(cells: &mut Cells, lat: &str, lon: &str) -> Position {
    let texts = (cells.text(lat), cells.text(lon));
    match texts {
        ("", "") => return Position::Absent,
        ("", _) => cells.flaw(lat, "is empty", "give both coordinates or none"),
        (_, "") => cells.flaw(lon, "is empty", "give both coordinates or none"),
        (north, east) => match (number(cells, lat, north), number(cells, lon, east)) {
            (Some(north), Some(east)) => match point(north, east) {
                Ok(coordinates) => return Position::Given(coordinates),
                Err((found, expected)) => {
                    let shown = format!("{} and {}", quoted(texts.0), quoted(texts.1));
                    cells.flaw(lat, format!("{shown} {found}"), expected)
                }
            },
            _ => return Position::Wrong,
        },
    };
    Position::Wrong
}

fn number(cells: &mut Cells, column: &str, text: &str) -> Option<f64> {
    let number = decimal(text);
    if number.is_none() {
        let found = format!("{} is not a coordinate", quoted(text));
        cells.flaw(column, found, "write degrees such as 55.65126");
    }
    number
}

/// The point that two numbers name, or what they are and what would be right.
fn point(north: f64, east: f64) -> Result<Coordinates, (&'static str, &'static str)> {
    let is_in_box = |lat, lon| LATITUDES.contains(&lat) && LONGITUDES.contains(&lon);
    let is_utm = |north, east| NORTHINGS.contains(&north) && EASTINGS.contains(&east);
    let metres = if is_utm(north, east) {
        from_utm(north, east)
    } else if is_utm(east, north) {
        from_utm(east, north)
    } else {
        None
    };
    if is_in_box(north, east) {
        Ok(Coordinates { lat: north, lon: east })
    } else if is_in_box(east, north) {
        Err(("are in the wrong order", "lat (north) is about 55, lon (east) about 12: swap them"))
    } else {
        metres.filter(|point| is_in_box(point.lat, point.lon)).ok_or((
            "are outside Denmark",
            "lat is 54.4 to 57.9 and lon 7.9 to 15.3 degrees (or metres of UTM zone 32)",
        ))
    }
}

/// The point at these metres of UTM zone 32N; `None` where the projection has none.
fn from_utm(north: f64, east: f64) -> Option<Coordinates> {
    let utm = Proj::from_proj_string(UTM_32N).ok()?;
    let degrees = Proj::from_proj_string(DEGREES).ok()?;
    let mut point = (east, north, 0.0);
    transform(&utm, &degrees, &mut point).ok()?;
    let (lon, lat) = (point.0.to_degrees(), point.1.to_degrees());
    // Seven decimals are a centimetre, and write the same on every machine.
    let rounded = |angle: f64| (angle * 1e7).round() / 1e7;
    (lat.is_finite() && lon.is_finite())
        .then_some(Coordinates { lat: rounded(lat), lon: rounded(lon) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_in_denmark_are_taken_as_they_are() {
        assert_eq!(point(55.65126, 12.35654), Ok(Coordinates { lat: 55.65126, lon: 12.35654 }));
        // Rønne on Bornholm.
        assert!(point(55.10, 14.70).is_ok());
    }

    #[test]
    fn metres_are_converted_in_either_order() {
        // Expected: the inverse of Krüger's series to third order, computed apart from proj4rs.
        let point_of = |north, east| point(north, east).expect("in Denmark");
        for (north, east, lat, lon) in [
            (6_100_000.0, 500_000.0, 55.046_806, 9.0),
            (6_168_500.0, 711_000.0, 55.616_566, 12.350_755),
            (6_106_000.0, 860_000.0, 54.970_474, 14.626_729),
        ] {
            let found = point_of(north, east);
            assert!((found.lat - lat).abs() < 1e-6 && (found.lon - lon).abs() < 1e-6, "{found:?}");
        }
        let ishoj = point_of(6_168_500.0, 711_000.0);
        assert_eq!(point_of(711_000.0, 6_168_500.0), ishoj);
    }

    #[test]
    fn swapped_and_foreign_points_are_told_apart() {
        assert_eq!(point(12.35, 55.65).expect_err("swapped").0, "are in the wrong order");
        for (north, east) in [(0.0, 0.0), (-55.6, 12.3), (48.85, 2.35), (5.6e9, 1e12)] {
            assert_eq!(point(north, east).expect_err("abroad").0, "are outside Denmark");
        }
    }
}
