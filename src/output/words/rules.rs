//! What the referee finds, as a coordinator says it: a heading for each rule, and what is wrong in few
//! words.

use std::path::Path;

use crate::domain::{BookingStatus, Duration, Time};
use crate::output::Language;
use crate::output::words::clock_span;
use crate::plan::{Fact, Rule, Violation};

/// Makes the table of rules, so that none can be forgotten: heading and details in both languages,
/// `{found}` and `{allowed}` standing for the figures.
macro_rules! rules {
    ($($rule:ident: [$danish:literal, $found:literal], [$english:literal, $seen:literal];)+) => {
        const fn said(rule: Rule, language: Language) -> (&'static str, &'static str) {
            match (rule, language) {
                $((Rule::$rule, Language::Danish) => ($danish, $found),
                  (Rule::$rule, Language::English) => ($english, $seen),)+
            }
        }
    };
}

rules! {
    Schema: ["Planen er af en anden version", "skema {found}; programmet læser skema {allowed}"],
        ["Another version of plan", "schema {found}; this program reads schema {allowed}"];
    Date: ["En anden dag", "planen er for {found}, dagen er {allowed}"],
        ["Another day", "the plan is for {found}, the day is {allowed}"];
    Absurd: ["Umuligt tal", "{found}"], ["An impossible figure", "{found}"];
    UnknownBooking: ["Bestillingen findes ikke på dagen", ""], ["No booking of this day", ""];
    UnknownRide: ["Turen er ikke bestilt", ""], ["The ride was not booked", ""];
    CancelledRide: ["Aflyst, men planlagt", "bestillingen er {allowed}"],
        ["Cancelled, yet planned", "the booking is {allowed}"];
    WrongCitizen: ["Forkert borger", "planlagt for {found}, bestilt af {allowed}"],
        ["Wrong citizen", "planned for {found}, booked for {allowed}"];
    MissingRide: ["Turen mangler", "køres ikke og står ikke som ikke planlagt"],
        ["The ride is missing", "neither driven nor listed as not planned"];
    RepeatedRide: ["Turen står flere gange", "{found} gange"], ["The ride stands there more than once", "{found} times"];
    NeverBoarded: ["Sættes af uden at være hentet af vognen", ""], ["Set down without having been picked up by the vehicle", ""];
    StillAboard: ["Hentes, men sættes aldrig af", ""], ["Picked up and never set down", ""];
    CancelledList: ["Aflyst, men ikke på listen over aflyste", "{allowed}; står der {found} gange"],
        ["Not listed as cancelled", "{allowed}; listed {found} times"];
    WrongStatus: ["Forkert status", "står som {found}, bestillingen er {allowed}"],
        ["Wrong status", "listed as {found}, the booking is {allowed}"];
    WrongReason: ["Forkert årsag", "står som {found}; efter dagens tal {allowed}"],
        ["Wrong reason", "listed as {found}; by the day's figures {allowed}"];
    NoReserveTaxi: ["Med taxa, men dagen har ingen reservetaxa", ""], ["By taxi, but the day has no reserve taxi", ""];
    TaxiWithoutLift: ["Taxaen har ingen lift", ""], ["The taxi has no lift", ""];
    TaxiDue: ["Taxaen kommer på et forkert tidspunkt", "kl. {found}, skal være {allowed}"],
        ["The taxi comes at a wrong time", "at {found}, must be {allowed}"];
    TaxiFare: ["Forkert taxapris", "{found}, efter taksten {allowed}"], ["Wrong taxi fare", "{found}, by the tariff {allowed}"];
    UnknownVehicle: ["Vognen findes ikke på dagen", ""], ["No vehicle of this day", ""];
    RepeatedVehicle: ["Vognen står flere gange", "{found} køreture"], ["The vehicle has more than one run", "{found} runs"];
    EmptyRun: ["Vognen kører uden stop", ""], ["The vehicle drives without stops", ""];
    WrongPlace: ["Forkert sted", "{found}, skal være {allowed}"], ["Wrong place", "{found}, must be {allowed}"];
    ClockOrder: ["Tiderne står i forkert rækkefølge", "{found}"], ["Times out of order", "{found}"];
    ArrivalTime: ["Forkert ankomst", "{found}, kørslen giver {allowed}"], ["Wrong arrival", "{found}, the drive gives {allowed}"];
    ReturnTime: ["Forkert retur", "{found}, kørslen giver {allowed}"], ["Wrong return", "{found}, the drive gives {allowed}"];
    ServiceTime: ["Forkert tid til af- og påstigning", "{found}, skal være {allowed}"],
        ["Wrong time for boarding", "{found}, must be {allowed}"];
    LegTooFast: ["Kører hurtigere end muligt", "på {found}, turen tager {allowed}"],
        ["Driven faster than possible", "in {found}, the drive takes {allowed}"];
    RushHour: ["Kører hurtigere end muligt i myldretiden", "på {found}, turen tager {allowed}"],
        ["Driven faster than possible in the rush hour", "in {found}, the drive takes {allowed}"];
    LegDistance: ["Forkert afstand", "{found}, turen er {allowed}"], ["Wrong distance", "{found}, the drive is {allowed}"];
    ShiftStart: ["Kører før vagten begynder", "kl. {found}, vagten begynder {allowed}"],
        ["Leaves before the shift", "at {found}, the shift starts {allowed}"];
    ShiftEnd: ["Kommer hjem efter vagten", "kl. {found}, vagten slutter {allowed}"],
        ["Back after the shift", "at {found}, the shift ends {allowed}"];
    RunTooLong: ["Ude for længe", "{found}, højst {allowed}"], ["Out for too long", "{found}, at most {allowed}"];
    ToldTime: ["Tiden kan ikke holdes", "står til {found}, bliver {allowed}"],
        ["The time cannot be kept", "told {found}, becomes {allowed}"];
    TripTooLong: ["Turen er længere end lovet", "{found}, højst {allowed}"], ["Longer than promised", "{found}, at most {allowed}"];
    OwnTripTooLong: ["Turen er længere, end denne borger må køre", "{found}, højst {allowed}"],
        ["Longer than this citizen may ride", "{found}, at most {allowed}"];
    ArrivesLate: ["For sent fremme til træning", "ude af vognen {found}, skal være det {allowed}"],
        ["Too late for training", "out of the vehicle {found}, must be by {allowed}"];
    FetchedEarly: ["Hentes, før træningen er slut og borgeren klar", "{found}, klar {allowed}"],
        ["Fetched before being ready", "{found}, ready {allowed}"];
    AboardTooLong: ["For længe i vognen", "{found}, højst {allowed}"], ["Aboard for too long", "{found}, at most {allowed}"];
    DetourTooLong: ["For stor omvej", "{found} i vognen, højst {allowed}"], ["Too long a detour", "{found} aboard, at most {allowed}"];
    NoRoom: ["Ikke plads i vognen", "{found} om bord (sæder+kørestole), plads til {allowed}"],
        ["No room in the vehicle", "{found} aboard (seats+wheelchairs), room for {allowed}"];
    FrontSeats: ["For få forsæder", "{found} skal sidde foran, der er {allowed}"],
        ["Too few front seats", "{found} need one, there are {allowed}"];
    NoLift: ["Vognen har ingen lift", ""], ["The vehicle has no lift", ""];
    NotAlone: ["Skal køre alene", "kører med {found}"], ["Must ride alone", "rides with {found}"];
    NotTogether: ["Må ikke køre sammen", "kører med {found}"], ["Must not ride together", "rides with {found}"];
    AboardCount: ["Forkert antal om bord", "{found}, skal være {allowed}"], ["Wrong number aboard", "{found}, must be {allowed}"];
    RestMissing: ["Chaufføren mangler pause", "{allowed}"], ["The driver has no rest", "{allowed}"];
    RestUnasked: ["Pause, der ikke skal være", "{found}"], ["A rest that is not due", "{found}"];
    RestLength: ["Pausen har forkert længde", "{found}, skal være {allowed}"], ["Wrong length of rest", "{found}, must be {allowed}"];
    RestWindow: ["Pausen ligger forkert", "{found}, skal ligge {allowed}"], ["The rest at a wrong time", "{found}, must be within {allowed}"];
    RestPosition: ["Pause, mens vognen kører eller er optaget", "{found}"], ["A rest while the vehicle drives or is at work", "{found}"];
    RestAboard: ["Pause med borgere om bord", "{found}"], ["A rest with citizens aboard", "{found}"];
    TotalDistance: ["Forkert sum af kilometer", "{found}, skal være {allowed}"], ["Wrong total distance", "{found}, must be {allowed}"];
    TotalDriving: ["Forkert sum af køretid", "{found}, skal være {allowed}"], ["Wrong total driving time", "{found}, must be {allowed}"];
    TotalBoarding: ["Forkert sum af af- og påstigning", "{found}, skal være {allowed}"], ["Wrong total boarding time", "{found}, must be {allowed}"];
    TotalWaiting: ["Forkert sum af ventetid", "{found}, skal være {allowed}"], ["Wrong total waiting time", "{found}, must be {allowed}"];
    RunCost: ["Forkert pris for vognen", "{found}, efter taksten {allowed}"], ["Wrong cost of the vehicle", "{found}, by the tariff {allowed}"];
    PlanCost: ["Forkert pris i alt", "{found}, skal være {allowed}"], ["Wrong total cost", "{found}, must be {allowed}"];
    BoundAboveCost: ["Umuligt bevis", "ingen plan under {found}, men denne koster {allowed}"],
        ["An impossible proof", "no plan below {found}, yet this one costs {allowed}"];
    UnprovenOptimal: ["Kaldes billigst uden bevis", "koster {allowed}, bevist er {found}"],
        ["Called cheapest without proof", "costs {allowed}, proven is {found}"];
}

