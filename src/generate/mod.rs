//! Days to test with, of any size: invented citizens, centres and vehicles in the manner of Danish
//! municipalities.
//!
//! A day depends on its [`Size`] and on nothing else. What it is like is told in [`DISTRIBUTION`]. It
//! is made for travel times along the straight line, as its places lie on no roads, and so that every
//! ride can be planned.

mod fleet;
mod people;
mod region;
mod timetable;

use chrono::NaiveDate;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::domain::{
    Coordinates, Day, Place, PlaceId, Promise, RushHour, Time, TravelSettings, Window,
};
use crate::error::{Error, Flaw, Result};

/// What a generated day is like, as a table.
pub const DISTRIBUTION: &str = "\
date       Monday 7 December 2026, rush hours 07:15-08:45 and 15:15-17:00 (factor 1.2)
centres    4 to 8 km from the next, spread westward from Ishøj and Vallensbæk
homes      around their centre, ever sparser with the distance: 9 of 10 within 5 km, none beyond 10
sessions   start on the half hours 08:00 to 17:00, most of them 09:00 to 14:30; 60, 75 or 90 min;
           some 8 citizens each, at most 12
rides      of 100 bookings 84 both ways, 8 out, 8 home; 4 more cancelled or absent
mobility   60 % walks, 20 % walker, 8 % folding wheelchair, 8 % wheelchair, 4 % powered wheelchair
needs      8 % one companion, 1 % two; 4 % front seat; 3 % lift for one who walks; 2 % alone;
           2 % not with a citizen of the same session; 3 % at most 45 min; 10 % a note to the driver
vehicles   one for 16 rides, more where a small day's sessions need it; minibus 8+0 5+1 2+2 and
           lift van 4+0 2+1 0+2 with lift, car 4+0; early, late and half-day shifts
depots     one for three centres";

/// The most rides of a generated day.
pub const MOST_RIDES: u32 = 10_000;
/// The most centres of a generated day: they fill the region.
pub const MOST_CENTRES: u32 = 200;

/// How large a day is to be, and which of all such days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
    /// Rides to be driven.
    pub rides: u32,
    /// Centres.
    pub centres: u32,
    /// Another seed gives another day.
    pub seed: u64,
}

impl Size {
    /// # Errors
    /// [`Error::Invalid`] with every number that makes no day.
    fn check(self) -> Result<()> {
        let most_centres = self.rides.clamp(1, MOST_CENTRES);
        let checks = [
            ("rides", self.rides, MOST_RIDES, ""),
            ("centres", self.centres, most_centres, ", no more than there are rides"),
        ];
        let wrong = checks.into_iter().filter(|(_, number, most, _)| !(1..=*most).contains(number));
        let flaws = wrong.map(|(what, number, most, why)| {
            Flaw::new("size", format!("{number} {what}"), format!("ask for 1 to {most}{why}"))
        });
        let flaws: Vec<Flaw> = flaws.collect();
        if flaws.is_empty() { Ok(()) } else { Err(Error::Invalid { flaws }) }
    }
}

/// The day of this size: the same for equal sizes.
///
/// ```
/// use korsel::generate::{Size, generate};
///
/// # fn main() -> Result<(), korsel::error::Error> {
/// let day = generate(Size { rides: 40, centres: 2, seed: 1 })?;
/// assert_eq!((day.rides().count(), day.centres.len()), (40, 2));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`Error::Invalid`] for no rides or more than [`MOST_RIDES`], for no centres, more than
/// [`MOST_CENTRES`] or more than there are rides.
pub fn generate(size: Size) -> Result<Day> {
    size.check()?;
    let mut rng = ChaCha8Rng::seed_from_u64(size.seed);
    let promise = Promise::default();
    let mut places = Places::default();
    let (centres, sites) = region::centres(&mut rng, size.centres as usize, &mut places);
    let attendances = timetable::attendances(&mut rng, size.rides as usize, centres.len());
    let bookings = people::bookings(&mut rng, &attendances, &promise, &sites, &mut places);
    let vehicles = fleet::vehicles(&mut rng, &bookings, &sites, &mut places);
    Ok(Day {
        date: NaiveDate::from_ymd_opt(2026, 12, 7).expect("a date"),
        promise,
        reserve_taxi: None,
        travel: travel_settings(),
        places: places.0,
        centres,
        bookings,
        vehicles,
        given_legs: Vec::new(),
        regularity: crate::domain::Regularity::default(),
    })
}

