//! Drives along the straight line, for a day without roads.
//!
//! The great circle (haversine, [`geo`]) times a detour factor, at one average speed. Symmetric, and
//! good to a first guess only.

use geo::{Distance as _, Haversine, Point};

use super::LONGEST_DRIVE;
use crate::domain::{Coordinates, Distance, Duration, Leg, TravelSettings};

/// The drive between two places: metres and seconds rounded up.
///
/// ```
/// use korsel::domain::{Coordinates, TravelSettings};
/// use korsel::travel::straight_leg;
///
/// let settings = TravelSettings { detour_factor: 1.4, ..TravelSettings::default() };
/// let nord = Coordinates { lat: 55.65126, lon: 12.35654 };
/// let syd = Coordinates { lat: 55.61572, lon: 12.34978 };
/// assert_eq!(straight_leg(nord, syd, &settings).distance.as_metres(), 5565);
/// ```
pub fn straight_leg(from: Coordinates, to: Coordinates, settings: &TravelSettings) -> Leg {
    let metres = metres_between(from, to) * settings.detour_factor;
    let seconds = metres / (settings.speed_kmh / 3.6) * settings.time_factor;
    Leg {
        duration: Duration::seconds(seconds.ceil() as i64).min(LONGEST_DRIVE),
        distance: Distance::metres(metres.ceil() as i64),
    }
}

/// The great-circle distance in metres.
pub fn metres_between(from: Coordinates, to: Coordinates) -> f64 {
    Haversine.distance(Point::new(from.lon, from.lat), Point::new(to.lon, to.lat))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundredth_of_a_degree_north_is_worked_by_hand() {
        let settings = TravelSettings {
            time_factor: 1.5,
            detour_factor: 1.4,
            speed_kmh: 36.0,
            ..TravelSettings::default()
        };
        let south = Coordinates { lat: 55.60, lon: 12.35 };
        let north = Coordinates { lat: 55.61, lon: 12.35 };
        // 6,371,008.8 m × π/180 × 0.01 = 1,111.95 m; × 1.4 = 1,556.73 m; at 10 m/s 155.67 s; × 1.5 =
        // 233.51 s.
        let expected = Leg { duration: Duration::seconds(234), distance: Distance::metres(1557) };
        assert_eq!(straight_leg(south, north, &settings), expected);
        assert_eq!(straight_leg(north, south, &settings), expected);
    }
}
