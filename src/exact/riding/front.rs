//! Labels that make others superfluous.
//!
//! Of two paths to a stop, one that is no dearer, no later, and has nobody aboard who is not aboard in
//! the other can do whatever the other can go on to do: it leaves out what it need not do. Where
//! whoever leaves a stop out is no later and drives no dearer, this costs no more (Gschwind and Irnich
//! 2015, doi:10.1287/trsc.2014.0531). So labels are kept by stop and who is aboard, and each is held
//! against those of every smaller company, of which there are few, as vehicles are small.

use rustc_hash::FxHashMap;

use crate::exact::cuts::WaveCuts;
use crate::exact::riding::crowd::Crowd;
use crate::exact::riding::label::{Clock, Label, Labels};
use crate::exact::riding::stops::{Moment, StopId, Stops};

/// What labels are compared by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rule {
    /// Cost and time alone, and at most so many for each stop and company; proves nothing.
    Loose(usize),
    /// All but longest rides and the longest duty, which do not count at all.
    Relaxed,
    /// All that can matter.
    Strict,
    /// As `Strict`, among those alone that have served the same people and have the same aboard.
    Listing,
}

/// How labels are compared.
#[derive(Clone, Copy)]
pub(super) struct Dominance<'a> {
    pub stops: &'a Stops,
    pub cuts: &'a WaveCuts,
    pub rule: Rule,
}

/// Parts of a company are looked at that leave out some of its first so many.
pub(super) const MOST_PARTED: usize = 10;

#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub cost: i64,
    pub begins: Moment,
    label: u32,
}

/// Labels of one stop with the same people aboard and, in a listing, the same served, the cheapest first.
#[derive(Debug)]
struct Front {
    stop: StopId,
    open: Crowd,
    served: Crowd,
    entries: Vec<Entry>,
}

/// All fronts.
#[derive(Debug, Default)]
pub(super) struct Fronts {
    /// By mark; where that is another front's, by the next number that is none's.
    places: FxHashMap<u64, u32>,
    fronts: Vec<Front>,
}

/// What is marked: stops, riders aboard, riders served.
const RIDER: usize = 1 << 16;
const SERVED: usize = 1 << 17;

