//! Prices of requests to begin with, where the day has waves: the volume algorithm (Barahona and Anbil 2000,
//! doi:10.1007/s101070050002).
//!
//! For prices π of requests, each vehicle type has a cheapest day, and the plan made of such days serves
//! request i some s_i times, mostly not once. Prices rise where that is too little and fall where it is too
//! much. What the plans so far serve on the average, the newest counting most, tells better than the
//! last plan does, and comes close to serving everybody once:
//!
//! ```text
//! π' = π* + t (1 − s̄),   t = f (target − value of π*) / |1 − s̄|²      0 ≤ π' ≤ what leaving out costs
//! s̄  = α s(π') + (1 − α) s̄                                           such that 1 − s̄ is shortest
//! ```
//!
//! where π* are the best prices so far. The factor f grows as long as that helps and shrinks when it does not.
//! This takes no linear program, each of which takes long before the columns are good. The wave routes of all
//! these days are good ones.

use crate::domain::TypeId;
use crate::exact::bound::{Bound, Generation};
use crate::exact::fleet::Fleet;
use crate::exact::pricing::{Duals, Path};

/// So many steps are taken, with so many labels for each node and company.
const STEPS: usize = 75;
const LABELS: usize = 2;
/// The factor f at first, at least and at most.
const FACTOR: (f64, f64, f64) = (0.1, 5e-4, 2.0);
/// It is multiplied so after a step that went up, and after so many that did not, so.
const LONGER: f64 = 1.1;
const SHORTER: (usize, f64) = (10, 0.66);
/// How much the newest plan counts at most, and such a part of that at least.
const NEWEST: (f64, f64) = (0.3, 0.1);
/// So often it is looked at whether the value still rises by such a part; if not, the newest plan counts for
/// half as much.
const LOOKS: usize = 50;
const RISES: f64 = 0.005;
/// What requests cost in a known plan is scaled by this at first.
const SCALE: f64 = 0.5;

/// An ascent under way.
struct Ascent<'a, 'b> {
    generation: &'a mut Generation<'b>,
    fleet: &'a Fleet,
    best: Point,
    /// How often each request is served on the average.
    average: Vec<f64>,
    factor: f64,
    newest: f64,
    /// How many steps have not gone up since the factor was changed.
    in_vain: usize,
    met: Vec<(TypeId, Path)>,
}

/// Prices, and what comes of them.
struct Point {
    value: i64,
    duals: Duals,
    served: Vec<f64>,
}

/// The best prices on a climb from the last ones, or from what requests cost in a known plan, the wave routes on
/// the way being kept; `None` if the day has no waves, or the fleet allows no plan. No plan is expected to cost
/// more than the target.
pub(super) fn ascend(
    generation: &mut Generation,
    fleet: &Fleet,
    target: i64,
    is_over: &(dyn Fn() -> bool + Sync),
) -> Option<Duals> {
    let shares = generation.shares.iter().map(|&share| (share as f64 * SCALE) as i64);
    let known = generation.prices_met.as_ref().map(|duals| duals.requests.clone());
    let first = known.unwrap_or_else(|| shares.collect());
    let mut met = Vec::new();
    let best = point(generation, fleet, first, &mut met, is_over)?;
    let average = best.served.clone();
    let (factor, newest) = (FACTOR.0, NEWEST.0);
    let mut ascent = Ascent { generation, fleet, best, average, factor, newest, in_vain: 0, met };
    let mut before = ascent.best.value;
    for step in 1..=STEPS {
        // Where a step takes long, it is better to have any bound.
        let is_late = is_over() || ascent.generation.is_exact_due();
        if is_late || !ascent.step(target, is_over) {
            break;
        }
        if step.is_multiple_of(LOOKS) {
            let rise = (ascent.best.value - before) as f64;
            if rise < RISES * target as f64 {
                ascent.newest /= 2.0;
            }
            before = ascent.best.value;
        }
    }
    let Ascent { generation, best, met, .. } = ascent;
    generation.spare(&met);
    Some(best.duals)
}

