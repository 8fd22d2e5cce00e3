//! Where centres, homes and depots lie: on a plane of metres that is laid on the map at Ishøj.
//!
//! No function but the square root is used, so that every machine finds the same points.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::Places;
use crate::domain::{Address, Centre, Coordinates};

/// Between Ishøj and Vallensbæk.
const ORIGIN: Coordinates = Coordinates { lat: 55.63, lon: 12.35 };
/// Metres of a degree there.
const PER_LAT: f64 = 111_195.0;
const PER_LON: f64 = 62_790.0;

/// Centres stand on a lattice of triangles with sides of this length, each moved by up to `SHIFT`
/// along either axis, so that neighbours are 4 to 8 km apart.
const SIDE: f64 = 6_000.0;
const SHIFT: f64 = 900.0;
/// Not farther east than this, where the sea is.
const EASTERNMOST: f64 = 5_000.0;
/// How far homes spread; see [`Site::home`].
const SPREAD: f64 = 4_700.0;
/// A depot is no farther from a centre than this along either axis.
const TO_DEPOT: f64 = 2_000.0;

/// A point in metres east and north of the origin.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Site {
    east: f64,
    north: f64,
}

impl Site {
    /// A home of somebody who trains here. Each axis is the sum of three even draws, which comes near a
    /// normal distribution and never strays far.
    pub(super) fn home(self, rng: &mut ChaCha8Rng) -> Coordinates {
        let mut axis = || SPREAD * ((0..3).map(|_| rng.random::<f64>()).sum::<f64>() - 1.5);
        let (east, north) = (axis(), axis());
        self.moved(east, north).coordinates()
    }

    /// A depot not far from here.
    pub(super) fn depot(self, rng: &mut ChaCha8Rng) -> Coordinates {
        let mut axis = || rng.random_range(-TO_DEPOT..TO_DEPOT);
        let (east, north) = (axis(), axis());
        self.moved(east, north).coordinates()
    }

    fn moved(self, east: f64, north: f64) -> Self {
        Self { east: self.east + east, north: self.north + north }
    }

    /// Degrees with six decimals, as files have them.
    fn coordinates(self) -> Coordinates {
        let rounded = |degrees: f64| (degrees * 1e6).round() / 1e6;
        Coordinates {
            lat: rounded(ORIGIN.lat + self.north / PER_LAT),
            lon: rounded(ORIGIN.lon + self.east / PER_LON),
        }
    }

    fn squared_distance(self) -> f64 {
        self.east * self.east + self.north * self.north
    }
}

/// So many centres, the nearest to the origin first, and where they stand.
pub(super) fn centres(
    rng: &mut ChaCha8Rng,
    count: usize,
    places: &mut Places,
) -> (Vec<Centre>, Vec<Site>) {
    let mut sites = lattice(count);
    for site in &mut sites {
        let mut shift = || rng.random_range(-SHIFT..SHIFT);
        *site = site.moved(shift(), shift());
    }
    let centres = (1..).zip(&sites).map(|(number, site)| {
        let id = format!("T{number}");
        let address = Address {
            street: "Prøvestræde".to_owned(),
            number: number.to_string(),
            floor_door: String::new(),
            postcode: "0000".to_owned(),
            town: "Prøveby".to_owned(),
        };
        let place = places.add(id.clone(), site.coordinates());
        let name = format!("Træningscenter {number}");
        Centre { id, name, phone: String::new(), address, place }
    });
    (centres.collect(), sites)
}

/// The points of the lattice nearest to the origin.
fn lattice(count: usize) -> Vec<Site> {
    // A square of this many rows either way holds the half disc of that many points.
    let reach = (1..).find(|reach| reach * reach >= count as i32).unwrap_or(1) + 1;
    let height = SIDE * 0.75_f64.sqrt();
    let row = |row: i32| {
        let indent = f64::from(row.rem_euclid(2)) / 2.0;
        (-reach..=reach).map(move |column| Site {
            east: SIDE * (f64::from(column) + indent),
            north: height * f64::from(row),
        })
    };
    let mut sites: Vec<Site> = (-reach..=reach).flat_map(row).collect();
    sites.retain(|site| site.east <= EASTERNMOST);
    sites.sort_by(|one, two| one.squared_distance().total_cmp(&two.squared_distance()));
    sites.truncate(count);
    sites
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::MOST_CENTRES;
    use rand::SeedableRng;

    #[test]
    fn neighbouring_centres_are_four_to_eight_kilometres_apart_on_zealand() {
        for count in [2, 3, 10, MOST_CENTRES as usize] {
            let mut rng = ChaCha8Rng::seed_from_u64(count as u64);
            let (centres, sites) = centres(&mut rng, count, &mut Places::default());
            assert_eq!((centres.len(), sites.len()), (count, count));
            for (index, one) in sites.iter().enumerate() {
                let others = sites.iter().enumerate().filter(|&(other, _)| other != index);
                let apart = |two: &Site| one.moved(-two.east, -two.north).squared_distance().sqrt();
                let nearest = others.map(|(_, two)| apart(two)).fold(f64::INFINITY, f64::min);
                assert!((4_000.0..8_000.0).contains(&nearest), "{nearest}");
                let Coordinates { lat, lon } = one.coordinates();
                assert!((55.0..56.3).contains(&lat) && (11.2..12.5).contains(&lon), "{lat} {lon}");
            }
        }
    }
}
