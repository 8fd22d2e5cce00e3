//! Whether routes can be chosen that make a better plan than the claim allows: every choice tried, ride
//! by ride, as long as what is left could still be cheap enough.

use std::cmp::Ordering;

use crate::certificate::fleet::Fleet;
use crate::certificate::rides::{Set, one, total};
use crate::certificate::routes::FoundRoute;
use crate::domain::{Instance, Money, RequestId, Tariff};

/// What a plan would have to beat.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Target {
    /// Rides neither planned nor given to a taxi.
    pub not_planned: usize,
    pub cost: Money,
}

/// How a search ends.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Chosen {
    /// No plan is better than the target.
    Nothing,
    /// These routes are.
    Better(Vec<FoundRoute>),
    /// It takes more choices than it may.
    TooMany,
}

/// A route beside what it costs above what its riders are worth, rounded as its invoice is.
#[derive(Clone, Copy)]
struct Candidate {
    served: Set,
    excess: i128,
    cost: Money,
    kind: usize,
    index: usize,
}

/// The choice under way.
pub(super) struct Choice<'a> {
    instance: &'a Instance,
    worth: &'a [i64],
    target: Target,
    fleet: Fleet,
    routes: &'a [FoundRoute],
    /// The rides, those in the fewest routes first, each with its routes, least excess first.
    rides: Vec<(RequestId, Vec<Candidate>)>,
    chosen: Vec<usize>,
    choices_left: usize,
}

impl<'a> Choice<'a> {
    /// A choice among routes.
    pub fn new(
        instance: &'a Instance,
        worth: &'a [i64],
        fleet: Fleet,
        routes: &'a [FoundRoute],
        target: Target,
    ) -> Self {
        let candidate = |(index, route): (usize, &FoundRoute)| {
            let &FoundRoute { served, kind, cost, .. } = route;
            let excess = parts(cost) - i128::from(total(worth, served));
            Candidate { served, excess, cost, kind: kind.index(), index }
        };
        let mut candidates: Vec<Candidate> = routes.iter().enumerate().map(candidate).collect();
        candidates.sort_by_key(|candidate| candidate.excess);
        let routes_of = |id| {
            let all = candidates.iter().copied();
            all.filter(|candidate| candidate.served & one(id) != 0).collect()
        };
        let mut rides: Vec<(RequestId, Vec<Candidate>)> =
            instance.request_ids().map(|id| (id, routes_of(id))).collect();
        rides.sort_by_key(|(_, routes)| routes.len());
        let chosen = Vec::new();
        Self { instance, worth, target, fleet, routes, rides, chosen, choices_left: 0 }
    }

    /// Tries at most so many choices.
    pub fn run(mut self, most_choices: usize) -> Chosen {
        self.choices_left = most_choices;
        match self.find(0, Target { not_planned: 0, cost: Money::ZERO }) {
            None => Chosen::TooMany,
            Some(false) => Chosen::Nothing,
            Some(true) => {
                let routes = self.chosen.iter().map(|&index| self.routes[index].clone());
                Chosen::Better(routes.collect())
            }
        }
    }

    /// Whether a plan is better than the target that does `done` about the rides that are decided;
    /// `None` if it takes too many choices.
    fn find(&mut self, decided: Set, done: Target) -> Option<bool> {
        let room = self.room(decided, done);
        if room <= 0 {
            return Some(false);
        }
        let next = self.rides.iter().position(|&(id, _)| decided & one(id) == 0);
        let Some(next) = next else { return Some(true) };
        for place in 0..self.rides[next].1.len() {
            self.choices_left = self.choices_left.checked_sub(1)?;
            let Candidate { served, excess, cost, kind, index } = self.rides[next].1[place];
            if excess >= room {
                break;
            }
            if served & decided != 0 || self.fleet.vehicles[kind] == 0 {
                continue;
            }
            self.fleet.vehicles[kind] -= 1;
            self.chosen.push(index);
            if self.find(decided | served, Target { cost: done.cost + cost, ..done })? {
                return Some(true);
            }
            self.chosen.pop();
            self.fleet.vehicles[kind] += 1;
        }
        let id = self.rides[next].0;
        let left_out = match self.instance.request(id).taxi_price {
            Some(price) => Target { cost: done.cost + price, ..done },
            None => Target { not_planned: done.not_planned + 1, ..done },
        };
        self.find(decided | one(id), left_out)
    }

    /// By how much routes for what is not decided may cost more than their riders are worth, if all
    /// vehicles that are left earn the most that they can, and the plan is to be better than the target;
    /// none or less if it cannot be.
    fn room(&self, decided: Set, done: Target) -> i128 {
        match done.not_planned.cmp(&self.target.not_planned) {
            Ordering::Less => return i128::MAX,
            Ordering::Greater => return 0,
            Ordering::Equal => {}
        }
        let open = self.rides.iter().filter(|(id, _)| decided & one(*id) == 0);
        let open = open.fold(0, |open: Set, &(id, _)| open | one(id));
        let spared = self.fleet.spares(open.count_ones() as usize);
        let rest = i128::from(total(self.worth, open)) - spared;
        parts(self.target.cost) - parts(done.cost) - rest
    }
}

/// An amount in parts of an øre.
pub(super) fn parts(money: Money) -> i128 {
    i128::from(money.as_ore()) * i128::from(Tariff::PARTS_PER_ORE)
}
