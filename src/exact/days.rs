//! The cheapest day of each vehicle type: a sweep over the waves.
//!
//! What it is worth to begin or to end a wave route somewhere need not be found together with what requests
//! are worth: given the latter, the former are the potentials of a shortest path. A vehicle comes to the
//! first stops of a wave from the depot or from the last stops of earlier waves, a pricing of the wave goes
//! on from all of these at what it has cost to come there, and so on to the evening.
//!
//! By such potentials wave routes that a quick sweep has overlooked may cost less than nothing. An exact sweep
//! looks at those that cost less than some little more, each on top of the cheapest way to where it begins. To
//! come to an end by any others costs no less than that little, so that what it says of whole days is a bound, and
//! mostly exact.

use rayon::prelude::*;

use crate::domain::TypeId;
use crate::exact::bound::Generation;
use crate::exact::links::{End, Link, Links};
use crate::exact::network::{Action, Network, NodeId};
use crate::exact::pricing::{Care, Duals, Fair, Found, Path, Pricer, WaveRoute};

/// More than anything costs.
const FAR: i64 = i64::MAX / 16;
/// So many wave routes of a sweep are looked at besides those that are cheapest to come somewhere.
const OTHERS: usize = 200;
/// So many wave routes are of use at a time: of all vehicle types together, and of each at least and at most.
const USED: (usize, usize, usize) = (1_500, 100, 600);

/// What days of all vehicle types cost, for some prices of requests.
pub(super) struct Days {
    /// The prices, with those of ends and types.
    pub duals: Duals,
    /// For each vehicle type, no day costs less beyond the duals, if the sweep was exact.
    pub least: Vec<i64>,
    /// Good wave routes of each type and wave.
    pub found: Vec<Found>,
}

/// What a quick sweep has found for one vehicle type.
struct Day {
    least: i64,
    ends: Vec<i64>,
    found: Vec<Found>,
}

