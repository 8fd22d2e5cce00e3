//! Clock times for a chain of visits: a system of difference constraints.
//!
//! The unknowns are the moments at which service begins. A chain says how far apart neighbours must
//! at least be, windows hold each one, and limits say how far apart two of them may at most be
//! (longest ride, longest duty). Solutions form a lattice, so an earliest and a latest one exist;
//! both are fixed points of passes along the chain, at most one pass more than there are limits
//! (Bellman 1958, Ford 1956). Times that minimise a weighted sum are the dual of a minimum-cost
//! flow (see e.g. Ahuja, Magnanti, Orlin 1993, section 9.4).

use crate::domain::{Duration, Time, Window};

/// At most `longest` from the beginning of visit `from` to the beginning of visit `to`, later on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Limit {
    /// The earlier visit.
    pub from: usize,
    /// The later visit.
    pub to: usize,
    /// How long at most.
    pub longest: Duration,
}

/// Visits in order, with all that constrains their times.
#[derive(Clone, Debug, Default)]
pub(super) struct Timeline {
    /// When each visit may begin.
    pub windows: Vec<Window>,
    /// Least time from the beginning of each visit to that of the next.
    pub gaps: Vec<Duration>,
    /// Longest times between two visits.
    pub limits: Vec<Limit>,
}

impl Timeline {
    /// The earliest times that keep every constraint, written to `begins`; false if there are none.
    pub fn earliest(&self, begins: &mut Vec<Time>) -> bool {
        begins.clear();
        begins.extend(self.windows.iter().map(|window| window.earliest));
        for _ in 0..=self.limits.len() + 1 {
            for visit in 1..begins.len() {
                begins[visit] = begins[visit].max(begins[visit - 1] + self.gaps[visit - 1]);
            }
            if begins.iter().zip(&self.windows).any(|(&begin, window)| begin > window.latest) {
                return false;
            }
            let mut settled = true;
            for limit in &self.limits {
                let least = begins[limit.to] - limit.longest;
                if begins[limit.from] < least {
                    begins[limit.from] = least;
                    settled = false;
                }
            }
            if settled {
                return true;
            }
        }
        false
    }

    /// The latest times that keep every constraint, written to `begins`; false if there are none.
    pub fn latest(&self, begins: &mut Vec<Time>) -> bool {
        begins.clear();
        begins.extend(self.windows.iter().map(|window| window.latest));
        for _ in 0..=self.limits.len() + 1 {
            for visit in (1..begins.len()).rev() {
                begins[visit - 1] = begins[visit - 1].min(begins[visit] - self.gaps[visit - 1]);
            }
            if begins.iter().zip(&self.windows).any(|(&begin, window)| begin < window.earliest) {
                return false;
            }
            let mut settled = true;
            for limit in &self.limits {
                let most = begins[limit.from] + limit.longest;
                if begins[limit.to] > most {
                    begins[limit.to] = most;
                    settled = false;
                }
            }
            if settled {
                return true;
            }
        }
        false
    }

    /// The shortest time from the first visit's beginning to the last one's, and the latest moment
    /// at which the first can begin to reach it; `None` if no times keep every constraint.
    ///
    /// The end as a function of the start is the larger of a constant and of start plus a constant,
    /// so the latest possible start is one of the best.
    pub fn shortest(&mut self, begins: &mut Vec<Time>) -> Option<(Duration, Time)> {
        if !self.latest(begins) {
            return None;
        }
        let start = *begins.first()?;
        let given = std::mem::replace(&mut self.windows[0].earliest, start);
        let feasible = self.earliest(begins);
        self.windows[0].earliest = given;
        debug_assert!(feasible, "the latest times keep every constraint");
        Some((*begins.last()? - start, start))
    }

    /// Times that keep every constraint and minimise the sum of `weights[i]` × begin of visit `i`;
    /// among those, the earliest. `None` if no times keep every constraint.
    pub fn minimise(&self, weights: &[i64]) -> Option<Vec<Time>> {
        let mut begins = Vec::new();
        if !self.earliest(&mut begins) {
            return None;
        }
        let mut network = Network::new(self);
        network.serve(weights);
        Some(network.potentials())
    }
}

/// The constraint graph with a flow on it. Node `n` stands for midnight, the others for visits.
/// An arc `u → v` of weight `w` says: `begin[v] ≥ begin[u] + w`; flow on it proves it tight.
struct Network {
    nodes: usize,
    arcs: Vec<Arc>,
}

struct Arc {
    from: usize,
    to: usize,
    weight: Duration,
    flow: i64,
}

const UNREACHED: Time = Time::DISTANT_PAST;

impl Network {
    fn new(timeline: &Timeline) -> Self {
        let midnight = timeline.windows.len();
        let arc = |from, to, weight| Arc { from, to, weight, flow: 0 };
        let mut arcs = Vec::new();
        for (visit, window) in timeline.windows.iter().enumerate() {
            arcs.push(arc(midnight, visit, window.earliest - Time::MIDNIGHT));
            arcs.push(arc(visit, midnight, Time::MIDNIGHT - window.latest));
        }
        for (visit, &gap) in timeline.gaps.iter().enumerate() {
            arcs.push(arc(visit, visit + 1, gap));
        }
        for limit in &timeline.limits {
            arcs.push(arc(limit.to, limit.from, -limit.longest));
        }
        Self { nodes: midnight + 1, arcs }
    }

