//! What is found of a certificate, in the reader's language.

use crate::certificate::{Finding, Part, Reason, Refusal, Thing, Verdict};
use crate::domain::Money;
use crate::output::Language;

/// How amounts are written: kroner of a day, distances of a public instance.
type Amount<'a> = &'a dyn Fn(Money) -> String;

impl Language {
    /// A line: the part, what comes of it, and why.
    pub(crate) fn finding(self, finding: &Finding, amount: Amount) -> String {
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
            Self::English => english(&finding.reason, amount),
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

    /// Why a certificate is refused.
    fn refusal(self, refusal: &Refusal, amount: Amount) -> String {
        match refusal {
            Refusal::OtherData(what) => self.other_data(what),
            Refusal::Stated { what, stated, is } => self.stated(what, stated, is),
            Refusal::Amount { what, stated, is } => {
                self.stated(what, &amount(*stated), &amount(*is))
            }
            Refusal::NoFreeVehicle(vehicle) => self.of(
                vehicle,
                "har to ruter eller er ingen vogn",
                "has two routes, or is no vehicle",
            ),
            Refusal::PlannedTwice(ride) => {
                self.of(ride, "er planlagt to gange", "is planned twice")
            }
            Refusal::NoSuchRide(ride) => {
                let danish = "er ingen tur, der kan planlægges";
                self.of(ride, danish, "is no ride that can be planned")
            }
            Refusal::LeftOutWithoutPrice => {
                let danish = "ture er udeladt, som ingen pris har";
                self.of("", danish, "rides are left out that have no price").trim().to_owned()
            }
            Refusal::WorthLessThanNothing(ride) => {
                self.of(ride, "er mindre værd end intet", "is worth less than nothing")
            }
            Refusal::WorthTooMuch(ride) => {
                let danish = "er mere værd, end det koster at udelade den";
                self.of(ride, danish, "is worth more than leaving it out costs")
            }
            Refusal::Undrivable { vehicle, stops } => self.undrivable(vehicle, *stops),
            Refusal::Uncovered { numbers } => self.uncovered(numbers),
            Refusal::Earns { vehicle, route, earns, stated } => {
                format!("{}: {route}", self.earns(vehicle, *earns, *stated))
            }
            Refusal::Better { cost, not_planned } => self.better(&amount(*cost), *not_planned),
        }
    }

    /// A name, and what is to be said of it.
    fn of(self, name: &str, danish: &str, english: &str) -> String {
        match self {
            Self::Danish => format!("{name} {danish}"),
            Self::English => format!("{name} {english}"),
        }
    }

    fn other_data(self, what: &Thing) -> String {
        self.of(
            &self.thing(what),
            "er andre end certifikatets: en anden dag, eller ændret siden",
            "are others than those of the certificate: another day, or changed since",
        )
    }

    fn stated(self, what: &Thing, stated: &str, is: &str) -> String {
        let what = self.thing(what);
        match self {
            Self::Danish => format!("{what}: {stated} er påstået, det er {is}"),
            Self::English => format!("{what}: {stated} is stated, it is {is}"),
        }
    }

    fn undrivable(self, vehicle: &str, stops: usize) -> String {
        match self {
            Self::Danish => {
                format!("{vehicle} kan ikke køre sin rute: en regel er brudt efter {stops} stop")
            }
            Self::English => {
                format!("{vehicle} cannot drive its route: a rule is broken after {stops} stops")
            }
        }
    }

    fn uncovered(self, numbers: &[usize]) -> String {
        match self {
            Self::Danish => {
                format!("der er ingen priser for planer med {numbers:?} vogne af slagsene")
            }
            Self::English => {
                format!("there are no prices for plans with {numbers:?} vehicles of the types")
            }
        }
    }

    fn earns(self, vehicle: &str, earns: i64, stated: i64) -> String {
        match self {
            Self::Danish => {
                format!("{vehicle} kan tjene {earns} dele af en øre, {stated} er påstået")
            }
            Self::English => {
                format!("{vehicle} can earn {earns} parts of an øre, {stated} is stated")
            }
        }
    }

    fn better(self, cost: &str, not_planned: usize) -> String {
        match (self, not_planned) {
            (Self::Danish, 0) => format!("der er en bedre plan, som koster {cost}"),
            (Self::Danish, _) => {
                format!("der er en bedre plan, som koster {cost} og udelader {not_planned}")
            }
            (Self::English, 0) => format!("there is a better plan, which costs {cost}"),
            (Self::English, _) => {
                format!("there is a better plan, which costs {cost} and leaves out {not_planned}")
            }
        }
    }

    /// What a certificate states.
    fn thing(self, thing: &Thing) -> String {
        let (danish, english, name) = match thing {
            Thing::Rides => ("turene", "the rides", ""),
            Thing::Vehicles => ("vognene", "the vehicles", ""),
            Thing::Drives => ("kørslerne", "the drives", ""),
            Thing::NotPlanned => ("ture, der ikke er planlagt", "rides that are not planned", ""),
            Thing::PricedRides => ("ture med en pris", "rides with a price", ""),
            Thing::VehicleTypes => ("slags vogne", "vehicle types", ""),
            Thing::Ride => ("en tur", "a ride", ""),
            Thing::VehicleType => ("en slags vogne", "a vehicle type", ""),
            Thing::VehiclesOf(names) => {
                ("antallet af vogne som ", "the number of vehicles like ", names.as_str())
            }
            Thing::LeavingOut(ride) => ("at udelade ", "leaving out ", ride.as_str()),
            Thing::PartsOfOre => ("dele af en øre", "parts of an øre", ""),
            Thing::Invoice(vehicle) => ("fakturaen for ", "the invoice of ", vehicle.as_str()),
            Thing::PlanCost => ("planens pris", "the plan's cost", ""),
            Thing::Bound => ("den nedre grænse", "the bound", ""),
            Thing::BoundAboveCost => (
                "den nedre grænse, som ligger over planens pris",
                "the bound, which is above the plan's cost",
                "",
            ),
            Thing::ProvenByPrices => ("hvad priserne beviser", "what the prices prove", ""),
            Thing::ValueOfPrices => ("hvad priserne er værd i alt", "the value of the prices", ""),
            Thing::BoundOfPrices => ("prisernes nedre grænse", "the bound of the prices", ""),
        };
        match self {
            Self::Danish => format!("{danish}{name}"),
            Self::English => format!("{english}{name}"),
        }
    }
}

fn danish(reason: &Reason, amount: Amount) -> String {
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
        Reason::Refused(refusal) => Language::Danish.refusal(refusal, amount),
    }
}