/// What comes of such prices.
fn point(
    generation: &mut Generation,
    fleet: &Fleet,
    prices: Vec<i64>,
    met: &mut Vec<(TypeId, Path)>,
    is_over: &(dyn Fn() -> bool + Sync),
) -> Option<Point> {
    let types = generation.pricers.number() / generation.links.waves.number();
    let mut duals = Duals {
        requests: prices,
        types: vec![0; types],
        ends: vec![0; types * generation.links.places()],
        waves: vec![0; generation.links.waves.number()],
        cuts: Vec::new(),
    };
    let days = generation.cheapest_days(&duals, LABELS, is_over)?;
    let (costs, days): (Vec<i64>, Vec<_>) = days.into_iter().unzip();
    let numbers = fleet.cheapest(&costs)?;
    let mut served = vec![0.0; duals.requests.len()];
    for ((kind, paths), number) in (0..).map(TypeId).zip(days).zip(numbers) {
        for path in paths {
            let known = path.nodes.iter().filter_map(|&node| generation.network.known(node));
            known.for_each(|rider| served[rider.index()] += number as f64);
            met.push((kind, path));
        }
    }
    duals.types = costs;
    let least = vec![0; duals.types.len()];
    let Bound { value, duals, .. } = Bound::of(duals, least, fleet)?;
    Some(Point { value, duals, served })
}

impl Ascent<'_, '_> {
    /// One step; false if nothing more can come of it.
    fn step(&mut self, target: i64, is_over: &(dyn Fn() -> bool + Sync)) -> bool {
        let way = self.way();
        let length: f64 = way.iter().map(|part| part * part).sum();
        if length < 1e-9 {
            return false;
        }
        let missing = (target - self.best.value).max(target / 100) as f64;
        let far = self.factor * missing / length;
        let prices = self.best.duals.requests.iter().zip(&way).zip(self.generation.prices);
        let next = prices
            .map(|((&dual, part), &price)| (dual as f64 + far * part).clamp(0.0, price as f64));
        let next = next.map(|dual| dual as i64).collect();
        let next = point(self.generation, self.fleet, next, &mut self.met, is_over);
        let Some(next) = next else { return false };
        self.count(&next.served);
        if next.value > self.best.value {
            let along: f64 = way.iter().zip(&next.served).map(|(part, s)| part * (1.0 - s)).sum();
            if along >= 0.0 {
                self.factor = (self.factor * LONGER).min(FACTOR.2);
            }
            (self.best, self.in_vain) = (next, 0);
        } else {
            self.in_vain += 1;
            if self.in_vain == SHORTER.0 {
                (self.factor, self.in_vain) = ((self.factor * SHORTER.1).max(FACTOR.1), 0);
            }
        }
        true
    }

    /// Which way prices are to go, but for those that can go no further.
    fn way(&self) -> Vec<f64> {
        let both = self.average.iter().zip(&self.best.duals.requests).zip(self.generation.prices);
        let part = |((served, &dual), &price): ((&f64, &i64), &i64)| {
            let missing = 1.0 - served;
            let is_least = dual <= 0 && missing < 0.0;
            let is_most = dual >= price && missing > 0.0;
            if is_least || is_most { 0.0 } else { missing }
        };
        both.map(part).collect()
    }

    /// Lets another plan count.
    fn count(&mut self, served: &[f64]) {
        let (mut along, mut length) = (0.0, 0.0);
        for (average, served) in self.average.iter().zip(served) {
            let (missing, change) = (1.0 - average, served - average);
            along += missing * change;
            length += change * change;
        }
        let (most, part) = (self.newest, NEWEST.1);
        let share = if length > 0.0 { along / length } else { 0.0 };
        let share = share.clamp(most * part, most);
        for (average, served) in self.average.iter_mut().zip(served) {
            *average += share * (served - *average);
        }
    }
}