    /// Sends flow so that inflow less outflow is each visit's weight, always along heaviest paths;
    /// midnight supplies what is missing and swallows what is left over.
    fn serve(&mut self, weights: &[i64]) {
        let mut missing: Vec<i64> = weights.to_vec();
        missing.push(-weights.iter().sum::<i64>());
        while let Some(source) = missing.iter().position(|&amount| amount < 0) {
            let (reach, via) = self.heaviest_paths(source);
            let sink = (0..self.nodes)
                .filter(|&node| missing[node] > 0)
                .max_by_key(|&node| (reach[node], std::cmp::Reverse(node)))
                .expect("what is supplied is also missing somewhere");
            let mut node = sink;
            while node != source {
                let (arc, forward) = via[node].expect("every node is reached through midnight");
                self.arcs[arc].flow += if forward { 1 } else { -1 };
                node = if forward { self.arcs[arc].from } else { self.arcs[arc].to };
            }
            missing[source] += 1;
            missing[sink] -= 1;
        }
    }

    /// The earliest times at which every arc holds and every arc with flow is tight.
    fn potentials(&self) -> Vec<Time> {
        let midnight = self.nodes - 1;
        let (mut reach, _) = self.heaviest_paths(midnight);
        reach.truncate(midnight);
        reach
    }

    /// The weight of the heaviest residual path from `source` to each node, and its last arc with
    /// the direction it is taken in.
    fn heaviest_paths(&self, source: usize) -> (Vec<Time>, Vec<Option<(usize, bool)>>) {
        let mut reach = vec![UNREACHED; self.nodes];
        let mut via = vec![None; self.nodes];
        reach[source] = Time::MIDNIGHT;
        let mut settled = false;
        while !settled {
            settled = true;
            for (index, arc) in self.arcs.iter().enumerate() {
                let forward = reach[arc.from] + arc.weight;
                if reach[arc.from] != UNREACHED && forward > reach[arc.to] {
                    reach[arc.to] = forward;
                    via[arc.to] = Some((index, true));
                    settled = false;
                }
                let backward = reach[arc.to] - arc.weight;
                if arc.flow > 0 && reach[arc.to] != UNREACHED && backward > reach[arc.from] {
                    reach[arc.from] = backward;
                    via[arc.from] = Some((index, false));
                    settled = false;
                }
            }
        }
        (reach, via)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// A random small timeline in minutes, often infeasible.
    fn random_timeline(rng: &mut ChaCha8Rng) -> Timeline {
        let visits = rng.random_range(2..=5);
        let windows = (0..visits).map(|_| {
            let earliest = rng.random_range(0..8);
            let latest = earliest + rng.random_range(0..6);
            Window { earliest: Time::hm(0, earliest), latest: Time::hm(0, latest) }
        });
        let windows = windows.collect();
        let gaps = (1..visits).map(|_| Duration::minutes(rng.random_range(0..4))).collect();
        let limits = (0..rng.random_range(0..3)).map(|_| {
            let from = rng.random_range(0..visits - 1);
            let to = rng.random_range(from + 1..visits);
            Limit { from, to, longest: Duration::minutes(rng.random_range(0..9)) }
        });
        let limits = limits.collect();
        Timeline { windows, gaps, limits }
    }

    /// Every choice of whole minutes that keeps every constraint.
    fn all_times(timeline: &Timeline) -> Vec<Vec<Time>> {
        let mut all = vec![Vec::new()];
        for window in &timeline.windows {
            let minutes = window.earliest.as_milliseconds() / 60_000
                ..=window.latest.as_milliseconds() / 60_000;
            let longer = all.iter().flat_map(|times: &Vec<Time>| {
                minutes.clone().map(|minute| [times.as_slice(), &[Time::hm(0, minute)]].concat())
            });
            all = longer.collect();
        }
        all.retain(|times| {
            let apart =
                times.windows(2).zip(&timeline.gaps).all(|(pair, &gap)| pair[1] - pair[0] >= gap);
            let within = timeline.limits.iter().all(|l| times[l.to] - times[l.from] <= l.longest);
            apart && within
        });
        all
    }

    #[test]
    fn earliest_latest_shortest_and_lightest_agree_with_brute_force() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut feasible = 0;
        for _ in 0..3_000 {
            let mut timeline = random_timeline(&mut rng);
            let all = all_times(&timeline);
            let visits = timeline.windows.len();
            let weights: Vec<i64> = (0..visits).map(|_| rng.random_range(-2..=2)).collect();
            let (mut early, mut late) = (Vec::new(), Vec::new());
            assert_eq!(timeline.earliest(&mut early), !all.is_empty());
            assert_eq!(timeline.latest(&mut late), !all.is_empty());
            if all.is_empty() {
                assert_eq!(timeline.minimise(&weights), None);
                assert_eq!(timeline.shortest(&mut Vec::new()), None);
                continue;
            }
            feasible += 1;
            for visit in 0..visits {
                assert_eq!(Some(early[visit]), all.iter().map(|times| times[visit]).min());
                assert_eq!(Some(late[visit]), all.iter().map(|times| times[visit]).max());
            }
            let length = |times: &Vec<Time>| times[visits - 1] - times[0];
            let (shortest, start) = timeline.shortest(&mut Vec::new()).expect("feasible");
            assert_eq!(Some(shortest), all.iter().map(length).min());
            let latest_start = all.iter().filter(|t| length(t) == shortest).map(|t| t[0]).max();
            assert_eq!(Some(start), latest_start);
            let sum = |times: &Vec<Time>| -> i64 {
                times.iter().zip(&weights).map(|(t, w)| t.as_milliseconds() * w).sum()
            };
            let best = timeline.minimise(&weights).expect("feasible");
            assert!(all.contains(&best));
            assert_eq!(Some(sum(&best)), all.iter().map(sum).min());
        }
        assert!(feasible > 500, "only {feasible} feasible");
    }
}