impl Language {
    /// That figures of a list are of a plan that nobody may drive so, or not of all rides.
    pub fn list_not_fair(self, list: &Path, day: &Path, broken: usize, missing: usize) -> String {
        let (list, day) = (list.display(), day.display());
        let (breaks, lacks) = match self {
            Self::Danish => (
                format!("bryder regler {broken} {}", if broken == 1 { "sted" } else { "steder" }),
                format!("har ikke {missing} af turene"),
            ),
            Self::English => (
                format!(
                    "breaks rules in {broken} {}",
                    if broken == 1 { "place" } else { "places" }
                ),
                format!("has not {missing} of the rides"),
            ),
        };
        let [and, tells] = match self {
            Self::Danish => ["og", "siger hvilke"],
            Self::English => ["and", "says which"],
        };
        let faults: Vec<String> = [(broken, breaks), (missing, lacks)]
            .into_iter()
            .filter_map(|(count, what)| (count > 0).then_some(what))
            .collect();
        let faults = faults.join(&format!(" {and} "));
        self.note(format!("{list} {faults}; korsel check {day} {list} {tells}"))
    }

    /// What a rule is called when it is broken.
    pub(crate) fn rule(self, rule: Rule) -> &'static str {
        said(rule, self).0
    }

    /// What is wrong, in whole minutes; in seconds where minutes would read alike.
    pub(crate) fn details(self, violation: &Violation) -> String {
        let (_, sentence) = said(violation.rule, self);
        let facts = [&violation.found, &violation.allowed];
        let minute = told_minute(violation.rule);
        let mut shown = facts.map(|fact| self.fact(fact, Some(minute)));
        if shown[0] == shown[1] {
            shown = facts.map(|fact| self.fact(fact, None));
        }
        // The facts go in together: a name in the first must not be taken for the second's place.
        let part = |part: &str| match part.split_once('}') {
            Some(("found", rest)) => format!("{}{rest}", shown[0]),
            Some((_, rest)) => format!("{}{rest}", shown[1]),
            None => part.to_owned(),
        };
        sentence.split('{').map(part).collect()
    }

    /// A figure, moments in whole minutes by `minute`; exact without it.
    fn fact(self, fact: &Fact, minute: Option<fn(Time) -> Time>) -> String {
        match (fact, minute) {
            (Fact::Time(time), Some(minute)) => minute(*time).hh_mm(),
            (Fact::Time(time), None) => to_the_second(*time).to_string(),
            (Fact::Span(from, to), Some(minute)) => clock_span(minute(*from), minute(*to)),
            (Fact::Span(from, to), None) => {
                format!("{}–{}", to_the_second(*from), to_the_second(*to))
            }
            (Fact::Length(length), None) => self.seconds(*length),
            (Fact::Length(length), Some(_)) => length.to_string(),
            (Fact::Money(money), _) => self.money(*money),
            (Fact::Distance(distance), Some(_)) => self.km(*distance),
            (Fact::Text(text), _) => self.told(text),
            (other, _) => other.to_string(),
        }
    }

    /// The referee's own words, which are English.
    fn told(self, text: &str) -> String {
        let (words, known) = (self.words(), |status| self.cancelled(status).0);
        match text {
            "cancelled" => known(BookingStatus::Cancelled).to_owned(),
            "absent" => known(BookingStatus::Absent).to_owned(),
            "approved" => words.approved.to_owned(),
            other => other.to_owned(),
        }
    }

    fn seconds(self, length: Duration) -> String {
        let seconds = -(-length.as_milliseconds()).div_euclid(1_000);
        format!("{} min {} s", seconds.div_euclid(60), seconds.rem_euclid(60))
    }
}

