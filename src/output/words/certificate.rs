//! What is found of a certificate, in the reader's language.
//!
//! English sentences are those of the recheck itself, and so are the names of what it compares; in Danish
//! they are looked up.

use crate::certificate::{Finding, Part, Reason, Refusal, Verdict};
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
        Reason::Refused(refusal) => refused(refusal, amount),
    }
}

fn refused(refusal: &Refusal, amount: &dyn Fn(Money) -> String) -> String {
    match refusal {
        Refusal::OtherData(what) => {
            format!("{} er andre end certifikatets: en anden dag, eller ændret siden", thing(what))
        }
        Refusal::Stated { what, stated, is } => {
            format!("{}: {stated} er påstået, det er {is}", thing(what))
        }
        Refusal::Amount { what, stated, is } => {
            format!("{}: {} er påstået, det er {}", thing(what), amount(*stated), amount(*is))
        }
        Refusal::PlanNames(what) => thing(what),
        Refusal::Undrivable { vehicle, stops } => {
            format!("{vehicle} kan ikke køre sin rute: en regel er brudt efter {stops} stop")
        }
        Refusal::Price { of, wrong } => format!("{}: {}", thing(of), thing(wrong)),
        Refusal::Uncovered { numbers } => {
            format!("der er ingen priser for planer med {numbers:?} vogne af slagsene")
        }
        Refusal::Earns { vehicle, route, earns, stated } => {
            format!("{vehicle} kan tjene {earns} dele af en øre, {stated} er påstået: {route}")
        }
        Refusal::Better { cost, not_planned: 0 } => {
            format!("der er en bedre plan, som koster {}", amount(*cost))
        }
        Refusal::Better { cost, not_planned } => {
            format!("der er en bedre plan, som koster {} og udelader {not_planned}", amount(*cost))
        }
    }
}

/// What the recheck compares or says of a name, before and behind the name.
const THINGS: [([&str; 2], [&str; 2]); 23] = [
    (["rides that are not planned", ""], ["ture, der ikke er planlagt", ""]),
    (["rides with a price", ""], ["ture med en pris", ""]),
    (["rides are left out that have no price", ""], ["ture er udeladt, som ingen pris har", ""]),
    (["rides", ""], ["turene", ""]),
    (["vehicle types", ""], ["slags vogne", ""]),
    (["vehicles", ""], ["vognene", ""]),
    (["drives", ""], ["kørslerne", ""]),
    (["the plan's cost", ""], ["planens pris", ""]),
    (
        ["the bound, which is above the plan's cost", ""],
        ["den nedre grænse, som ligger over planens pris", ""],
    ),
    (["the bound", ""], ["den nedre grænse", ""]),
    (["what the prices prove", ""], ["hvad priserne beviser", ""]),
    (["the prices", ""], ["priserne", ""]),
    (["a ride", ""], ["en tur", ""]),
    (["a vehicle type", ""], ["en slags vogne", ""]),
    (["leaving out ", ""], ["at udelade ", ""]),
    (["how many vehicles ", " are"], ["hvor mange vogne ", " er"]),
    (["the invoice of ", ""], ["fakturaen for ", ""]),
    (["", " has two routes, or is no vehicle"], ["", " har to ruter eller er ingen vogn"]),
    (["parts of an øre", ""], ["dele af en øre", ""]),
    (["it cannot be worth less than nothing", ""], ["den kan ikke være mindre værd end intet", ""]),
    (
        ["it is worth more than leaving it out costs", ""],
        ["den er mere værd, end det koster at udelade den", ""],
    ),
    (["", " is planned twice"], ["", " er planlagt to gange"]),
    (["", " is no ride that can be planned"], ["", " er ingen tur, der kan planlægges"]),
];

/// The same in Danish; what is not known stays as it is, a name say.
fn thing(english: &str) -> String {
    let names = THINGS.iter().filter_map(|([before, behind], danish)| {
        let name = english.strip_prefix(before)?.strip_suffix(behind)?;
        let is_whole = before.is_empty() || before.ends_with(' ') || name.is_empty();
        is_whole.then(|| format!("{}{name}{}", danish[0], danish[1]))
    });
    names.into_iter().next().unwrap_or_else(|| english.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_against_a_certificate_is_told_in_the_language() {
        let stated = |what: &str| Refusal::Stated {
            what: what.to_owned(),
            stated: "3".to_owned(),
            is: "4".to_owned(),
        };
        let names = |what: &str| Refusal::PlanNames(what.to_owned());
        let price = |of: &str, wrong| Refusal::Price { of: of.to_owned(), wrong };
        for (refusal, expected) in [
            (Refusal::OtherData("drives"), "kørslerne er andre end certifikatets: en anden dag, "),
            (
                stated("rides that are not planned"),
                "ture, der ikke er planlagt: 3 er påstået, det er 4",
            ),
            (
                stated("how many vehicles A, B are"),
                "hvor mange vogne A, B er: 3 er påstået, det er 4",
            ),
            (names("B-1 out is planned twice"), "B-1 out er planlagt to gange"),
            (names("Bus has two routes, or is no vehicle"), "Bus har to ruter eller er ingen vogn"),
            (
                price("B-1 out", "it cannot be worth less than nothing"),
                "B-1 out: den kan ikke være",
            ),
            (
                price("the prices", "rides are left out that have no price"),
                "priserne: ture er udeladt",
            ),
            (
                Refusal::Better { cost: Money::ZERO, not_planned: 2 },
                "der er en bedre plan, som koster",
            ),
        ] {
            let finding = Finding { part: Part::Plan, reason: Reason::Refused(refusal) };
            let told = Language::Danish.finding(&finding, &|_| "0 kr.".to_owned());
            assert!(told.starts_with(&format!("plan     afvist     {expected}")), "{told}");
        }
    }
}
