//! Sentences with values in them: reasons, remedies, aids.

use crate::certificate::Verdict;
use crate::domain::{BookingStatus, Day, Direction, Duration, Money, Rides, Time};
use crate::output::Language;
use crate::output::words::clock_span;
use crate::plan::summary::gap_percent;
use crate::plan::{NotPlanned, OtherDay, Reason, Remedy};

impl Language {
    /// How good the best plan so far is, and how good a plan can be at most.
    pub(crate) fn progress(self, cost: Money, not_planned: usize, bound: Option<Money>) -> String {
        let mut text = self.money(cost);
        if not_planned > 0 {
            text += &format!(", {}", self.left_out(not_planned));
        }
        if let Some(bound) = bound.filter(|&bound| bound > Money::ZERO) {
            let gap = gap_percent(cost, bound).unwrap_or_default();
            let (name, bound) = (self.words().proven_bound, self.money(bound));
            text += &format!(" · {name} {bound} ({} %)", self.gap(gap));
        }
        text
    }

    /// How long a run may go on.
    pub(crate) fn seconds_left(self, seconds: u64) -> String {
        match self {
            Self::Danish => format!("{seconds} s tilbage"),
            Self::English => format!("{seconds} s left"),
        }
    }

    /// How many rides are in no route.
    pub(crate) fn left_out(self, rides: usize) -> String {
        match (self, rides) {
            (Self::Danish, 1) => "1 tur ikke planlagt".to_owned(),
            (Self::Danish, _) => format!("{rides} ture ikke planlagt"),
            (Self::English, 1) => "1 ride left out".to_owned(),
            (Self::English, _) => format!("{rides} rides left out"),
        }
    }

    /// When something was found, and how long the run took in all.
    pub(crate) fn after_seconds(self, found: f64, all: f64) -> String {
        let (found, all) = (self.number(found, 2), self.number(all, 2));
        match self {
            Self::Danish => format!("efter {found} af {all} sekunder"),
            Self::English => format!("after {found} of {all} seconds"),
        }
    }

    /// What the referee finds.
    pub(crate) fn verdict(self, violations: usize, rules: usize) -> String {
        match (self, violations, rules) {
            (Self::Danish, 0, _) => "Planen overholder alle regler".to_owned(),
            (Self::Danish, 1, _) => "Planen bryder 1 regel, 1 sted".to_owned(),
            (Self::Danish, _, 1) => format!("Planen bryder 1 regel, {violations} steder"),
            (Self::Danish, ..) => {
                format!("Planen bryder {rules} regler, {violations} steder i alt")
            }
            (Self::English, 0, _) => "The plan keeps every rule".to_owned(),
            (Self::English, 1, _) => "The plan breaks 1 rule, in 1 place".to_owned(),
            (Self::English, _, 1) => format!("The plan breaks 1 rule, in {violations} places"),
            (Self::English, ..) => {
                format!("The plan breaks {rules} rules, in {violations} places in all")
            }
        }
    }

    /// That a plan cannot be judged by this day, as it is of another one.
    pub fn plan_of_another_day(self, other: OtherDay, day: &Day) -> String {
        let here = self.date(day.date);
        match (self, other) {
            (Self::Danish, OtherDay::Date(date)) => {
                format!(
                    "Det er en plan for {}; dagen er {here}. Nævn planen med dens egen dag",
                    self.date(date)
                )
            }
            (Self::English, OtherDay::Date(date)) => {
                format!(
                    "This is a plan of {}; the day is {here}. Name the plan with its own day",
                    self.date(date)
                )
            }
            (Self::Danish, OtherDay::Rides { strange, rides }) => format!(
                "Det er ikke en plan for denne dag: {strange} af dens {rides} ture er ikke bestilt her af de \
                 samme borgere. Nævn planen med dens egen dag"
            ),
            (Self::English, OtherDay::Rides { strange, rides }) => format!(
                "This is not a plan of this day: {strange} of its {rides} rides are not booked here by the \
                 same citizens. Name the plan with its own day"
            ),
        }
    }

