//! What a path can still gain: recorded while paths grow, and read when all that are good enough are
//! listed.

use crate::exact::cuts::WaveCuts;
use crate::exact::pricing::label::{Label, NONE};

/// How a label went on.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// The label that it led to, or one that made that superfluous.
    to: u32,
    /// What it added to the reduced cost.
    cost: i64,
}

/// How all labels of a pricing went on.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// For each label in turn the first of its steps, and how many there are.
    of_label: Vec<(u32, u32)>,
    steps: Vec<Step>,
    /// For each label the one that made it superfluous.
    replaced_by: Vec<u32>,
    /// What its end costs, where it can end.
    ends: Vec<i64>,
    /// Labels in the order in which they went on.
    order: Vec<u32>,
}

/// No end.
const NEVER: i64 = i64::MAX / 4;

impl Steps {
    /// The next label goes on from now.
    pub fn begin(&mut self, label: u32) {
        self.make_room(label);
        self.of_label[label as usize] = (self.steps.len() as u32, 0);
        self.order.push(label);
    }

    fn make_room(&mut self, label: u32) {
        let size = label as usize + 1;
        if self.of_label.len() < size {
            self.of_label.resize(size, (NONE, 0));
            self.replaced_by.resize(size, NONE);
            self.ends.resize(size, NEVER);
        }
    }

    /// The label that goes on leads to another, or to what another makes superfluous.
    pub fn leads(&mut self, from: u32, to: u32, cost: i64) {
        self.steps.push(Step { to, cost });
        self.of_label[from as usize].1 += 1;
    }

    /// A label is superfluous beside another.
    pub fn replace(&mut self, label: u32, by: u32) {
        self.make_room(label.max(by));
        self.replaced_by[label as usize] = by;
    }

    /// A label can end at that cost.
    pub fn end(&mut self, label: u32, cost: i64) {
        self.ends[label as usize] = cost;
    }

    /// The label that went on in the place of another.
    fn stand_in(&self, mut label: u32) -> u32 {
        while self.of_label[label as usize].0 == NONE && self.replaced_by[label as usize] != NONE {
            label = self.replaced_by[label as usize];
        }
        label
    }

    /// The steps as they are to be read.
    pub fn completed(mut self, labels: &[Label], cuts: &WaveCuts) -> Completion {
        self.make_room(labels.len().saturating_sub(1) as u32);
        for at in 0..self.steps.len() {
            let Step { to, cost } = self.steps[at];
            let stand_in = self.stand_in(to);
            let paid = cuts.price(labels[stand_in as usize].odd & !labels[to as usize].odd);
            self.steps[at] = Step { to: stand_in, cost: cost - paid };
        }
        let mut least = std::mem::take(&mut self.ends);
        let mut is_settled = false;
        // A label that makes another superfluous may have gone on before that one's parent.
        while !is_settled {
            is_settled = true;
            for &label in self.order.iter().rev() {
                let on = self.of(label).iter();
                let on = on.map(|step| step.cost + least[step.to as usize]).min();
                let cost = on.map_or(NEVER, |on| on.min(NEVER)).min(least[label as usize]);
                is_settled &= cost == least[label as usize];
                least[label as usize] = cost;
            }
        }
        Completion { steps: self, least }
    }

    fn of(&self, label: u32) -> &[Step] {
        let (first, number) = self.of_label[label as usize];
        if first == NONE { &[] } else { &self.steps[first as usize..(first + number) as usize] }
    }
}

/// What paths can still gain.
#[derive(Debug)]
pub(super) struct Completion {
    steps: Steps,
    /// For each label what its path costs at least from there on.
    least: Vec<i64>,
}

impl Completion {
    /// The stand-in of a label that follows one whose stand-in is given, and what it costs at least to
    /// go on from it; `None` if there is no such stand-in, so that nothing follows.
    pub fn after(&self, parent: u32, next: &Label, labels: &[Label]) -> Option<(u32, i64)> {
        let is_like = |step: &&Step| {
            let to = &labels[step.to as usize];
            to.node == next.node && to.company == next.company && to.rested == next.rested
        };
        let step = self.steps.of(parent).iter().find(is_like)?;
        Some((step.to, self.least[step.to as usize]))
    }
}
