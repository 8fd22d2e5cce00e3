//! The recheck: data, plan, prices and what goes beyond them, one after the other.

use crate::certificate::bound::Grounds;
use crate::certificate::rides::MOST_RIDES;
use crate::certificate::verdict::{Finding, Part, Reason, Refusal, Verdict};
use crate::certificate::{Certificate, stated};
use crate::domain::Instance;

/// How much work a recheck may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Partial routes of one vehicle type, looked at or kept.
    pub labels: usize,
    /// Choices of routes that are tried.
    pub choices: usize,
}

impl Default for Limits {
    /// Some two gigabytes and minutes at most.
    fn default() -> Self {
        Self { labels: 2_000_000, choices: 500_000_000 }
    }
}

/// Rechecks a certificate about this instance; each part that could be looked at has a finding, and what
/// does not hold ends the recheck.
pub fn recheck(instance: &Instance, certificate: &Certificate, limits: &Limits) -> Vec<Finding> {
    let mut recheck = Recheck { instance, certificate, limits, findings: Vec::new() };
    // Whoever is refused has said why.
    let _ = recheck.run();
    recheck.findings
}

/// A recheck under way.
struct Recheck<'a> {
    instance: &'a Instance,
    certificate: &'a Certificate,
    limits: &'a Limits,
    findings: Vec<Finding>,
}

impl Recheck<'_> {
    /// `None` as soon as nothing more can be said.
    fn run(&mut self) -> Option<()> {
        let (instance, certificate) = (self.instance, self.certificate);
        self.note(Part::Data, stated::data(instance, certificate))?;
        let rides = instance.requests().len();
        if rides > MOST_RIDES {
            return self.note(Part::Plan, Ok(Reason::TooManyRides { rides, most: MOST_RIDES }));
        }
        self.note(Part::Plan, stated::plan(instance, certificate))?;
        if certificate.claim.bound_ore.is_none() {
            return self.note(Part::Prices, Ok(Reason::NothingClaimed));
        }
        self.note_refusal(Part::Closing, stated::claim(certificate))?;
        self.note_refusal(Part::Prices, stated::prices(instance, certificate))?;
        let grounds = Grounds::new(instance, self.limits);
        if let Some(prices) = &certificate.prices {
            self.note(Part::Prices, grounds.prices(prices))?;
        }
        // That no plan leaves out fewer is never a matter of prices.
        if certificate.closing.is_some() || certificate.claim.not_planned > 0 {
            let beyond = grounds.beyond(&certificate.claim, certificate.prices.as_ref());
            self.note(Part::Closing, beyond)?;
        }
        Some(())
    }

    /// Notes what was found; `None` if that is the end.
    fn note(&mut self, part: Part, found: Result<Reason, Refusal>) -> Option<()> {
        let reason = found.unwrap_or_else(Reason::Refused);
        let goes_on = reason.verdict() == Verdict::Confirmed;
        self.findings.push(Finding { part, reason });
        goes_on.then_some(())
    }

    fn note_refusal(&mut self, part: Part, found: Result<(), Refusal>) -> Option<()> {
        match found {
            Ok(()) => Some(()),
            Err(refusal) => self.note(part, Err(refusal)),
        }
    }
}
