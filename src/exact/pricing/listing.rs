//! All paths that are good enough: of two that have served the same people and have the same people
//! aboard only the better is followed, and none that can no longer become good enough.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::Time;
use crate::exact::cuts::WaveCuts;
use crate::exact::network::NodeId;
use crate::exact::pricing::closed::Closed;
use crate::exact::pricing::company::CompanyId;
use crate::exact::pricing::completion::{Completion, Steps};
use crate::exact::pricing::front::{Candidate, Front};
use crate::exact::pricing::label::{DEPOT, Label};
use crate::exact::pricing::run::Run;
use crate::exact::pricing::{Care, Duals, Path, Pricer};
use crate::exact::riders::Riders;

/// Where a path has come to, with whom, whom it has served, and where it began.
type Key = (NodeId, CompanyId, bool, Riders, (NodeId, bool));

/// Paths under way.
pub(super) struct Listing<'a> {
    completion: &'a Completion,
    /// The labels that the completion is of.
    known: &'a [Label],
    cuts: &'a WaveCuts,
    below: i64,
    /// For each label its stand-in among those known, and where it began.
    stand_ins: Vec<(u32, (NodeId, bool))>,
    fronts: FxHashMap<Key, Front>,
    measures: Vec<i32>,
    /// Whether something has no stand-in, so that paths may be missing.
    pub is_lost: bool,
}

impl<'a> Listing<'a> {
    pub fn new(
        completion: &'a Completion,
        known: &'a [Label],
        cuts: &'a WaveCuts,
        below: i64,
    ) -> Self {
        // Those at the depot stand in for themselves.
        let roots = known.iter().take_while(|label| label.node == DEPOT);
        let stand_ins = (0..).zip(roots).map(|(root, _)| (root, (DEPOT, false))).collect();
        let (fronts, measures) = (FxHashMap::default(), Vec::new());
        Self { completion, known, cuts, below, stand_ins, fronts, measures, is_lost: false }
    }

    /// Keeps the label unless it is no better than another, or its path cannot become good enough.
    pub fn keep(
        &mut self,
        label: Label,
        from: Time,
        closed: &[Closed],
        labels: &mut Vec<Label>,
        minutes: &mut [Vec<u32>],
    ) {
        let minute = (label.ready() - from).as_milliseconds().max(0) as usize / 60_000;
        let Some(Closed { later, .. }) = closed.get(minute) else { return };
        let (parent, began) = self.stand_ins[label.parent as usize];
        let began = match began {
            (DEPOT, _) => (label.node, labels[label.parent as usize].rested),
            began => began,
        };
        let Some((stand_in, rest)) = self.completion.after(parent, &label, self.known) else {
            self.is_lost = true;
            return;
        };
        // The stand-in may have to pay for cuts that this one need not pay for.
        let paid = self.cuts.price(self.known[stand_in as usize].odd & !label.odd);
        if label.cost + rest - paid >= self.below {
            return;
        }
        self.measures.clear();
        label.measure(*later, &mut self.measures);
        let one = Candidate::new(labels.len(), &label, &self.measures, None, self.cuts);
        let key = (label.node, label.company, label.rested, label.memory, began);
        let front = self.fronts.entry(key).or_default();
        if front.dominating(&one).is_none() {
            front.insert(&one, |other| labels[other as usize].dominated = true);
            minutes[minute].push(one.label);
            self.stand_ins.push((stand_in, began));
            labels.push(label);
        }
    }
}

impl Pricer<'_> {
    /// All paths whose reduced cost is less than that, each the cheapest of those that serve the same
    /// riders between the same ends, with their reduced costs; `None` if there are too many to tell,
    /// or it is over.
    pub fn list(
        &mut self,
        duals: &Duals,
        below: i64,
        most: usize,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<(i64, Path)>> {
        let cuts = self.cuts(duals);
        let mut known = Run::new((duals, &cuts), Care::Exact(most), self.minutes(), is_over);
        known.steps = Some(Steps::default());
        if !self.grow(&mut known) {
            return None;
        }
        let completion = known.steps.take()?.completed(&known.labels, &cuts);
        let mut run = Run::new((duals, &cuts), Care::Exact(most), self.minutes(), is_over);
        run.below = below;
        run.listing = Some(Listing::new(&completion, &known.labels, &cuts, below));
        let is_complete = self.grow(&mut run);
        let is_whole = run.listing.as_ref().is_some_and(|listing| !listing.is_lost);
        (is_complete && is_whole).then(|| self.cheapest(&mut run))
    }

    /// The cheapest path for whom it serves and where it begins and ends.
    fn cheapest(&self, run: &mut Run) -> Vec<(i64, Path)> {
        let mut ends = std::mem::take(&mut run.ends);
        ends.sort_unstable();
        let mut met = FxHashSet::default();
        let mut paths = Vec::new();
        for (reduced_cost, end) in ends {
            let path = self.path(run, reduced_cost, end);
            let (first, last) = (path.nodes.first().copied(), path.nodes.last().copied());
            if met.insert((run.labels[end as usize].memory, first, last, path.rested)) {
                paths.push((reduced_cost, path));
            }
        }
        paths
    }
}
