//! What is found of a certificate, in the reader's language.
//!
//! English sentences are those of the recheck itself. What speaks against a certificate is told in
//! English to everybody: it names figures of a file that only programs write.

use crate::certificate::{Finding, Part, Reason, Verdict};
use crate::domain::Money;
use crate::output::Language;

impl Language {
    /// A line: the part, what comes of it, and why.
    pub(crate) fn finding(self, finding: &Finding, amount: &dyn Fn(Money) -> String) -> String {
        let part = match (self, finding.part) {
            (_, Part::Data) => "data",
            (_, Part::Plan) => "plan",
            (Self::Danish, Part::Prices) => "priser",
            (Self::English, Part::Prices) => "prices",
            (Self::Danish, Part::Closing) => "slutning",
            (Self::English, Part::Closing) => "closing",
        };
        let verdict = match (self, finding.reason.verdict()) {
            (Self::Danish, Verdict::Confirmed) => "bekræftet",
            (Self::Danish, Verdict::Refused) => "afvist",
            (Self::Danish, Verdict::Open) => "åben",
            (Self::English, Verdict::Confirmed) => "confirmed",
            (Self::English, Verdict::Refused) => "refused",
            (Self::English, Verdict::Open) => "open",
        };
        let reason = match self {
            Self::Danish => danish(&finding.reason, amount),
            Self::English => finding.reason.text(amount),
        };
        format!("{part:<8} {verdict:<10} {reason}\n")
    }

    /// That a certificate claims nothing.
    pub(crate) fn claims_no_bound(self, name: &str) -> String {
        self.note(match self {
            Self::Danish => {
                format!("{name}: intet er bevist, så certifikatet påstår ingen nedre grænse")
            }
            Self::English => {
                format!("{name}: nothing is proven, so the certificate claims no bound")
            }
        })
    }
}

fn danish(reason: &Reason, amount: &dyn Fn(Money) -> String) -> String {
    match reason {
        Reason::SameData => "ture, vogne og kørsler er dem, som certifikatet har".to_owned(),
        Reason::PlanHolds { cost } => {
            format!("ruterne overholder alle regler og koster {}, taxaer med", amount(*cost))
        }
        Reason::PricesHold { bound, labels } => format!(
            "ingen plan koster under {}: ingen rute tjener mere end påstået ({labels} dele af ruter)",
            amount(*bound)
        ),
        Reason::ClosingHolds { bound, routes, labels } => format!(
            "ingen plan koster under {}: af {routes} ruter, der kunne være med, er intet valg \
             billigere ({labels} dele af ruter)",
            amount(*bound)
        ),
        Reason::NothingClaimed => "certifikatet påstår ingen nedre grænse".to_owned(),
        Reason::TooManyRides { rides, most } => {
            format!("for stort til at efterprøve: {rides} ture, højst {most}")
        }
        Reason::TooManyLabels { most } => {
            format!("for stort til at efterprøve: over {most} dele af ruter for én slags vogn")
        }
        Reason::TooManyChoices { most } => {
            format!("for stort til at efterprøve: over {most} valg af ruter")
        }
        Reason::Refused(_) => reason.text(amount),
    }
}
