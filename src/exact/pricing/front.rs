//! Labels of one node and company, none of which makes another superfluous.

use crate::exact::cuts::{CutSet, WaveCuts};
use crate::exact::pricing::label::Label;
use crate::exact::riders::Riders;

/// Labels of one node and company. Most of a pricing is spent in comparing them, so they are kept apart
/// by how many people are aboard: what is cheaper has mostly more of them, and dominates nothing that
/// has fewer.
#[derive(Debug, Default)]
pub(super) struct Front {
    shelves: Vec<Shelf>,
}

/// Labels with equally many people aboard, the cheapest first, with all that is compared side by side.
#[derive(Debug, Default)]
struct Shelf {
    entries: Vec<Entry>,
    /// Of each entry in turn equally many measures, of which less is better.
    measures: Vec<i32>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    cost: i64,
    memory: Riders,
    odd: CutSet,
    label: u32,
}

/// A label that is to be kept.
pub(super) struct Candidate<'a> {
    pub label: u32,
    pub cost: i64,
    /// How many people are known to be aboard.
    pub aboard: usize,
    pub memory: &'a Riders,
    /// Measures of which less is better; of all labels of a front equally many.
    pub measures: &'a [i32],
    /// Those whom it can no longer serve; `None` where it does not matter whom labels remember.
    pub closed: Option<&'a Riders>,
    /// The cuts of which it has an odd number of riders.
    pub odd: CutSet,
    pub cuts: &'a WaveCuts,
}

impl<'a> Candidate<'a> {
    /// A label that is to have that index.
    pub fn new(
        index: usize,
        label: &'a Label,
        measures: &'a [i32],
        closed: Option<&'a Riders>,
        cuts: &'a WaveCuts,
    ) -> Self {
        Self {
            label: index as u32,
            cost: label.cost,
            aboard: usize::from(label.load.seats + label.load.wheelchairs),
            memory: &label.memory,
            measures,
            closed,
            odd: label.odd,
            cuts,
        }
    }
}

impl Front {
    /// How many labels there are.
    pub fn len(&self) -> usize {
        self.shelves.iter().map(|shelf| shelf.entries.len()).sum()
    }

    /// A label that can do whatever the candidate can go on to do, and no dearer.
    pub fn dominating(&self, one: &Candidate) -> Option<u32> {
        let no_fuller = self.shelves.iter().take(one.aboard + 1);
        no_fuller.rev().find_map(|shelf| shelf.dominating(one))
    }

    /// Takes in a candidate; `drop` hears of the labels that it makes superfluous.
    pub fn insert(&mut self, one: &Candidate, mut drop: impl FnMut(u32)) {
        if self.shelves.len() <= one.aboard {
            self.shelves.resize_with(one.aboard + 1, Shelf::default);
        }
        for shelf in &mut self.shelves[one.aboard..] {
            shelf.clear_out(one, &mut drop);
        }
        self.shelves[one.aboard].insert(one);
    }

    /// Drops the dearest label if it costs more than that.
    pub fn drop_dearest(&mut self, cost: i64) -> Option<u32> {
        let last = |shelf: &Shelf| shelf.entries.last().map(|entry| entry.cost);
        let shelf = self.shelves.iter_mut().max_by_key(|shelf| last(shelf))?;
        let width = shelf.measures.len() / shelf.entries.len().max(1);
        let dearest = shelf.entries.pop_if(|dearest| dearest.cost > cost)?;
        shelf.measures.truncate(shelf.entries.len() * width);
        Some(dearest.label)
    }
}

impl Shelf {
    fn dominating(&self, one: &Candidate) -> Option<u32> {
        let cheaper = self.entries.partition_point(|other| other.cost <= one.cost);
        let measures = self.measures.chunks_exact(one.measures.len());
        let mut entries = self.entries[..cheaper].iter().zip(measures);
        let dominating = entries.find(|(other, measures)| {
            are_no_more(measures, one.measures)
                && one.closed.is_none_or(|closed| other.memory.are_among(one.memory, closed))
                && other.cost + one.cuts.price(other.odd & !one.odd) <= one.cost
        });
        dominating.map(|(other, _)| other.label)
    }