/// What `day.toml` says if it says nothing, with the rush hours of a weekday.
fn travel_settings() -> TravelSettings {
    let rush_hour =
        |earliest, latest| RushHour { window: Window { earliest, latest }, factor: 1.2 };
    TravelSettings {
        rush_hours: vec![
            rush_hour(Time::hm(7, 15), Time::hm(8, 45)),
            rush_hour(Time::hm(15, 15), Time::hm(17, 0)),
        ],
        ..TravelSettings::default()
    }
}

/// The places so far, in the order in which a day's files name them.
#[derive(Default)]
struct Places(Vec<Place>);

impl Places {
    fn add(&mut self, key: String, coordinates: Coordinates) -> PlaceId {
        self.0.push(Place { key, coordinates });
        PlaceId(self.0.len() as u32 - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Booking, BookingStatus, Rides};
    use crate::travel::straight_leg;

    fn day(rides: u32, centres: u32, seed: u64) -> Day {
        generate(Size { rides, centres, seed }).expect("a day")
    }

    #[test]
    fn a_day_has_just_the_rides_and_centres_asked_for() {
        for (rides, centres) in [(1, 1), (2, 1), (3, 3), (40, 2), (77, 9), (1_000, 12), (2_001, 1)]
        {
            for seed in 0..5 {
                let day = day(rides, centres, seed);
                assert_eq!(day.rides().count(), rides as usize);
                assert_eq!(day.centres.len(), centres as usize);
            }
        }
    }

    #[test]
    fn equal_sizes_give_equal_days_and_another_seed_another_day() {
        assert_eq!(day(300, 5, 7), day(300, 5, 7));
        assert_ne!(day(300, 5, 7), day(300, 5, 8));
    }

    #[test]
    fn what_makes_no_day_is_told_all_at_once() {
        for (rides, centres, told) in [
            (0, 1, "size: 0 rides; ask for 1 to 10000"),
            (10_001, 1, "size: 10001 rides; ask for 1 to 10000"),
            (5, 6, "size: 6 centres; ask for 1 to 5, no more than there are rides"),
            (5, 0, "size: 0 centres; ask for 1 to 5"),
            (10_000, 201, "size: 201 centres; ask for 1 to 200"),
            (0, 0, "2 flaws"),
        ] {
            let error = generate(Size { rides, centres, seed: 1 }).expect_err(told).to_string();
            assert!(error.contains(told), "{error}");
        }
    }

    #[test]
    fn the_largest_day_is_as_documented() {
        let day = day(MOST_RIDES, 100, 1);
        assert_eq!(day.vehicles.len(), 625);
        let all = day.bookings.len() as f64;
        let percent = |is_so: &dyn Fn(&Booking) -> bool| {
            100.0 * day.bookings.iter().filter(|booking| is_so(booking)).count() as f64 / all
        };
        let is_near = |found: f64, expected: f64| (found - expected).abs() < 2.0;
        assert!(is_near(percent(&|b| b.rides == Rides::Both), 84.0));
        assert!(is_near(percent(&|b| b.status != BookingStatus::Approved), 4.0));
        assert!(is_near(percent(&|b| b.mobility.wheelchairs > 0), 12.0));
        assert!(is_near(percent(&|b| b.companions > 0), 9.0));
        let rare: [&dyn Fn(&Booking) -> bool; 5] = [
            &|b| b.alone,
            &|b| b.front_seat,
            &|b| !b.not_with.is_empty(),
            &|b| b.needs_lift && !b.mobility.needs_lift,
            &|b| b.longest_trip < day.promise.longest_trip,
        ];
        assert!(rare.into_iter().all(|is_so| (1.0..6.0).contains(&percent(is_so))));
        let metres = day.bookings.iter().map(|booking| {
            let [home, centre] = [booking.home, day.centres[booking.centre].place]
                .map(|place| day.places[place.index()].coordinates);
            straight_leg(home, centre, &day.travel).distance.as_metres() as f64 / 1.4
        });
        let metres: Vec<f64> = metres.collect();
        assert!(metres.iter().all(|&metres| metres < 10_000.0));
        let near = metres.iter().filter(|&&metres| metres < 5_000.0).count() as f64 / all;
        assert!((0.85..0.95).contains(&near), "{near}");
    }
}