    /// What comes of rechecking a certificate.
    pub(crate) fn verdict_on_certificate(self, verdict: Verdict) -> &'static str {
        match (self, verdict) {
            (Self::Danish, Verdict::Confirmed) => "Alt, hvad certifikatet påstår, er efterprøvet",
            (Self::Danish, Verdict::Refused) => "Certifikatet holder ikke",
            (Self::Danish, Verdict::Open) => {
                "Ikke alt, hvad certifikatet påstår, kunne efterprøves"
            }
            (Self::English, Verdict::Confirmed) => "All that the certificate claims was rechecked",
            (Self::English, Verdict::Refused) => "The certificate does not hold",
            (Self::English, Verdict::Open) => {
                "Not all that the certificate claims could be rechecked"
            }
        }
    }

    /// Which way a ride goes.
    pub(crate) fn direction(self, direction: Direction) -> &'static str {
        match direction {
            Direction::Out => self.words().out,
            Direction::Home => self.words().home,
        }
    }

    /// `ja`, `no`.
    pub(crate) fn yes_no(self, is_so: bool) -> &'static str {
        if is_so { self.words().yes } else { self.words().no }
    }

    /// Which rides a booking asks for.
    pub(crate) fn rides(self, rides: Rides) -> &'static str {
        match rides {
            Rides::Both => self.words().both,
            Rides::Out => self.words().out,
            Rides::Home => self.words().home,
        }
    }

    /// A booking's status and what it means.
    pub(crate) fn cancelled(self, status: BookingStatus) -> (&'static str, &'static str) {
        let words = self.words();
        match status {
            BookingStatus::Absent => (words.absent, words.absent_reason),
            BookingStatus::Cancelled | BookingStatus::Approved => {
                (words.cancelled, words.cancelled_reason)
            }
        }
    }

    /// What so many bookings are that will not be driven.
    pub(crate) fn cancelled_bookings(self, count: usize) -> &'static str {
        match (self, count) {
            (Self::Danish, 1) => "aflyst bestilling",
            (Self::Danish, _) => "aflyste bestillinger",
            (Self::English, 1) => "cancelled booking",
            (Self::English, _) => "cancelled bookings",
        }
    }

    /// How a citizen moves; a municipality's own names are shown as they are.
    pub(crate) fn mobility(self, name: &str) -> String {
        let (danish, english) = match name {
            "walks" => ("går selv", "walks"),
            "walker" => ("rollator", "walker"),
            "wheelchair" => ("kørestol", "wheelchair"),
            "folding_wheelchair" => ("foldekørestol", "folding wheelchair"),
            "powered_wheelchair" => ("el-kørestol", "powered wheelchair"),
            own => return own.replace('_', " "),
        };
        match self {
            Self::Danish => danish.to_owned(),
            Self::English => english.to_owned(),
        }
    }

    /// `1 ledsager`, `2 companions`.
    pub(crate) fn companions(self, count: u16) -> String {
        match (self, count) {
            (Self::Danish, 1) => "1 ledsager".to_owned(),
            (Self::Danish, _) => format!("{count} ledsagere"),
            (Self::English, 1) => "1 companion".to_owned(),
            (Self::English, _) => format!("{count} companions"),
        }
    }

    /// From when to when.
    pub(crate) fn between(self, from: Time, to: Time) -> String {
        match self {
            Self::Danish => format!("kl. {}", clock_span(from, to)),
            Self::English => clock_span(from, to),
        }
    }

    /// At what time.
    pub(crate) fn at(self, time: Time) -> String {
        match self {
            Self::Danish => format!("kl. {}", time.hh_mm()),
            Self::English => format!("at {}", time.hh_mm()),
        }
    }

    /// Until when a vehicle waits, and since when if it does not stand there already.
    pub(crate) fn waits(self, arrives: Option<Time>, until: Time) -> String {
        let until = until.hh_mm();
        match (self, arrives.map(Time::hh_mm)) {
            (Self::Danish, Some(arrives)) => format!("Ankomst {arrives}, vent til {until}"),
            (Self::Danish, None) => format!("Vent til {until}"),
            (Self::English, Some(arrives)) => format!("Arrive {arrives}, wait until {until}"),
            (Self::English, None) => format!("Wait until {until}"),
        }
    }

    /// When training starts, and where if it is elsewhere.
    pub(crate) fn starts_at(self, start: Time, centre: Option<&str>) -> String {
        let start = start.hh_mm();
        match (self, centre) {
            (Self::Danish, None) => format!("Mødetid {start}"),
            (Self::Danish, Some(centre)) => format!("Mødetid {start}, {centre}"),
            (Self::English, None) => format!("Training starts {start}"),
            (Self::English, Some(centre)) => format!("Training starts {start}, {centre}"),
        }
    }

    /// When training has ended.
    pub(crate) fn ended_at(self, end: Time) -> String {
        match self {
            Self::Danish => format!("Træning slut {}", end.hh_mm()),
            Self::English => format!("Training ends {}", end.hh_mm()),
        }
    }

    /// When a citizen must be home.
    pub(crate) fn home_by(self, latest: Time) -> String {
        match self {
            Self::Danish => format!("Hjemme senest {}", latest.hh_mm()),
            Self::English => format!("Home by {}", latest.hh_mm()),
        }
    }

    /// What is to be done about a ride that goes by taxi.
    pub(crate) fn taxi(self, due: Time) -> String {
        match self {
            Self::Danish => {
                format!("Køres af reservetaxa, som skal bestilles til kl. {}", due.hh_mm())
            }
            Self::English => format!("Goes by reserve taxi, to be ordered for {}", due.hh_mm()),
        }
    }

    /// That a row has a later time than the one below it.
    pub(crate) fn before(self, above: Time, below: Time) -> String {
        let (above, below) = (above.hh_mm(), below.hh_mm());
        match self {
            Self::Danish => format!("{above} står før {below}"),
            Self::English => format!("{above} stands before {below}"),
        }
    }

    /// Which way a citizen goes whose other ride is left out, and when.
    pub(crate) fn only_way(self, driven: Direction, at: Time) -> String {
        let (driven, at) = (self.direction(driven), at.hh_mm());
        match self {
            Self::Danish => format!("køres kun {driven}, kl. {at}"),
            Self::English => format!("goes {driven} only, at {at}"),
        }
    }

    /// Why a ride is not planned.
    pub(crate) fn reason(self, reason: &Reason) -> String {
        let (danish, english) = match reason {
            Reason::ImpossibleAlone { shortest_trip_s, longest_trip_s } => {
                return self.impossible_alone(*shortest_trip_s, *longest_trip_s);
            }
            Reason::NoLiftOnShift => (
                "Ingen vogn med lift er på vagt til tiden",
                "No vehicle with a lift is on shift in time",
            ),
            Reason::NoFittingVehicle => (
                "Ingen vogn på vagt til tiden har plads nok, selv når den er tom",
                "No vehicle on shift in time has enough room, even empty",
            ),
            Reason::NoVehicleOnShift => {
                ("Ingen vogn er på vagt til tiden", "No vehicle is on shift in time")
            }
            Reason::NoRoom => (
                "Alle vogne, der kunne tage turen, er optaget af andre borgere",
                "Every vehicle that could take it is taken by other citizens",
            ),
            Reason::AboardBrokenVehicle => (
                "Borgeren sidder i vognen, der er brudt ned; send en anden bil straks",
                "The citizen sits in the vehicle that has broken down; send another car at once",
            ),
            Reason::NotDrivenOut => (
                "Borgeren blev ikke kørt ud; skriv hjem under ture, hvis borgeren skal køres hjem alligevel",
                "The citizen was not driven out; write home under rides to have them driven home all the same",
            ),
            Reason::TimePassed => (
                "Det er for sent at hente borgeren til tiden",
                "It is too late to fetch the citizen in time",
            ),
        };
        match self {
            Self::Danish => danish.to_owned(),
            Self::English => english.to_owned(),
        }
    }

    fn impossible_alone(self, shortest: Duration, longest: Duration) -> String {
        match self {
            Self::Danish => format!(
                "Turen tager mindst {shortest}, selv i en vogn for sig; den må højst tage {longest}"
            ),
            Self::English => format!(
                "The trip takes at least {shortest}, even in a vehicle of its own; it may take {longest} at \
                 most"
            ),
        }
    }

    /// The single change by which a ride could be planned, and what the plan would then cost more.
    ///
    /// Remedies are found for one ride: where the citizen's other ride is left out too, that is told.
    /// Empty where the reason says what to do.
    pub(crate) fn remedy(self, ride: &NotPlanned, all: &[NotPlanned], day: &Day) -> String {
        let Some(remedy) = &ride.remedy else {
            let is_told = matches!(ride.reason, Reason::AboardBrokenVehicle | Reason::NotDrivenOut);
            return if is_told { String::new() } else { self.words().no_remedy.to_owned() };
        };
        let (Remedy::ExtraVehicle { cost_ore, .. }
        | Remedy::MovedSession { cost_ore, .. }
        | Remedy::LongerShift { cost_ore, .. }) = remedy;
        let change = self.change(remedy, day);
        let is_other =
            |it: &NotPlanned| it.booking == ride.booking && it.direction != ride.direction;
        let alone = match (self, all.iter().any(is_other)) {
            (_, false) => "",
            (Self::Danish, true) => "; hjælper kun denne tur",
            (Self::English, true) => "; helps this ride alone",
        };
        format!("{change} ({}){alone}", self.price_of_help(*cost_ore))
    }

    /// What the plan costs more with a remedy; a moved session may make it cheaper.
    fn price_of_help(self, cost: Money) -> String {
        match self {
            _ if cost >= Money::ZERO => self.extra_money(cost),
            Self::Danish => format!("planen bliver {} billigere", self.money(-cost)),
            Self::English => format!("the plan gets {} cheaper", self.money(-cost)),
        }
    }

    /// The single change by which a ride could be planned.
    pub(crate) fn change(self, remedy: &Remedy, day: &Day) -> String {
        match remedy {
            Remedy::ExtraVehicle { like, from, to, .. } => {
                let between = self.between(*from, *to);
                match self {
                    Self::Danish => format!("En vogn mere som {like} {between}"),
                    Self::English => format!("One more vehicle like {like} {between}"),
                }
            }
            Remedy::MovedSession { centre, session_start, by_s, .. } => {
                let named = day.centres.iter().find(|known| known.id == *centre);
                let centre = named.map_or(centre.as_str(), |known| known.name.as_str());
                let (at, moved) = (self.at(*session_start), self.moved(*by_s));
                match self {
                    Self::Danish => format!("Træningen {at} på {centre} {moved}"),
                    Self::English => format!("The session {at} at {centre} {moved}"),
                }
            }
            Remedy::LongerShift { vehicle, from, to, .. } => {
                let between = self.between(*from, *to);
                match self {
                    Self::Danish => format!("{vehicle} på vagt {between}"),
                    Self::English => format!("{vehicle} on shift {between}"),
                }
            }
        }
    }

    /// By how much something is moved, and which way.
    fn moved(self, by: Duration) -> String {
        match (self, by < Duration::ZERO) {
            (Self::Danish, false) => format!("{by} senere"),
            (Self::Danish, true) => format!("{} tidligere", -by),
            (Self::English, false) => format!("{by} later"),
            (Self::English, true) => format!("{} earlier", -by),
        }
    }
}
