//! The rules, each with its meaning and what is said of who breaks it.

macro_rules! rules {
    ($($(#[$doc:meta])+ $rule:ident: $sentence:literal),+ $(,)?) => {
        /// What a plan must keep to.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[non_exhaustive]
        pub enum Rule { $($(#[$doc])+ $rule),+ }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$rule),+];

            /// What is said of who breaks it; `{found}` and `{allowed}` stand for the figures.
            pub(super) const fn sentence(self) -> &'static str {
                match self { $(Self::$rule => $sentence),+ }
            }
        }
    };
}

// A rule, its meaning and its sentence stand side by side, and none can be forgotten in `ALL`.
rules! {
    /// The plan is of the schema this program knows.
    Schema: "is written in schema {found}, this program reads schema {allowed}",
    /// The plan is for the day.
    Date: "is for {found}, the day is {allowed}",
    /// Every figure is of a size that a day can have.
    Absurd: "says {found}, which no day can have",
    /// Only bookings of the day are planned or listed.
    UnknownBooking: "is no booking of this day",
    /// Only rides that were booked are planned or listed.
    UnknownRide: "was not booked",
    /// What is cancelled is not driven.
    CancelledRide: "must not be planned, the booking is {allowed}",
    /// The plan and the booking name the same citizen.
    WrongCitizen: "is planned for citizen {found}, the booking is for {allowed}",
    /// Every ride is driven, goes by taxi, or is listed.
    MissingRide: "is neither driven nor sent by taxi nor listed as not planned",
    /// No ride is planned or listed twice.
    RepeatedRide: "is planned or listed {found} times, must be once",
    /// Who alights has boarded the same vehicle before.
    NeverBoarded: "alights without having boarded this vehicle",
    /// Who boards alights from the same vehicle.
    StillAboard: "boards and never alights from this vehicle",
    /// Every cancelled booking is listed once.
    CancelledList: "is {allowed} and must be listed so once, it is listed {found} times",
    /// What is listed as cancelled is.
    WrongStatus: "is listed as {found}, the booking is {allowed}",
    /// A ride is called impossible when it is, and with the right figures.
    WrongReason: "is listed as {found}, by the day's figures {allowed}",
    /// A ride goes by taxi only where there is a tariff for it.
    NoReserveTaxi: "goes by taxi, this day has no reserve taxi",
    /// A taxi takes wheelchairs, and people who need a lift, only if it has one.
    TaxiWithoutLift: "goes by taxi, which takes no wheelchair and has no lift",
    /// The taxi is due when it can keep the promise.
    TaxiDue: "has its taxi due at {found}, the promise asks for {allowed}",
    /// The taxi costs what the tariff says.
    TaxiFare: "is charged {found} by taxi, the tariff gives {allowed}",
    /// Only vehicles of the day are used.
    UnknownVehicle: "is no vehicle of this day",
    /// Every vehicle has one run at most.
    RepeatedVehicle: "has {found} runs, must be one",
    /// A run carries somebody.
    EmptyRun: "has a run without stops",
    /// People board and alight at home and at their centre.
    WrongPlace: "is planned at {found}, must be at {allowed}",
    /// A stop arrives, begins and ends in this order.
    ClockOrder: "has its clock times out of order: {found}",
    /// The vehicle arrives when the drive that led there is over.
    ArrivalTime: "is reached at {found}, leaving and driving give {allowed}",
    /// The vehicle is back when the last drive is over.
    ReturnTime: "is back at {found}, leaving and driving give {allowed}",
    /// Boarding and alighting take the time of the mobility.
    ServiceTime: "is given {found} at the stop, must be {allowed}",
    /// No drive is faster than the travel table.
    LegTooFast: "is driven to in {found}, the travel table says {allowed}",
    /// No drive through a rush hour is faster than the slowed travel table.
    RushHour: "is driven to in {found} in the rush hour, must be at least {allowed}",
    /// Distances are those of the travel table.
    LegDistance: "is driven to over {found}, the travel table says {allowed}",
    /// Nobody leaves before the shift.
    ShiftStart: "leaves at {found}, the shift starts at {allowed}",
    /// Everybody is back within the shift.
    ShiftEnd: "is back at {found}, the shift ends at {allowed}",
    /// No run is longer than the vehicle may be out.
    RunTooLong: "is out for {found}, may be out for {allowed}",
    /// People are told the whole minute before they board and after they have alighted.
    ToldTime: "is told {found}, must be {allowed}",
    /// No trip is longer than promised to everybody.
    TripTooLong: "takes {found}, promised at most {allowed}",
    /// No trip is longer than promised to this citizen.
    OwnTripTooLong: "takes {found}, this citizen is promised at most {allowed}",
    /// Everybody has alighted in good time before the session.
    ArrivesLate: "has alighted at {found}, must have by {allowed}",
    /// Nobody is fetched before they are ready.
    FetchedEarly: "boards at {found}, is ready at {allowed}",
    /// Nobody sits in the vehicle for too long.
    AboardTooLong: "is aboard for {found}, promised at most {allowed}",
    /// Nobody is driven about for too long beside the direct drive.
    DetourTooLong: "is aboard for {found}, the direct drive allows at most {allowed}",
    /// Some layout holds all who are aboard.
    NoRoom: "boards as {found} are aboard, the layouts are {allowed}",
    /// There is a front seat for all who need one.
    FrontSeats: "boards as {found} front seats are needed, there are {allowed}",
    /// Who needs a lift has one.
    NoLift: "needs a lift, this vehicle has none",
    /// Who must ride alone does.
    NotAlone: "is aboard with {found}, one of them must ride alone",
    /// Who must not ride together does not.
    NotTogether: "is aboard with {found}, they must not ride together",
    /// The plan says how many are aboard.
    AboardCount: "leaves {found} people aboard by the plan, {allowed} by who boarded and alighted",
    /// The driver has the rest.
    RestMissing: "has no rest, {allowed} are due",
    /// No rest is written where none is due.
    RestUnasked: "rests for {found}, no rest is due",
    /// The rest has the length of the rule.
    RestLength: "rests for {found}, must be {allowed}",
    /// The rest lies in the rule's time of day.
    RestWindow: "rests at {found}, must be within {allowed}",
    /// The vehicle stands still during the rest, where the plan says.
    RestPosition: "rests at {found}, when by the clock times it is elsewhere or at work",
    /// Nobody is aboard during the rest.
    RestAboard: "rests with {found} aboard",
    /// The run's distance is the sum of its drives.
    TotalDistance: "has {found} in total, the drives add up to {allowed}",
    /// The run's driving is the sum of its drives.
    TotalDriving: "has {found} of driving, the drives add up to {allowed}",
    /// The run's boarding is the sum of its stops.
    TotalBoarding: "has {found} of boarding, the stops add up to {allowed}",
    /// The run's waiting is what is left of its time.
    TotalWaiting: "has {found} of waiting, the clock times leave {allowed}",
    /// A run costs what the tariff says.
    RunCost: "is charged {found}, the tariff gives {allowed}",
    /// The plan costs what its runs and taxis cost.
    PlanCost: "costs {found}, its runs and taxis add up to {allowed}",
    /// No plan costs less than what is said to be proven.
    BoundAboveCost: "says that no plan costs less than {found} and costs {allowed} itself",
    /// Only a plan as cheap as the bound is called optimal.
    UnprovenOptimal: "is called optimal at {allowed}, proven is {found}",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_name_only_the_two_facts() {
        for rule in Rule::ALL {
            let left = rule.sentence().replace("{found}", "").replace("{allowed}", "");
            assert!(!left.contains(['{', '}']), "{rule:?}: {left}");
        }
    }
}