impl Generation<'_> {
    /// What the cheapest day of each type costs beyond what requests, cuts and the use of vehicles in waves are
    /// worth, and its wave routes, by a quick sweep with so many labels; `None` where there are no waves.
    pub fn cheapest_days(
        &mut self,
        duals: &Duals,
        labels: usize,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<(i64, Vec<Path>)>> {
        let (network, links) = (self.network, self.links);
        let duals = without_ends(duals);
        let pricers = self.pricers.of_waves(links)?;
        Some(in_parallel(links, pricers, |kind, pricers| {
            let mut sweep = Sweep::new((network, links), kind, &duals);
            sweep.run(pricers, Care::Quick(labels), (FAR / 2, 0), is_over);
            (sweep.least(), sweep.cheapest())
        }))
    }

    /// Days by a quick sweep with so many labels, where requests, cuts and the use of vehicles in waves are worth
    /// so much; `least` is no bound. `None` where there are no waves.
    pub fn quick_days(
        &mut self,
        duals: &Duals,
        labels: usize,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Option<Days> {
        let (network, links) = (self.network, self.links);
        let mut duals = without_ends(duals);
        let pricers = self.pricers.of_waves(links)?;
        let days = in_parallel(links, pricers, |kind, pricers| {
            let mut sweep = Sweep::new((network, links), kind, &duals);
            sweep.run(pricers, Care::Quick(labels), (FAR / 2, OTHERS), is_over);
            let least = sweep.least();
            Day { least, ends: sweep.potentials(least), found: sweep.found(false) }
        });
        let ends = duals.ends.chunks_mut(links.places());
        for ((day, least), ends) in days.iter().zip(&mut duals.types).zip(ends) {
            *least = day.least;
            ends.copy_from_slice(&day.ends);
        }
        links.settle(&mut duals);
        let least = vec![0; days.len()];
        let found = days.into_iter().flat_map(|day| day.found).collect();
        Some(Days { duals, least, found })
    }

    /// Days by an exact sweep, from such prices of everything; `None` where there are no waves.
    pub fn exact_days(
        &mut self,
        duals: Duals,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Option<Days> {
        let (network, links, most) = (self.network, self.links, self.most_labels());
        let below = duals.margin_of_worn();
        let pricers = self.pricers.of_waves(links)?;
        let days = in_parallel(links, pricers, |kind, pricers| {
            let mut sweep = Sweep::new((network, links), kind, &duals);
            sweep.run(pricers, Care::Exact(most), (below, OTHERS), is_over);
            (sweep.least(), sweep.found(true))
        });
        let (least, found): (_, Vec<_>) = days.into_iter().unzip();
        Some(Days { duals, least, found: found.concat() })
    }
}

/// The same, but for ends and types, which are worth nothing.
fn without_ends(duals: &Duals) -> Duals {
    let mut duals = duals.clone();
    duals.ends.fill(0);
    duals.types.fill(0);
    duals
}

/// What comes of each vehicle type.
fn in_parallel<T: Send>(
    links: &Links,
    pricers: &mut [Pricer],
    day: impl Fn(TypeId, &mut [Pricer]) -> T + Sync,
) -> Vec<T> {
    let types = pricers.par_chunks_mut(links.waves.number());
    types.enumerate().map(|(kind, pricers)| day(TypeId(kind as u32), pricers)).collect()
}

/// The sweep for one vehicle type.
struct Sweep<'a> {
    network: &'a Network,
    links: &'a Links,
    kind: TypeId,
    duals: &'a Duals,
    /// For each [end](Links::place) what it costs to have come there at least.
    reached: Vec<i64>,
    /// On the cheapest way there, the end before a first stop, or the wave route to a last one.
    before: Vec<Option<usize>>,
    routes: Vec<WaveRoute>,
    /// How many routes there are up to each wave.
    up_to: Vec<usize>,
    is_whole: bool,
}

impl<'a> Sweep<'a> {
    fn new((network, links): (&'a Network, &'a Links), kind: TypeId, duals: &'a Duals) -> Self {
        let places = links.places();
        Self {
            network,
            links,
            kind,
            duals,
            reached: vec![FAR; places],
            before: vec![None; places],
            routes: Vec::new(),
            up_to: vec![0],
            is_whole: true,
        }
    }

    /// Goes through all waves, keeping so many wave routes besides the cheapest to each last stop. Those that
    /// come to cost `below` or more are not looked at, so that no way is longer than that.
    fn run(
        &mut self,
        pricers: &mut [Pricer],
        care: Care,
        (below, others): (i64, usize),
        is_over: &(dyn Fn() -> bool + Sync),
    ) {
        let mut duals = self.duals.clone();
        for (wave, pricer) in pricers.iter_mut().enumerate() {
            self.come_to(wave);
            for end in self.ends(wave, Action::Board) {
                let row = self.links.row(self.kind, end).expect("the day has several waves");
                duals.ends[row] = self.duals.ends[row] - self.reached[self.links.place(end)];
            }
            let (routes, is_whole) = pricer.wave_routes(&duals, care, (below, others), is_over);
            self.is_whole &= is_whole;
            for route in routes {
                let last = self.links.place(route.last);
                if route.reduced_cost < self.reached[last] {
                    self.reached[last] = route.reduced_cost;
                    self.before[last] = Some(self.routes.len());
                }
                self.routes.push(route);
            }
            self.up_to.push(self.routes.len());
            for end in self.ends(wave, Action::Alight) {
                let reached = &mut self.reached[self.links.place(end)];
                *reached = (*reached).min(below);
            }
        }
    }

    /// Where wave routes of a wave can begin, or end.
    fn ends(&self, wave: usize, action: Action) -> impl Iterator<Item = End> + use<'a> {
        let (network, links) = (self.network, self.links);
        let is_here = move |&id: &NodeId| {
            let node = network.node(id);
            let rider = network.group(node.group).riders[0];
            node.action == action && links.waves.of_request(rider) == wave
        };
        let both = |node| [false, true].map(|rested| End { node, rested });
        network.node_ids().filter(is_here).flat_map(both)
    }

    /// The cheapest ways to the first stops of a wave.
    fn come_to(&mut self, wave: usize) {
        for link in self.links.to_wave(self.kind, wave) {
            let from = link.from.map(|end| self.links.place(end));
            let to = self.links.place(link.to.expect("the link leads into a wave"));
            let cost = self.reached_by(from) + self.links.reduced_cost(link, self.duals);
            if cost < self.reached[to] {
                (self.reached[to], self.before[to]) = (cost, from);
            }
        }
    }

    fn reached_by(&self, from: Option<usize>) -> i64 {
        from.map_or(0, |place| self.reached[place])
    }

    /// What a day costs at least, and the place of its last stop.
    fn best(&self) -> Option<(i64, usize)> {
        let days = self.links.to_depot(self.kind).iter().map(|link| {
            let from = self.links.place(link.from.expect("the link leads to the depot"));
            (self.reached[from] + self.links.reduced_cost(link, self.duals), from)
        });
        days.min()
    }

    /// What a day costs at least; of a type that can drive none, nothing, which is true and proves little.
    fn least(&self) -> i64 {
        self.best().map(|(cost, _)| cost).filter(|&cost| cost < FAR / 4).unwrap_or(0)
    }

    /// The wave routes of the cheapest day.
    fn cheapest(&self) -> Vec<Path> {
        let mut routes = Vec::new();
        let mut last = self.best().filter(|&(cost, _)| cost < FAR / 4).map(|(_, last)| last);
        while let Some(route) = last.and_then(|last| self.before[last]) {
            let WaveRoute { path, first, .. } = &self.routes[route];
            routes.push(path.clone());
            last = self.before[self.links.place(*first)];
        }
        routes
    }

    /// For each end what the rest of the day costs, by the wave routes that were met.
    fn onward(&self) -> Vec<i64> {
        let mut onward = vec![FAR; self.reached.len()];
        let place = |end| self.links.place(end);
        let come_from = |onward: &mut Vec<i64>, links: &[Link]| {
            for link in links.iter() {
                let Some(from) = link.from.map(place) else { continue };
                let rest = link.to.map_or(0, |to| onward[place(to)]);
                let cost = rest + self.links.reduced_cost(link, self.duals);
                onward[from] = onward[from].min(cost);
            }
        };
        come_from(&mut onward, self.links.to_depot(self.kind));
        for wave in (0..self.links.waves.number()).rev() {
            for route in &self.routes[self.up_to[wave]..self.up_to[wave + 1]] {
                let (first, last) = (place(route.first), place(route.last));
                let cost = route.reduced_cost - self.reached[first] + onward[last];
                onward[first] = onward[first].min(cost);
            }
            come_from(&mut onward, self.links.to_wave(self.kind, wave));
        }
        onward
    }

    /// What ends are worth so that no wave route that was met, and no link, costs less than nothing: as much less
    /// than the day costs as it costs to come there.
    fn potentials(&self, least: i64) -> Vec<i64> {
        // Nobody begins where nobody comes to, and whoever ends there goes on as best he can.
        let nothing = self.duals.requests.iter().sum::<i64>();
        let waves = || 0..self.links.waves.number();
        let mut worth: Vec<i64> = vec![nothing; self.reached.len()];
        for place in waves().flat_map(|wave| self.ends(wave, Action::Board)) {
            worth[self.links.place(place)] = -nothing;
        }
        for (worth, reached) in worth.iter_mut().zip(&self.reached) {
            if *reached < FAR / 4 {
                *worth = least - reached;
            }
        }
        let links =
            (0..=self.links.waves.number()).flat_map(|to| self.links.to_wave(self.kind, to));
        for link in links {
            if let Some(from) = link.from.map(|end| self.links.place(end)) {
                let rest = link.to.map_or(0, |to| worth[self.links.place(to)]);
                worth[from] = worth[from].min(link.cost + rest);
            }
        }
        worth
    }

    /// Good wave routes of each wave: those by which the day costs least.
    fn found(&self, is_exact: bool) -> Vec<Found> {
        let onward = self.onward();
        let through = |at: usize| {
            let route = &self.routes[at];
            route.reduced_cost.saturating_add(onward[self.links.place(route.last)])
        };
        let mut order: Vec<usize> = (0..self.routes.len()).collect();
        order.sort_by_cached_key(|&at| through(at));
        let (all, least, most) = USED;
        let used = (all / self.duals.types.len()).clamp(least, most);
        let mut fair = Fair::new(self.duals.requests.len(), used);
        let mut is_used = vec![false; self.routes.len()];
        for at in order {
            let nodes = &self.routes[at].path.nodes;
            let riders: Vec<_> =
                nodes.iter().filter_map(|&node| self.network.known(node)).collect();
            is_used[at] = fair.takes(&riders);
        }
        let waves = self.up_to.windows(2).map(|ends| ends[0]..ends[1]);
        let found = waves.map(|wave| {
            let used = wave.filter(|&at| is_used[at]);
            Found {
                paths: used.map(|at| self.routes[at].path.clone()).collect(),
                least: 0,
                is_exact: is_exact && self.is_whole,
                is_whole: self.is_whole,
            }
        });
        found.collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::domain::{Instance, RequestId, Tariff};
    use crate::evaluate::Route;
    use crate::exact::all_routes;
    use crate::exact::cuts::times;
    use crate::exact::memory::Memory;
    use crate::exact::network::Direction;
    use crate::exact::pricing::twin::{random_day, random_duals};
    use crate::exact::waves::Waves;

    /// Enough for all that there are.
    const ALL: usize = 1_000_000;

    /// What a route costs beyond the duals.
    fn reduced_cost(instance: &Instance, links: &Links, duals: &Duals, route: &Route) -> i64 {
        let tariff = &instance.spec(route.kind()).tariff;
        let cost = tariff.parts(route.totals()) + tariff.day_fee.as_ore() * Tariff::PARTS_PER_ORE;
        let riders: Vec<RequestId> = route.requests().collect();
        let served: i64 = riders.iter().map(|rider| duals.requests[rider.index()]).sum();
        let cuts: i64 =
            duals.cuts.iter().map(|(triple, price)| price * times(triple, &riders)).sum();
        let mut waves: Vec<usize> =
            riders.iter().map(|&rider| links.waves.of_request(rider)).collect();
        waves.sort_unstable();
        waves.dedup();
        let waves: i64 = waves.into_iter().map(|wave| duals.of_wave(wave)).sum();
        cost + cuts - served - waves
    }

    /// What days of one type cost beyond the duals.
    struct Compared {
        /// By a quick sweep, by the exact one that follows, and by one from the ends of other prices.
        quick: i64,
        exact: i64,
        from_others: i64,
        /// By a sweep that looks at everything.
        every: i64,
        /// By all routes that there are.
        route: i64,
    }

    fn compared(rng: &mut ChaCha8Rng, rides: usize, labels: usize) -> Option<Vec<Compared>> {
        let instance = random_day(rng, rides..rides + 1);
        let network = Network::new(&instance, Direction::Forward);
        let links = Links::new(&instance, &network, Waves::of(&instance, &network));
        let prices = vec![Tariff::PARTS_PER_ORE * 100_000; rides];
        let memory = Memory::of_everybody(&network);
        let graph = (&network, &links);
        let mut generation = Generation::new(&instance, graph, &[], &prices, &memory, &|_| false);
        let duals = random_duals(rng, &instance, &links);
        let quick = generation.quick_days(&duals, labels, &|| false)?;
        let quickly = quick.duals.types.clone();
        let mut others = quick.duals.clone();
        let mut other = |worth: &i64| worth * rng.random_range(50..150) / 100;
        others.requests = others.requests.iter().map(&mut other).collect();
        let others = generation.quick_days(&others, labels, &|| false)?;
        let from_others = Duals { requests: duals.requests.clone(), ..others.duals };
        let from_others = generation.exact_days(from_others, &|| false)?;
        let proven = generation.exact_days(quick.duals, &|| false)?;
        assert!(proven.found.iter().all(|found| found.is_exact));
        let every = generation.quick_days(&duals, ALL, &|| false)?;
        let routes = all_routes(&instance, 10_000_000, None).expect("few routes");
        let compared = |kind: usize| {
            let of_kind = routes.iter().filter(|route| route.kind().index() == kind);
            let cost = |route: &Arc<Route>| reduced_cost(&instance, &links, &duals, route);
            Some(Compared {
                quick: quickly[kind],
                exact: proven.duals.types[kind] + proven.least[kind],
                from_others: from_others.duals.types[kind] + from_others.least[kind],
                every: every.duals.types[kind],
                route: of_kind.map(cost).min()?,
            })
        };
        Some((0..instance.types().len()).filter_map(compared).collect())
    }

    #[test]
    fn no_day_costs_less_than_an_exact_sweep_proves() {
        let mut rng = ChaCha8Rng::seed_from_u64(11);
        let (mut all, mut missed, mut equal, mut tight, mut capped) = (0, 0, 0, 0, 0);
        for case in 0..400 {
            let compared = compared(&mut rng, 3 + case % 4, 1);
            for Compared { quick, exact, from_others, every, route } in
                compared.into_iter().flatten()
            {
                assert!(exact <= every && every <= route, "{exact}, {every}, {route}");
                assert!(every <= quick && from_others <= every, "{from_others}, {every}, {quick}");
                all += 1;
                missed += usize::from(every < quick);
                equal += usize::from(exact == every);
                tight += usize::from(every == route);
                capped += usize::from(from_others < every);
            }
        }
        assert!(all > 200 && missed > 10 && capped > 10, "{all}, {missed}, {capped}");
        assert!(equal * 10 > all * 9 && tight * 2 > all, "{all}, {equal}, {tight}");
    }
}
