//! One pricing under way: all labels that are kept.

use rustc_hash::FxHashMap;

use crate::domain::Time;
use crate::exact::cuts::WaveCuts;
use crate::exact::network::NodeId;
use crate::exact::pricing::closed::Closed;
use crate::exact::pricing::company::CompanyId;
use crate::exact::pricing::completion::Steps;
use crate::exact::pricing::front::{Candidate, Front};
use crate::exact::pricing::label::Label;
use crate::exact::pricing::listing::Listing;
use crate::exact::pricing::onward::Onwards;
use crate::exact::pricing::{Care, Duals};

/// One pricing under way.
pub(super) struct Run<'a> {
    pub duals: &'a Duals,
    pub cuts: &'a WaveCuts,
    pub care: Care,
    pub labels: Vec<Label>,
    /// Labels by the minute at which they are ready.
    pub minutes: Vec<Vec<u32>>,
    fronts: FxHashMap<(NodeId, CompanyId, bool), Front>,
    /// Of the label looked at; kept for its memory.
    measures: Vec<i32>,
    /// Reduced costs of complete paths that are negative, and the labels that they end with.
    pub ends: Vec<(i64, u32)>,
    pub least: i64,
    /// Only ends that cost less than that are kept.
    pub below: i64,
    /// Labels go on that may come to cost less than that.
    pub reach: i64,
    /// What paths cost at least from where they come to, where that is known.
    pub onwards: Option<&'a Onwards>,
    /// How labels go on, where that is to be known.
    pub steps: Option<Steps>,
    /// How paths are listed, where all of them are.
    pub listing: Option<Listing<'a>>,
    is_over: &'a (dyn Fn() -> bool + Sync),
    /// Labels that have gone on.
    extended: u32,
}

/// A quick pricing of fewer labels for each node and company does not mind whom they remember.
const FEW: usize = 5;
/// Labels of a quick pricing.
const MOST_QUICK: usize = 500_000;
/// So many labels go on between two looks at the clock.
const BETWEEN_LOOKS: u32 = 1_000;

impl<'a> Run<'a> {
    pub fn new(
        (duals, cuts): (&'a Duals, &'a WaveCuts),
        care: Care,
        minutes: usize,
        is_over: &'a (dyn Fn() -> bool + Sync),
    ) -> Self {
        Self {
            duals,
            cuts,
            care,
            labels: Vec::new(),
            minutes: vec![Vec::new(); minutes],
            fronts: FxHashMap::default(),
            measures: Vec::new(),
            ends: Vec::new(),
            least: i64::MAX,
            below: 0,
            onwards: None,
            reach: 0,
            steps: None,
            listing: None,
            is_over,
            extended: 0,
        }
    }

    /// Whether there are too many labels or it is over; asked before each label goes on.
    pub fn is_given_up(&mut self) -> bool {
        self.extended += 1;
        let most = match self.care {
            Care::Exact(most) => most,
            Care::Quick(_) | Care::Worn => MOST_QUICK,
        };
        self.labels.len() > most
            || (self.extended.is_multiple_of(BETWEEN_LOOKS) && (self.is_over)())
    }

    /// Keeps the label unless it is dominated or ready after the shift.
    pub fn keep(&mut self, label: Label, from: Time, closed: &[Closed]) {
        if let Some(listing) = &mut self.listing {
            return listing.keep(label, from, closed, &mut self.labels, &mut self.minutes);
        }
        let minute = (label.ready() - from).as_milliseconds().max(0) as usize / 60_000;
        let Some(Closed { riders: closed, later }) = closed.get(minute) else { return };
        let (cost, index) = (label.cost, self.labels.len() as u32);
        let forgets = matches!(self.care, Care::Quick(most) if most < FEW);
        let closed = (!forgets).then_some(closed);
        self.measures.clear();
        label.measure(*later, &mut self.measures);
        let labels = &mut self.labels;
        let one = Candidate::new(labels.len(), &label, &self.measures, closed, self.cuts);
        let front = self.fronts.entry((label.node, label.company, label.rested)).or_default();
        let dominating = front.dominating(&one);
        if let Some(steps) = &mut self.steps {
            let odd = dominating.map_or(0, |other| labels[other as usize].odd & !label.odd);
            let spent = cost - labels[label.parent as usize].cost - self.cuts.price(odd);
            steps.leads(label.parent, dominating.unwrap_or(index), spent);
        }
        if dominating.is_some() {
            return;
        }
        if let Care::Quick(most) = self.care
            && front.len() >= most
        {
            let Some(dearest) = front.drop_dearest(cost) else { return };
            labels[dearest as usize].dominated = true;
        }
        let steps = &mut self.steps;
        front.insert(&one, |other| {
            labels[other as usize].dominated = true;
            steps.iter_mut().for_each(|steps| steps.replace(other, index));
        });
        labels.push(label);
        self.minutes[minute].push(index);
    }
}