    /// Drops what the candidate makes superfluous.
    fn clear_out(&mut self, one: &Candidate, drop: &mut impl FnMut(u32)) {
        let width = one.measures.len();
        let first = self.entries.partition_point(|other| other.cost < one.cost);
        let mut end = first;
        for at in first..self.entries.len() {
            let other = self.entries[at];
            let is_dominated =
                are_no_more(one.measures, &self.measures[at * width..(at + 1) * width])
                    && one.closed.is_none_or(|closed| one.memory.are_among(&other.memory, closed))
                    && one.cost + one.cuts.price(one.odd & !other.odd) <= other.cost;
            if is_dominated {
                drop(other.label);
                continue;
            }
            if end < at {
                self.entries[end] = other;
                self.measures.copy_within(at * width..(at + 1) * width, end * width);
            }
            end += 1;
        }
        self.entries.truncate(end);
        self.measures.truncate(end * width);
    }

    fn insert(&mut self, one: &Candidate) {
        let width = one.measures.len();
        let first = self.entries.partition_point(|other| other.cost < one.cost);
        let entry = Entry { cost: one.cost, memory: *one.memory, odd: one.odd, label: one.label };
        self.entries.insert(first, entry);
        self.measures.extend_from_slice(one.measures);
        self.measures[first * width..].rotate_right(width);
    }
}

#[inline]
fn are_no_more(one: &[i32], other: &[i32]) -> bool {
    one.iter().zip(other).all(|(one, other)| one <= other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RequestId;

    /// The labels that are left of these, which are given as cost, measures and whom they remember.
    fn left_of(labels: &[(i64, [i32; 2], &[u32])]) -> Vec<u32> {
        let mut front = Front::default();
        let mut left = Vec::new();
        for (label, (cost, measures, riders)) in (0..).zip(labels) {
            let memory: Riders = riders.iter().map(|&rider| RequestId(rider)).collect();
            let closed = Riders::from_iter([RequestId(9)]);
            let closed = Some(&closed);
            let one = Candidate {
                label,
                cost: *cost,
                aboard: measures[0] as usize,
                memory: &memory,
                measures,
                closed,
                odd: 0,
                cuts: &WaveCuts::default(),
            };
            if front.dominating(&one).is_none() {
                front.insert(&one, |other| left.retain(|&one| one != other));
                left.push(label);
            }
        }
        assert_eq!(front.len(), left.len());
        left
    }

    #[test]
    fn what_is_no_better_in_anything_is_superfluous() {
        assert_eq!(left_of(&[(5, [1, 1], &[]), (5, [1, 1], &[])]), [0]);
        assert_eq!(left_of(&[(5, [1, 1], &[]), (4, [1, 2], &[]), (6, [0, 3], &[])]), [0, 1, 2]);
        assert_eq!(left_of(&[(5, [1, 1], &[]), (6, [2, 1], &[]), (4, [1, 0], &[])]), [2]);
        // Dearer ones behind those that go are still compared by their own measures.
        let some = [(5, [3, 1], &[][..]), (6, [2, 2], &[]), (7, [1, 3], &[]), (4, [2, 1], &[])];
        assert_eq!(left_of(&some), [2, 3]);
        assert_eq!(left_of(&[&some[..], &[(8, [1, 3], &[])]].concat()), [2, 3]);
    }

    #[test]
    fn who_remembers_somebody_more_dominates_nobody_who_can_still_serve_him() {
        assert_eq!(left_of(&[(5, [1, 1], &[3]), (6, [1, 1], &[])]), [0, 1]);
        assert_eq!(left_of(&[(5, [1, 1], &[3]), (6, [1, 1], &[3, 4])]), [0]);
        assert_eq!(left_of(&[(5, [1, 1], &[9]), (6, [1, 1], &[])]), [0]);
    }

    #[test]
    fn the_dearest_goes_if_it_costs_more() {
        let mut front = Front::default();
        let memory = Riders::default();
        for (label, cost) in [(0, 5), (1, 7), (2, 6)] {
            let measures = &[-cost as i32];
            let (aboard, memory) = (label as usize, &memory);
            let cuts = &WaveCuts::default();
            let one =
                Candidate { label, cost, aboard, memory, measures, closed: None, odd: 0, cuts };
            front.insert(&one, |_| panic!("none is superfluous"));
        }
        assert_eq!(front.drop_dearest(7), None);
        assert_eq!(front.drop_dearest(6), Some(1));
        assert_eq!(front.len(), 2);
    }
}
