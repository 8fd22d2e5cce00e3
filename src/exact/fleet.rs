//! How many vehicles a plan may use: of each type, together, and in each wave.
//!
//! A linear program uses parts of vehicles, and with them parts of day fees and of ways to and from a wave.
//! Each plan uses whole vehicles: at most so many, or more. Splitting a fleet so brings the bound of either
//! half closer to what plans of that half cost.

use crate::domain::Instance;

/// From this part of a vehicle on, more or less, a number of vehicles is not whole.
const WHOLE: f64 = 1e-3;

/// Least and most, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Span {
    pub least: usize,
    pub most: usize,
}

impl Span {
    /// At most the whole number below, and at least the one above.
    fn split(self, at: f64) -> [Self; 2] {
        let below = at.floor() as usize;
        [Self { most: below, ..self }, Self { least: below + 1, ..self }]
    }
}

/// Numbers of vehicles that a plan may use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fleet {
    pub of_type: Vec<Span>,
    pub all: Span,
    /// In each wave, of all types together; none where the day is one wave.
    pub waves: Vec<Span>,
}

/// How many vehicles are used.
#[derive(Clone, Debug)]
pub(super) struct Used {
    pub of_type: Vec<f64>,
    pub waves: Vec<f64>,
}

impl Fleet {
    /// The whole fleet, on a day of one wave.
    pub fn of(instance: &Instance) -> Self {
        let kinds = instance.types().iter();
        let of_type = kinds.map(|kind| Span { least: 0, most: kind.vehicles.len() });
        let all = Span { least: 0, most: instance.vehicles().len() };
        Self { of_type: of_type.collect(), all, waves: Vec::new() }
    }

    /// The whole fleet, on a day of so many waves.
    pub fn in_waves(instance: &Instance, number: usize) -> Self {
        let whole = Self::of(instance);
        let waves = if number > 1 { vec![whole.all; number] } else { Vec::new() };
        Self { waves, ..whole }
    }

    /// What the use of vehicles in waves costs at least, each at the cost of its wave.
    pub fn least_cost_of_waves(&self, costs: &[i64]) -> i64 {
        let least = |(span, &cost): (&Span, &i64)| {
            let number = if cost < 0 { span.most } else { span.least };
            cost.saturating_mul(number as i64)
        };
        self.waves.iter().zip(costs).map(least).fold(0, i64::saturating_add)
    }

    /// What vehicles cost at least together, each at the cost of its type; `None` if there are no
    /// such numbers of vehicles.
    pub fn least_cost(&self, costs: &[i64]) -> Option<i64> {
        let numbers = self.cheapest(costs)?;
        let times = |(number, &cost): (usize, &i64)| cost.saturating_mul(number as i64);
        Some(numbers.into_iter().zip(costs).map(times).fold(0, i64::saturating_add))
    }

    /// How many of each type are cheapest together, as [`Fleet::least_cost`].
    pub fn cheapest(&self, costs: &[i64]) -> Option<Vec<usize>> {
        let mut order: Vec<usize> = (0..costs.len()).collect();
        order.sort_unstable_by_key(|&kind| costs[kind]);
        let mut numbers: Vec<usize> = self.of_type.iter().map(|span| span.least).collect();
        let mut used: usize = numbers.iter().sum();
        for kind in order {
            let Span { least, most } = self.of_type[kind];
            // As many as pay; then as many as there must be.
            let wanted = if costs[kind] < 0 { self.all.most } else { self.all.least };
            let more = wanted.saturating_sub(used).min(most - least);
            used += more;
            numbers[kind] += more;
        }
        (self.all.least..=self.all.most).contains(&used).then_some(numbers)
    }

    /// Two parts of the fleet, one of which every plan keeps to, such that so many vehicles in each wave are
    /// in neither; `None` if they are whole numbers.
    pub fn split_wave(&self, used: &Used) -> Option<[Self; 2]> {
        let off = |wave: &usize| (used.waves[*wave] - used.waves[*wave].round()).abs();
        let waves = (0..used.waves.len()).filter(|wave| off(wave) > WHOLE);
        let wave = waves.max_by(|one, two| off(one).total_cmp(&off(two)))?;
        Some(self.waves[wave].split(used.waves[wave]).map(|span| {
            let mut half = self.clone();
            half.waves[wave] = span;
            half
        }))
    }