/// In which whole minute a rule's moments are told, as manifests and lists have them: by when people are
/// out, the driver has rested or the vehicle is back; all else from when it begins.
fn told_minute(rule: Rule) -> fn(Time) -> Time {
    match rule {
        Rule::ArrivesLate
        | Rule::ShiftEnd
        | Rule::ReturnTime
        | Rule::RestWindow
        | Rule::RestPosition => Time::ceil_to_minute,
        _ => Time::floor_to_minute,
    }
}

fn to_the_second(time: Time) -> Time {
    Time::from_milliseconds(time.as_milliseconds().div_euclid(1_000) * 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_told_and_seconds_where_minutes_read_alike() {
        let late = |found, allowed| Violation::new(Rule::ArrivesLate, found, allowed);
        let details = |violation| Language::English.details(&violation);
        let (five, seconds) = (Time::hm(9, 55), Duration::seconds(35));
        assert_eq!(
            details(late(Time::hm(9, 57) + seconds, five)),
            "out of the vehicle 09:58, must be by 09:55"
        );
        assert_eq!(
            details(late(five + seconds, five)),
            "out of the vehicle 09:56, must be by 09:55"
        );
        let early = Violation::new(Rule::FetchedEarly, five + seconds, five + seconds + seconds);
        assert_eq!(details(early), "09:55, ready 09:56");
        let early = Violation::new(Rule::FetchedEarly, five, five + seconds);
        assert_eq!(details(early), "09:55, ready 09:55:35");
        let trip = |length| Violation::new(Rule::TripTooLong, length, Duration::minutes(60));
        let over = Duration::minutes(68) + Duration::milliseconds(1);
        assert_eq!(Language::Danish.details(&trip(over)), "69 min, højst 60 min");
    }

    #[test]
    fn sentences_of_all_rules_name_only_the_two_facts() {
        for &rule in Rule::ALL {
            for language in [Language::Danish, Language::English] {
                let (heading, sentence) = said(rule, language);
                let left = sentence.replace("{found}", "").replace("{allowed}", "");
                assert!(!left.contains(['{', '}']) && !heading.is_empty(), "{rule:?}: {left}");
            }
        }
    }

    #[test]
    fn times_between_are_told_alike_in_both_languages() {
        let span = |from| Fact::Span(Time::hm(from, 30), Time::hm(from + 1, 0));
        let wrong = Violation::new(Rule::RestWindow, span(10), span(13));
        assert_eq!(Language::Danish.details(&wrong), "10:30–11:00, skal ligge 13:30–14:00");
        assert_eq!(Language::English.details(&wrong), "10:30–11:00, must be within 13:30–14:00");
    }

    #[test]
    fn a_name_with_braces_is_told_as_it_is_and_a_status_in_the_language() {
        let wrong = Violation::new(Rule::WrongCitizen, "{allowed}", "C1");
        assert_eq!(Language::Danish.details(&wrong), "planlagt for {allowed}, bestilt af C1");
        let absent = Violation::new(Rule::CancelledRide, (), BookingStatus::Absent);
        assert_eq!(Language::Danish.details(&absent), "bestillingen er udeblevet");
    }
}
