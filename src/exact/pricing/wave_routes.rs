//! Wave routes by where they end, as a sweep over the waves of a day asks for them.

use rustc_hash::FxHashSet;

use crate::exact::links::End;
use crate::exact::pricing::run::Run;
use crate::exact::pricing::{Care, Duals, Path, Pricer};

/// A wave route.
#[derive(Clone, Debug)]
pub(in crate::exact) struct WaveRoute {
    pub path: Path,
    pub first: End,
    pub last: End,
    pub reduced_cost: i64,
}

impl Pricer<'_> {
    /// Of the wave routes whose reduced cost is less than that the cheapest to each last stop, and so many of
    /// the others; exact ones are all that there are, if the second value says so.
    pub fn wave_routes(
        &mut self,
        duals: &Duals,
        care: Care,
        (below, others): (i64, usize),
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> (Vec<WaveRoute>, bool) {
        let onwards = match care {
            Care::Exact(most) => match self.onwards(duals, most, is_over) {
                None => return (Vec::new(), false),
                onwards => onwards,
            },
            Care::Quick(_) | Care::Worn => None,
        };
        let cuts = self.cuts(duals);
        let mut run = Run::new((duals, &cuts), care, self.minutes(), is_over);
        (run.below, run.reach) = (below, below);
        run.onwards = onwards.as_ref();
        let is_whole = self.grow(&mut run);
        (self.by_last_stop(&mut run, others), is_whole)
    }

    fn by_last_stop(&self, run: &mut Run, mut others: usize) -> Vec<WaveRoute> {
        let mut ends = std::mem::take(&mut run.ends);
        ends.sort_unstable();
        let mut met = FxHashSet::default();
        let mut routes = Vec::new();
        for (reduced_cost, end) in ends {
            let label = &run.labels[end as usize];
            let last = End { node: label.node, rested: label.rested };
            let is_first = met.insert(last);
            if !is_first && others == 0 {
                continue;
            }
            others -= usize::from(!is_first);
            let path = self.path(run, reduced_cost, end);
            let first = End { node: path.nodes[0], rested: path.rested.0 };
            routes.push(WaveRoute { path, first, last, reduced_cost });
        }
        routes
    }
}
