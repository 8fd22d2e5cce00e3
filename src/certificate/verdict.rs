//! What comes of rechecking a certificate, part by part.

use crate::domain::Money;

/// What is rechecked, one after the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Whether the certificate is about this day.
    Data,
    /// Whether its plan keeps the rules that bear on cost, and what it costs.
    Plan,
    /// The bound that its prices prove.
    Prices,
    /// What is claimed beyond that.
    Closing,
}

/// What was found of a part.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// Which part.
    pub part: Part,
    /// What was found.
    pub reason: Reason,
}

/// What was found.
#[derive(Clone, PartialEq, Debug)]
pub enum Reason {
    /// Rides, vehicles and drives are those of the certificate.
    SameData,
    /// The plan's routes keep every rule and cost what is said.
    PlanHolds {
        /// What the plan costs, taxis included.
        cost: Money,
    },
    /// No route earns more than is said.
    PricesHold {
        /// So no plan costs less than this.
        bound: Money,
        /// Partial routes looked at.
        labels: usize,
    },
    /// No choice of routes makes a better plan.
    ClosingHolds {
        /// So no plan costs less than this.
        bound: Money,
        /// Routes that could be part of one.
        routes: usize,
        /// Partial routes looked at.
        labels: usize,
    },
    /// It is not true, or does not follow.
    Refused(Refusal),
    /// No bound is claimed.
    NothingClaimed,
    /// There are more rides than can be rechecked.
    TooManyRides {
        /// So many.
        rides: usize,
        /// No more than this.
        most: usize,
    },
    /// There are more partial routes than can be looked at.
    TooManyLabels {
        /// No more than this.
        most: usize,
    },
    /// There are more choices of routes than can be tried.
    TooManyChoices {
        /// No more than this.
        most: usize,
    },
}

/// Why a certificate is refused.
#[derive(Clone, PartialEq, Debug)]
pub enum Refusal {
    /// The rides, the fleet or the drives are others than those of the certificate.
    OtherData(&'static str),
    /// Something that is stated is otherwise.
    Stated {
        /// What.
        what: String,
        /// As the certificate has it.
        stated: String,
        /// As it is.
        is: String,
    },
    /// An amount that is stated is otherwise.
    Amount {
        /// What.
        what: String,
        /// As the certificate has it.
        stated: Money,
        /// As it is.
        is: Money,
    },
    /// The plan names something twice, or that is not there.
    PlanNames(String),
    /// A vehicle cannot drive its route.
    Undrivable {
        /// The vehicle.
        vehicle: String,
        /// So many stops can be made.
        stops: usize,
    },
    /// A figure of the prices that no such figure can be.
    Price {
        /// Whose.
        of: String,
        /// What is wrong with it.
        wrong: &'static str,
    },
    /// A plan may use numbers of vehicles for which there are no prices.
    Uncovered {
        /// So many of each type.
        numbers: Vec<usize>,
    },
    /// A route earns more than is stated.
    Earns {
        /// A vehicle of its type.
        vehicle: String,
        /// The stops of the route.
        route: String,
        /// What it earns, in parts of an øre.
        earns: i64,
        /// What is stated.
        stated: i64,
    },
    /// A plan is better than is claimed to be possible.
    Better {
        /// What it costs, taxis included.
        cost: Money,
        /// Rides that it leaves out.
        not_planned: usize,
    },
}

/// What comes of it all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// All that is claimed was found to be true.
    Confirmed,
    /// Something is not true, or does not follow.
    Refused,
    /// Nothing is wrong, but not all could be rechecked.
    Open,
}

impl Verdict {
    /// What comes of these findings.
    pub fn of(findings: &[Finding]) -> Self {
        let verdicts = || findings.iter().map(|finding| finding.reason.verdict());
        if verdicts().any(|verdict| verdict == Self::Refused) {
            Self::Refused
        } else if verdicts().any(|verdict| verdict == Self::Open) {
            Self::Open
        } else {
            Self::Confirmed
        }
    }
}

impl Reason {
    /// What it means for the part.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::SameData
            | Self::PlanHolds { .. }
            | Self::PricesHold { .. }
            | Self::ClosingHolds { .. } => Verdict::Confirmed,
            Self::Refused(_) => Verdict::Refused,
            Self::NothingClaimed
            | Self::TooManyRides { .. }
            | Self::TooManyLabels { .. }
            | Self::TooManyChoices { .. } => Verdict::Open,
        }
    }

    /// A sentence, with amounts as `amount` writes them.
    pub fn text(&self, amount: &dyn Fn(Money) -> String) -> String {
        match self {
            Self::SameData => "rides, vehicles and drives are those of the certificate".to_owned(),
            Self::PlanHolds { cost } => {
                format!(
                    "its routes keep every rule, and it costs {}, taxis included",
                    amount(*cost)
                )
            }
            Self::PricesHold { bound, labels } => format!(
                "no plan costs less than {}: no route earns more than is stated ({labels} labels)",
                amount(*bound)
            ),
            Self::ClosingHolds { bound, routes, labels } => format!(
                "no plan costs less than {}: of {routes} routes that could be in one, no choice is \
                 cheaper ({labels} labels)",
                amount(*bound)
            ),
            Self::Refused(refusal) => refusal.text(amount),
            Self::NothingClaimed => "the certificate claims no bound".to_owned(),
            Self::TooManyRides { rides, most } => {
                format!("too large to recheck: {rides} rides, at most {most}")
            }
            Self::TooManyLabels { most } => {
                format!("too large to recheck: more than {most} labels for one vehicle type")
            }
            Self::TooManyChoices { most } => {
                format!("too large to recheck: more than {most} choices of routes")
            }
        }
    }
}

impl Refusal {
    fn text(&self, amount: &dyn Fn(Money) -> String) -> String {
        match self {
            Self::OtherData(what) => format!(
                "the {what} are others than those of the certificate: another day, or changed since"
            ),
            Self::Stated { what, stated, is } => format!("{what}: {stated} is stated, it is {is}"),
            Self::Amount { what, stated, is } => {
                format!("{what}: {} is stated, it is {}", amount(*stated), amount(*is))
            }
            Self::PlanNames(what) => what.clone(),
            Self::Undrivable { vehicle, stops } => {
                format!("{vehicle} cannot drive its route: a rule is broken after {stops} stops")
            }
            Self::Price { of, wrong } => format!("{of}: {wrong}"),
            Self::Uncovered { numbers } => {
                format!("there are no prices for plans with {numbers:?} vehicles of the types")
            }
            Self::Earns { vehicle, route, earns, stated } => {
                format!("{vehicle} can earn {earns} parts of an øre, {stated} is stated: {route}")
            }
            Self::Better { cost, not_planned: 0 } => {
                format!("there is a better plan, which costs {}", amount(*cost))
            }
            Self::Better { cost, not_planned } => format!(
                "there is a better plan, which costs {} and leaves out {not_planned}",
                amount(*cost)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_outweighs_what_is_open() {
        let finding = |reason| Finding { part: Part::Data, reason };
        let confirmed = finding(Reason::SameData);
        let open = finding(Reason::NothingClaimed);
        let refused = finding(Reason::Refused(Refusal::OtherData("rides")));
        assert_eq!(Verdict::of(std::slice::from_ref(&confirmed)), Verdict::Confirmed);
        assert_eq!(Verdict::of(&[open.clone(), confirmed.clone()]), Verdict::Open);
        assert_eq!(Verdict::of(&[open, refused, confirmed]), Verdict::Refused);
    }
}