    /// Two parts of the fleet, one of which every plan keeps to, such that so many vehicles of each
    /// type are in neither; `None` if they are whole numbers.
    pub fn split(&self, used: &[f64]) -> Option<[Self; 2]> {
        let is_part = |number: f64| (number - number.round()).abs() > WHOLE;
        let all: f64 = used.iter().sum();
        if is_part(all) {
            let halves = self.all.split(all);
            return Some(halves.map(|all| Self { all, ..self.clone() }));
        }
        let off = |kind: &usize| (used[*kind] - used[*kind].round()).abs();
        let kinds = (0..used.len()).filter(|&kind| is_part(used[kind]));
        let kind = kinds.max_by(|one, two| off(one).total_cmp(&off(two)))?;
        Some(self.of_type[kind].split(used[kind]).map(|span| {
            let mut half = self.clone();
            half.of_type[kind] = span;
            half
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fleet(of_type: &[(usize, usize)], all: (usize, usize)) -> Fleet {
        let span = |&(least, most): &(usize, usize)| Span { least, most };
        Fleet { of_type: of_type.iter().map(span).collect(), all: span(&all), waves: Vec::new() }
    }

    #[test]
    fn as_many_vehicles_are_used_as_pay_and_as_there_must_be() {
        let costs = [-5, 3, -2];
        let least = |of_type: &[_], all| fleet(of_type, all).least_cost(&costs);
        assert_eq!(least(&[(0, 2), (0, 2), (0, 2)], (0, 6)), Some(-14));
        // No more than three together: one of those that gain least stays at home.
        assert_eq!(least(&[(0, 2), (0, 2), (0, 2)], (0, 3)), Some(-12));
        // One of the second type must be used.
        assert_eq!(least(&[(0, 2), (1, 2), (0, 2)], (0, 3)), Some(-7));
        // At least five: one that costs more than it gains.
        assert_eq!(least(&[(0, 2), (0, 2), (0, 2)], (5, 6)), Some(-11));
        assert_eq!(least(&[(0, 1), (0, 1), (0, 1)], (4, 6)), None);
        assert_eq!(least(&[(1, 1), (2, 2), (1, 1)], (0, 3)), None);
    }

    #[test]
    fn a_part_of_a_vehicle_is_in_neither_half() {
        let whole = fleet(&[(0, 2), (0, 3)], (0, 5));
        let [fewer, more] = whole.split(&[1.5, 1.25]).expect("2.75 are not whole");
        assert_eq!(fewer, fleet(&[(0, 2), (0, 3)], (0, 2)));
        assert_eq!(more, fleet(&[(0, 2), (0, 3)], (3, 5)));
        let [fewer, more] = whole.split(&[0.75, 2.25]).expect("three quarters are not whole");
        assert_eq!(fewer, fleet(&[(0, 2), (0, 2)], (0, 5)));
        assert_eq!(more, fleet(&[(0, 2), (3, 3)], (0, 5)));
        assert_eq!(whole.split(&[1.0, 1.0]), None);
    }

    #[test]
    fn the_wave_is_split_that_uses_least_of_whole_vehicles() {
        let waves = vec![Span { least: 0, most: 3 }; 3];
        let whole = Fleet { waves: waves.clone(), ..fleet(&[(0, 3)], (0, 3)) };
        let used = |waves: [f64; 3]| Used { of_type: vec![2.0], waves: waves.to_vec() };
        let [fewer, more] = whole.split_wave(&used([1.0, 1.25, 2.5])).expect("2.5 are not whole");
        assert_eq!(fewer.waves, [waves[0], waves[1], Span { least: 0, most: 2 }]);
        assert_eq!(more.waves, [waves[0], waves[1], Span { least: 3, most: 3 }]);
        assert_eq!(whole.split_wave(&used([1.0, 0.0, 2.0])), None);
        // As many as pay, and as there must be.
        assert_eq!(more.least_cost_of_waves(&[-2, 5, 7]), -6 + 21);
        assert_eq!(fewer.least_cost_of_waves(&[3, -1, -4]), -3 - 8);
    }
}
