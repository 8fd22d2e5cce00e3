//! One pricing under way: all labels that are kept.

use rustc_hash::FxHashMap;

use crate::domain::Time;
use crate::exact::network::NodeId;
use crate::exact::pricing::company::CompanyId;
use crate::exact::pricing::label::Label;
use crate::exact::pricing::{Care, Duals};
use crate::exact::riders::Riders;

/// One pricing under way.
pub(super) struct Run<'a> {
    pub duals: &'a Duals,
    pub care: Care,
    pub labels: Vec<Label>,
    /// Labels by the minute at which they are ready.
    pub minutes: Vec<Vec<u32>>,
    pub met: FxHashMap<(NodeId, CompanyId, bool), Vec<u32>>,
    /// Reduced costs of complete paths that are negative, and the labels that they end with.
    pub ends: Vec<(i64, u32)>,
    pub least: i64,
    is_over: &'a (dyn Fn() -> bool + Sync),
    /// Labels that have gone on.
    extended: u32,
}

/// So many labels go on between two looks at the clock.
const BETWEEN_LOOKS: u32 = 1_000;

impl<'a> Run<'a> {
    pub fn new(
        duals: &'a Duals,
        care: Care,
        minutes: usize,
        is_over: &'a (dyn Fn() -> bool + Sync),
    ) -> Self {
        Self {
            duals,
            care,
            labels: Vec::new(),
            minutes: vec![Vec::new(); minutes],
            met: FxHashMap::default(),
            ends: Vec::new(),
            least: i64::MAX,
            is_over,
            extended: 0,
        }
    }

    /// Whether there are too many labels or it is over; asked before each label goes on.
    pub fn is_given_up(&mut self) -> bool {
        self.extended += 1;
        let is_full = matches!(self.care, Care::Exact(most) if self.labels.len() > most);
        is_full || (self.extended.is_multiple_of(BETWEEN_LOOKS) && (self.is_over)())
    }

    /// Keeps the label unless it is dominated or ready after the shift.
    pub fn keep(&mut self, label: Label, from: Time, closed: &[Riders]) {
        let minute = (label.ready() - from).as_milliseconds().max(0) as usize / 60_000;
        let Some(closed) = closed.get(minute) else { return };
        let index = self.labels.len() as u32;
        let met = self.met.entry((label.node, label.company, label.rested)).or_default();
        let is_quick = matches!(self.care, Care::Quick(_));
        let labels = &mut self.labels;
        if met.iter().any(|&other| labels[other as usize].dominates(&label, closed, is_quick)) {
            return;
        }
        met.retain(|&other| {
            let other = &mut labels[other as usize];
            let is_dominated = label.dominates(other, closed, is_quick);
            other.dominated |= is_dominated;
            !is_dominated
        });
        if let Care::Quick(most) = self.care
            && met.len() >= most
        {
            let by_cost = |&place: &usize| labels[met[place] as usize].cost;
            let worst = (0..met.len()).max_by_key(by_cost).expect("there is one");
            let other = &mut labels[met[worst] as usize];
            if other.cost <= label.cost {
                return;
            }
            other.dominated = true;
            met.swap_remove(worst);
        }
        met.push(index);
        labels.push(label);
        self.minutes[minute].push(index);
    }
}
