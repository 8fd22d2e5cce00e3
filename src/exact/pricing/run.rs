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
}

impl<'a> Run<'a> {
    pub fn new(duals: &'a Duals, care: Care, minutes: usize) -> Self {
        Self {
            duals,
            care,
            labels: Vec::new(),
            minutes: vec![Vec::new(); minutes],
            met: FxHashMap::default(),
            ends: Vec::new(),
            least: i64::MAX,
        }
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
