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
    OtherData(Thing),
    /// Something that is stated is otherwise.
    Stated {
        /// What.
        what: Thing,
        /// As the certificate has it.
        stated: String,
        /// As it is.
        is: String,
    },
    /// An amount that is stated is otherwise.
    Amount {
        /// What.
        what: Thing,
        /// As the certificate has it.
        stated: Money,
        /// As it is.
        is: Money,
    },
    /// A vehicle has two routes, or is no vehicle.
    NoFreeVehicle(String),
    /// A ride is planned twice.
    PlannedTwice(String),
    /// It is no ride that can be planned.
    NoSuchRide(String),
    /// A vehicle cannot drive its route.
    Undrivable {
        /// The vehicle.
        vehicle: String,
        /// So many stops can be made.
        stops: usize,
    },
    /// Rides are left out that have no price.
    LeftOutWithoutPrice,
    /// A ride is worth less than nothing.
    WorthLessThanNothing(String),
    /// A ride is worth more than leaving it out costs.
    WorthTooMuch(String),
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

/// What a certificate states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Thing {
    /// All rides.
    Rides,
    /// All vehicles.
    Vehicles,
    /// All drives.
    Drives,
    /// How many rides are not planned.
    NotPlanned,
    /// How many rides have a price.
    PricedRides,
    /// How many types of vehicles there are.
    VehicleTypes,
    /// The name of a ride.
    Ride,
    /// The vehicles of a type.
    VehicleType,
    /// How many vehicles of these names there are.
    VehiclesOf(String),
    /// What leaving out this ride costs.
    LeavingOut(String),
    /// What an øre is divided into.
    PartsOfOre,
    /// What this vehicle is paid.
    Invoice(String),
    /// What the plan costs.
    PlanCost,
    /// What no plan costs less than.
    Bound,
    /// The same, where the plan does.
    BoundAboveCost,
    /// What the prices prove.
    ProvenByPrices,
    /// What a part of the prices comes to.
    ValueOfPrices,
    /// What no plan costs less than by the prices.
    BoundOfPrices,
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_outweighs_what_is_open() {
        let finding = |reason| Finding { part: Part::Data, reason };
        let confirmed = finding(Reason::SameData);
        let open = finding(Reason::NothingClaimed);
        let refused = finding(Reason::Refused(Refusal::OtherData(Thing::Rides)));
        assert_eq!(Verdict::of(std::slice::from_ref(&confirmed)), Verdict::Confirmed);
        assert_eq!(Verdict::of(&[open.clone(), confirmed.clone()]), Verdict::Open);
        assert_eq!(Verdict::of(&[open, refused, confirmed]), Verdict::Refused);
    }
}
