//! What becomes of the rides of the made-up year: most are driven, some are not, and of some the
//! contractor says nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use korsel::domain::Direction;
use korsel::plan::{Plan, rides_told};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::Town;
use crate::outcomes::list;

const MISSED: &str = "udeblevet";

/// Who is to pay for which dates, and how often nobody showed up, in words of this test alone.
#[derive(Default)]
pub struct Driven {
    /// The citizen of each ride that is to be paid for.
    pub paid: BTreeMap<NaiveDate, Vec<String>>,
    /// Rides nobody showed up for.
    pub no_shows: usize,
}

impl Driven {
    /// The contractor drives a plan and sends the performed list, which is taken in.
    pub fn drive(&mut self, town: &Town, plan: &Plan) {
        let mut rng = ChaCha8Rng::seed_from_u64(plan.date.num_days_from_ce() as u64);
        let mut ended: BTreeMap<String, &str> = BTreeMap::new();
        let mut missed: BTreeSet<String> = BTreeSet::new();
        let paid = self.paid.entry(plan.date).or_default();
        let mut rides = rides_told(plan);
        rides.sort_by_key(|ride| (ride.direction == Direction::Home, ride.booking.clone()));
        for ride in rides {
            let outs = ["vogn kom ikke", "afbud ved døren", MISSED, "", "kørt"];
            let outcome = outs[rng.random_range(0..24).min(4)];
            let is_home = ride.direction == Direction::Home;
            if outcome == MISSED {
                self.no_shows += 1;
                if !is_home {
                    missed.insert(ride.citizen.clone());
                }
            }
            // Who did not come out is not driven home either, unless the contractor says so.
            let is_expected = outcome.is_empty() && !(is_home && missed.contains(&ride.citizen));
            if outcome == "kørt" || is_expected {
                paid.push(ride.citizen);
            }
            let way = if is_home { "hjem" } else { "ud" };
            ended.insert(format!("{}-{way}", ride.booking), outcome);
        }
        let ended: Vec<(&str, &str)> =
            ended.iter().map(|(ride, how)| (ride.as_str(), *how)).collect();
        let taken = town.outcomes(&list(plan, 1.1, &ended), &[]);
        assert_eq!(taken.code, 0, "{}: {}", plan.date, taken.err);
    }
}