fn english(reason: &Reason, amount: Amount) -> String {
    match reason {
        Reason::SameData => "rides, vehicles and drives are those of the certificate".to_owned(),
        Reason::PlanHolds { cost } => {
            format!("its routes keep every rule, and it costs {}, taxis included", amount(*cost))
        }
        Reason::PricesHold { bound, labels } => format!(
            "no plan costs less than {}: no route earns more than is stated ({labels} labels)",
            amount(*bound)
        ),
        Reason::ClosingHolds { bound, routes, labels } => format!(
            "no plan costs less than {}: of {routes} routes that could be in one, no choice is \
             cheaper ({labels} labels)",
            amount(*bound)
        ),
        Reason::NothingClaimed => "the certificate claims no bound".to_owned(),
        Reason::TooManyRides { rides, most } => {
            format!("too large to recheck: {rides} rides, at most {most}")
        }
        Reason::TooManyLabels { most } => {
            format!("too large to recheck: more than {most} labels for one vehicle type")
        }
        Reason::TooManyChoices { most } => {
            format!("too large to recheck: more than {most} choices of routes")
        }
        Reason::Refused(refusal) => Language::English.refusal(refusal, amount),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_against_a_certificate_is_told_in_the_language() {
        let stated = |what| Refusal::Stated { what, stated: "3".to_owned(), is: "4".to_owned() };
        for (refusal, danish, english) in [
            (
                Refusal::OtherData(Thing::Drives),
                "kørslerne er andre end certifikatets: en anden dag, ",
                "the drives are others than those",
            ),
            (
                stated(Thing::VehiclesOf("A, B".to_owned())),
                "antallet af vogne som A, B: 3 er påstået, det er 4",
                "the number of vehicles like A, B: 3 is stated, it is 4",
            ),
            (
                stated(Thing::ValueOfPrices),
                "hvad priserne er værd i alt: 3 er påstået, det er 4",
                "the value of the prices: 3 is stated, it is 4",
            ),
            (
                Refusal::PlannedTwice("B-1 out".to_owned()),
                "B-1 out er planlagt to gange",
                "B-1 out is planned twice",
            ),
            (
                Refusal::Better { cost: Money::ZERO, not_planned: 2 },
                "der er en bedre plan, som koster 0 kr. og udelader 2",
                "there is a better plan, which costs 0 kr. and leaves out 2",
            ),
        ] {
            let finding = Finding { part: Part::Plan, reason: Reason::Refused(refusal) };
            for (language, expected) in [
                (Language::Danish, format!("plan     afvist     {danish}")),
                (Language::English, format!("plan     refused    {english}")),
            ] {
                let told = language.finding(&finding, &|_| "0 kr.".to_owned());
                assert!(told.starts_with(&expected), "{told}");
            }
        }
    }
}
