//! How many vehicles plans use, and what that takes off the worth of all rides.

use crate::certificate::drives::most_rounded_off;
use crate::certificate::journey::Vehicle;
use crate::certificate::{PricedPart, Prices, Span};
use crate::domain::{Instance, Money, Tariff};

/// What a vehicle of each type can take off the worth of all rides, and how many there are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fleet {
    /// In parts of an øre.
    pub spares: Vec<i64>,
    pub vehicles: Vec<usize>,
}

impl Fleet {
    /// The most that so many vehicles take off together.
    pub fn spares(&self, most_vehicles: usize) -> i128 {
        let kinds = self.spares.iter().zip(&self.vehicles);
        let mut kinds: Vec<(i64, usize)> = kinds.map(|(&spares, &count)| (spares, count)).collect();
        kinds.sort_unstable_by(|one, two| two.cmp(one));
        let mut left = most_vehicles;
        let mut sum = 0;
        for (spares, count) in kinds {
            let used = count.min(left);
            sum += i128::from(spares.max(0)) * used as i128;
            left -= used;
        }
        sum
    }
}

impl Span {
    /// Whether the number is in it.
    fn has(self, number: usize) -> bool {
        (self.least..=self.most).contains(&number)
    }
}

/// The sum of the worths of a part, less the most that its vehicles earn, in parts of an øre; `None` if no
/// plan keeps to the part.
pub(super) fn value_of(instance: &Instance, part: &PricedPart) -> Option<i128> {
    let earns: Vec<i64> = part.fleet.iter().map(|kind| kind.earns).collect();
    Some(worths(part) - most_earned(instance, part, &earns)?)
}

/// What the prices prove, if they hold: the least value of all parts, with what rounding can take off, in
/// whole øre.
pub(super) fn proven_by(instance: &Instance, prices: &Prices, vehicles: &[Vehicle]) -> Money {
    let rounded: Vec<i64> = vehicles.iter().map(most_rounded_off).collect();
    let value = |part: &PricedPart| {
        let both = part.fleet.iter().zip(&rounded);
        let earns: Vec<i64> = both.map(|(kind, rounded)| kind.earns + rounded).collect();
        Some(worths(part) - most_earned(instance, part, &earns)?)
    };
    let ore = i128::from(Tariff::PARTS_PER_ORE);
    let least = prices.parts.iter().filter_map(value).min().unwrap_or(0);
    let bound = (least + ore - 1).div_euclid(ore).max(0);
    Money::ore(i64::try_from(bound).unwrap_or(i64::MAX))
}

fn worths(part: &PricedPart) -> i128 {
    part.rides.iter().map(|ride| i128::from(ride.worth)).sum()
}

/// The most that vehicles of a part earn together, no more of them than rides.
fn most_earned(instance: &Instance, part: &PricedPart, earns: &[i64]) -> Option<i128> {
    let most = part.vehicles.most.min(instance.requests().len()).min(instance.vehicles().len());
    // By how many vehicles there are, of the types so far.
    let mut best: Vec<Option<i128>> = vec![None; most + 1];
    best[0] = Some(0);
    for (kind, &earns) in part.fleet.iter().zip(earns) {
        let of_kind = kind.used.least..=kind.used.most.min(most);
        let with_kind = (0..=most).map(|number| {
            let ways = of_kind.clone().filter(|&used| used <= number);
            ways.filter_map(|used| Some(best[number - used]? + used as i128 * i128::from(earns)))
                .max()
        });
        best = with_kind.collect();
    }
    best.into_iter().skip(part.vehicles.least).flatten().max()
}

/// Numbers of vehicles of each type that a plan could use and that are in none of the parts.
pub(super) fn uncovered(instance: &Instance, parts: &[PricedPart]) -> Option<Vec<usize>> {
    let parts: Vec<&PricedPart> = parts.iter().collect();
    uncovered_from(instance, &parts, &mut Vec::new())
}

/// The same for numbers that begin so, to which all of these parts keep.
fn uncovered_from(
    instance: &Instance,
    parts: &[&PricedPart],
    numbers: &mut Vec<usize>,
) -> Option<Vec<usize>> {
    let limits: Vec<usize> = instance.types().iter().map(|kind| kind.vehicles.len()).collect();
    let (used, next) = (numbers.iter().sum::<usize>(), numbers.len());
    let open: usize = limits[next..].iter().sum();
    let most = (used + open).min(instance.requests().len());
    let has_all = |part: &&PricedPart| {
        let mut kinds = part.fleet[next..].iter().zip(&limits[next..]);
        kinds.all(|(kind, &limit)| kind.used.least == 0 && kind.used.most >= limit)
            && part.vehicles.least <= used
            && part.vehicles.most >= most
    };
    if parts.iter().any(has_all) {
        return None;
    }
    if next == limits.len() {
        let is_in = |part: &&PricedPart| part.vehicles.has(used);
        return (!parts.iter().any(is_in)).then(|| numbers.clone());
    }
    for number in 0..=limits[next].min(instance.requests().len() - used) {
        let with: Vec<&PricedPart> =
            parts.iter().copied().filter(|part| part.fleet[next].used.has(number)).collect();
        numbers.push(number);
        let found = uncovered_from(instance, &with, numbers);
        numbers.pop();
        if found.is_some() {
            return found;
        }
    }
    None
}