/// A number that tells stops and companies apart, but for rare chance: a company's is made of those of
/// its riders.
#[inline]
fn mark(number: usize) -> u64 {
    // splitmix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
    let mut mark = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mark = (mark ^ (mark >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mark = (mark ^ (mark >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mark ^ (mark >> 31)
}

#[inline]
fn mark_of(stop: StopId, open: &Crowd) -> u64 {
    open.iter().fold(mark(usize::from(stop)), |sum, rider| sum ^ mark(RIDER + rider))
}

impl Fronts {
    /// The place of a front, or the number that it is to have.
    fn find(&self, mut mark: u64, is_it: impl Fn(&Front) -> bool) -> Result<usize, u64> {
        while let Some(&place) = self.places.get(&mark) {
            if is_it(&self.fronts[place as usize]) {
                return Ok(place as usize);
            }
            mark = mark.wrapping_add(1);
        }
        Err(mark)
    }

    /// The labels at a stop with some of these people aboard, and all of those.
    #[inline]
    pub fn within(&self, stop: StopId, some: Crowd, all: Crowd) -> impl Iterator<Item = &[Entry]> {
        let mut marks = [0; MOST_PARTED];
        let riders = some.iter().zip(&mut marks);
        let number = riders.map(|(rider, slot)| *slot = mark(RIDER + rider)).count();
        let whole = mark_of(stop, &some.joined(&all));
        // Those left out, as bits.
        (0..1_u32 << number).filter_map(move |out| {
            let left_out = (0..number).filter(|bit| out & (1 << bit) != 0);
            let mark = left_out.fold(whole, |sum, bit| sum ^ marks[bit]);
            let is_it = |front: &Front| {
                front.stop == stop && front.open == some.but_for_bits(out).joined(&all)
            };
            let place = self.find(mark, is_it).ok()?;
            Some(&self.fronts[place].entries[..])
        })
    }

    /// Whether another label can do whatever this one can, and no dearer; `own` is its index if it is
    /// one of them already.
    pub fn dominate(
        &self,
        how: Dominance,
        labels: &Labels,
        one: &Label,
        clocks: &[Clock],
        own: u32,
    ) -> bool {
        let is_dominating = |entry: &Entry| {
            entry.begins <= one.begins && entry.label != own && {
                let other = &labels.all[entry.label as usize];
                !other.dominated && how.is_no_worse(other, labels.clocks_of(other), one, clocks)
            }
        };
        let any = |front: &[Entry]| {
            front.iter().take_while(|entry| entry.cost <= one.cost).any(is_dominating)
        };
        if how.rule == Rule::Listing {
            let front = self.place_of(how, one);
            return front.is_ok_and(|front| any(&self.fronts[front].entries));
        }
        // Who boards here is aboard in each label here.
        let here = usize::from(one.stop);
        let boards = Crowd::default();
        let boards = if here < how.stops.requests { boards.with(here) } else { boards };
        self.within(one.stop, one.open.but_for(&boards), boards).any(any)
    }

    /// The place of a label's own front, or the number that it is to have.
    fn place_of(&self, how: Dominance, one: &Label) -> Result<usize, u64> {
        let is_listing = how.rule == Rule::Listing;
        let served = if is_listing { one.past } else { Crowd::default() };
        let mark = served
            .iter()
            .fold(mark_of(one.stop, &one.open), |sum, rider| sum ^ mark(SERVED + rider));
        self.find(mark, |front| {
            front.stop == one.stop && front.open == one.open && front.served == served
        })
    }

    /// The entries of a label's own front.
    fn front_of(&mut self, how: Dominance, one: &Label) -> &mut Vec<Entry> {
        let place = self.place_of(how, one).unwrap_or_else(|mark| {
            let served = if how.rule == Rule::Listing { one.past } else { Crowd::default() };
            let (stop, open) = (one.stop, one.open);
            self.fronts.push(Front { stop, open, served, entries: Vec::new() });
            self.places.insert(mark, self.fronts.len() as u32 - 1);
            self.fronts.len() - 1
        });
        &mut self.fronts[place].entries
    }

    /// Takes a label in and drops those of the same company that it makes superfluous; false if there
    /// are enough that cost less.
    pub fn insert(
        &mut self,
        how: Dominance,
        labels: &mut Labels,
        one: &Label,
        clocks: &[Clock],
    ) -> bool {
        let front = self.front_of(how, one);
        let most = if let Rule::Loose(most) = how.rule { most } else { usize::MAX };
        let place = front.partition_point(|entry| entry.cost < one.cost);
        if place >= most {
            return false;
        }
        let mut end = place;
        for at in place..front.len() {
            let entry = front[at];
            let other = &labels.all[entry.label as usize];
            let is_dominated = entry.begins >= one.begins
                && how.is_no_worse(one, clocks, other, labels.clocks_of(other));
            if is_dominated {
                labels.all[entry.label as usize].dominated = true;
            } else {
                front[end] = entry;
                end += 1;
            }
        }
        front.truncate(end);
        let label = labels.all.len() as u32;
        front.insert(place, Entry { cost: one.cost, begins: one.begins, label });
        if front.len() > most
            && let Some(dearest) = front.pop()
        {
            labels.all[dearest.label as usize].dominated = true;
        }
        true
    }
}

impl Dominance<'_> {
    /// Whether `one`, no dearer and no later, with nobody aboard who is not aboard in the other, can do
    /// whatever the other can.
    #[inline]
    fn is_no_worse(&self, one: &Label, clocks: &[Clock], other: &Label, others: &[Clock]) -> bool {
        if matches!(self.rule, Rule::Loose(_)) {
            return true;
        }
        if !are_no_later(one, clocks, other, others) {
            return false;
        }
        let more = one.past.but_for(&other.past).but_for(&other.open);
        if !more.is_empty() && more.iter().any(|rider| self.stops.can_reach(other, rider)) {
            return false;
        }
        let odd = one.odd & !other.odd;
        odd == 0 || one.cost + self.cuts.price(odd) <= other.cost
    }
}

/// Whether all clocks that both have leave one as much time as the other.
#[inline]
fn are_no_later(one: &Label, clocks: &[Clock], other: &Label, others: &[Clock]) -> bool {
    let no_later = |(one, other): (&Clock, &Clock)| {
        one.latest_start >= other.latest_start && one.elapsed <= other.elapsed
    };
    if one.open == other.open || others.is_empty() {
        return clocks.iter().zip(others).all(no_later);
    }
    let shared = others[1..].iter().zip(other.open.iter());
    let shared = shared.filter(|(_, rider)| one.open.contains(*rider)).map(|(clock, _)| clock);
    no_later((&clocks[0], &others[0])) && clocks[1..].iter().zip(shared).all(no_later)
}
