//! A path so far.

use crate::domain::Load;
use crate::exact::cuts::CutSet;
use crate::exact::riding::crowd::Crowd;
use crate::exact::riding::stops::{Moment, StopId};

/// Before any stop.
pub(super) const DEPOT: StopId = StopId::MAX;
/// The parent of a label that has none.
pub(super) const NONE: u32 = u32::MAX;

/// A longest time that is running.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Clock {
    /// The latest moment at which it can have started.
    pub latest_start: Moment,
    /// How long it has run at least.
    pub elapsed: Moment,
}

/// A path so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    pub cost: i64,
    /// When service begins here at the earliest.
    pub begins: Moment,
    pub stop: StopId,
    /// Whether another makes it superfluous.
    pub dominated: bool,
    pub load: Load,
    pub parent: u32,
    /// Who is aboard.
    pub open: Crowd,
    /// Who has been served: of them, those who could be again, but for a listing.
    pub past: Crowd,
    /// The cuts of whose riders one or three have boarded, and those that are paid for.
    pub odd: CutSet,
    pub paid: CutSet,
    /// The place of its clocks: of the duty, then of those aboard in order.
    pub clocks: u32,
}

/// All labels of a pricing.
#[derive(Debug, Default)]
pub(super) struct Labels {
    pub all: Vec<Label>,
    pub clocks: Vec<Clock>,
}

impl Labels {
    /// The clocks of a label; none where they do not run.
    #[inline]
    pub fn clocks_of(&self, label: &Label) -> &[Clock] {
        let all = &self.clocks[label.clocks as usize..];
        &all[..all.len().min(label.open.len() + 1)]
    }

    /// Keeps a label.
    pub fn push(&mut self, label: Label, clocks: &[Clock]) {
        let place = self.clocks.len() as u32;
        self.clocks.extend_from_slice(clocks);
        self.all.push(Label { clocks: place, ..label });
    }
}
