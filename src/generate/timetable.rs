//! Who trains where and when: groups of citizens at centres, spread over the day.

use rand::RngExt;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;

use crate::domain::{BookingStatus, Duration, Rides, Session, Time};

/// How many of a hundred sessions or so start at 08:00, at 08:30, and so on.
const STARTS: [u32; 19] = [3, 4, 6, 7, 8, 8, 8, 7, 6, 6, 7, 7, 6, 5, 4, 3, 2, 2, 1];
/// How long a session is, in minutes, and how many of ten are.
const LENGTHS: [(i64, u32); 3] = [(60, 6), (75, 2), (90, 2)];
/// How many citizens train together, usually and at most.
const GROUP: usize = 8;
const LARGEST_GROUP: usize = 12;
/// Of a hundred bookings, how many are for both rides, out, home.
const RIDES: [(Rides, u32); 3] = [(Rides::Both, 84), (Rides::Out, 8), (Rides::Home, 8)];
/// How many rides a booking has on average, in hundredths.
const RIDES_OF_HUNDRED: usize = 184;
/// The share of bookings that are not driven.
const CANCELLED: f64 = 0.03;
const ABSENT: f64 = 0.01;

/// A citizen's place in a group.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Attendance {
    pub centre: usize,
    pub session: Session,
    pub rides: Rides,
    pub status: BookingStatus,
}

/// Attendances with just so many rides to be driven, in the order of the day.
pub(super) fn attendances(rng: &mut ChaCha8Rng, rides: usize, centres: usize) -> Vec<Attendance> {
    let mut groups = groups(rng, rides, centres);
    let mut attendances = Vec::new();
    let mut missing = rides;
    while missing > 0 {
        let full = |group: &&mut Group| group.members >= LARGEST_GROUP;
        let chosen = rng.random_range(0..groups.len());
        let (before, after) = groups.split_at_mut(chosen);
        let mut round = after.iter_mut().chain(before);
        let group = round.find(|group| !full(group)).expect("groups have room for half more");
        let status = match rng.random::<f64>() {
            part if part < ABSENT => BookingStatus::Absent,
            part if part < ABSENT + CANCELLED => BookingStatus::Cancelled,
            _ => BookingStatus::Approved,
        };
        let mut asked = RIDES.choose_weighted(rng, |&(_, share)| share).expect("shares").0;
        if missing == 1 && asked == Rides::Both {
            asked = if rng.random_bool(0.5) { Rides::Out } else { Rides::Home };
        }
        if status == BookingStatus::Approved {
            group.members += 1;
            missing -= asked.directions().len();
        }
        let Group { centre, session, .. } = *group;
        attendances.push(Attendance { centre, session, rides: asked, status });
    }
    attendances.sort_by_key(|attendance| (attendance.session.start, attendance.centre));
    attendances
}

/// People who train together.
struct Group {
    centre: usize,
    session: Session,
    members: usize,
}

/// Enough groups for so many rides; the day's hours and the centres have their even share.
fn groups(rng: &mut ChaCha8Rng, rides: usize, centres: usize) -> Vec<Group> {
    let bookings = (rides * 100).div_ceil(RIDES_OF_HUNDRED);
    let count = bookings.div_ceil(GROUP).max(centres.min(bookings));
    let mut order: Vec<usize> = (0..centres).collect();
    let group = |index: usize| {
        // Every centre has had its turn before the first has its next.
        if index.is_multiple_of(centres) {
            order.shuffle(rng);
        }
        let start = start((index as f64 + rng.random::<f64>()) / count as f64);
        let length = LENGTHS.choose_weighted(rng, |&(_, share)| share).expect("shares").0;
        let session = Session { start, end: start + Duration::minutes(length) };
        Group { centre: order[index % centres], session, members: 0 }
    };
    (0..count).map(group).collect()
}

/// The start before which this share of the day's sessions starts.
fn start(share: f64) -> Time {
    let mut rest = share * f64::from(STARTS.iter().sum::<u32>());
    let is_later = |&&weight: &&u32| {
        rest -= f64::from(weight);
        rest >= 0.0
    };
    let slot = STARTS[..STARTS.len() - 1].iter().take_while(is_later).count();
    Time::hm(8, 30 * slot as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use std::collections::BTreeMap;

    #[test]
    fn sessions_are_on_half_hours_and_no_group_is_too_large() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let attendances = attendances(&mut rng, 3_000, 40);
        let mut groups: BTreeMap<(usize, Time, Time), usize> = BTreeMap::new();
        for attendance in attendances {
            let Session { start, end } = attendance.session;
            assert!(start >= Time::hm(8, 0) && start <= Time::hm(17, 0));
            assert_eq!((start - Time::MIDNIGHT).as_milliseconds() % 1_800_000, 0);
            assert!(end - start >= Duration::minutes(60) && end - start <= Duration::minutes(90));
            if attendance.status == BookingStatus::Approved {
                *groups.entry((attendance.centre, start, end)).or_default() += 1;
            }
        }
        // Two groups of one centre may meet.
        assert!(groups.values().all(|&members| members <= 2 * LARGEST_GROUP));
        assert!(groups.keys().map(|&(centre, ..)| centre).max() == Some(39));
    }

    #[test]
    fn the_days_hours_have_their_share() {
        assert_eq!(start(0.0), Time::hm(8, 0));
        // 3 of 100 sessions start at 08:00, 4 at 08:30.
        assert_eq!((start(0.0299), start(0.0301)), (Time::hm(8, 0), Time::hm(8, 30)));
        assert_eq!(start(0.9999), Time::hm(17, 0));
        assert_eq!(STARTS.iter().sum::<u32>(), 100);
    }
}
