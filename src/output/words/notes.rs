//! Notes beside a verb's result: nothing is wrong, but somebody should know.

use std::fmt::Display;
use std::path::Path;

use chrono::NaiveDate;

use crate::domain::{Money, Time};
use crate::error::Error;
use crate::output::Language;
use crate::plan::Violation;
use crate::register::{DayOff, WhyNot};

/// Where a plan's travel times are from, and where those at hand are.
pub type OtherTimes<'a> = [&'a dyn Display; 2];

impl Language {
    /// A note on the terminal.
    pub fn note(self, text: impl Display) -> String {
        match self {
            Self::Danish => format!("bemærk: {text}"),
            Self::English => format!("note: {text}"),
        }
    }

    /// That these citizens are driven one way only.
    pub fn driven_one_way(self, citizens: &[&str]) -> String {
        let (count, who) = (citizens.len(), citizens.join(", "));
        self.note(match (self, count) {
            (Self::Danish, 1) => format!("1 borger køres kun den ene vej: {who}"),
            (Self::Danish, _) => format!("{count} borgere køres kun den ene vej: {who}"),
            (Self::English, 1) => format!("1 citizen is driven one way only: {who}"),
            (Self::English, _) => format!("{count} citizens are driven one way only: {who}"),
        })
    }

    /// Above the rides that a contractor's list does not have.
    pub(crate) fn missing_heading(self, rides: usize) -> String {
        match self {
            Self::Danish => format!("Ikke på listen, som kun har, hvad vognene kører ({rides})"),
            Self::English => {
                format!("Not in the list, which tells only what vehicles drive ({rides})")
            }
        }
    }

    /// That the report's map goes without roads.
    pub fn no_roads(self, error: &Error) -> String {
        match self {
            Self::Danish => self.note(format!("rapporten viser ingen veje: {error}")),
            Self::English => self.note(format!("the report shows no roads: {error}")),
        }
    }

    /// That the new list has no marks.
    pub fn no_marks(self, error: &Error) -> String {
        match self {
            Self::Danish => {
                self.note(format!("vognmandens liste siger ikke, hvad der er ændret: {error}"))
            }
            Self::English => {
                self.note(format!("the contractor's list does not say what has changed: {error}"))
            }
        }
    }

    /// That a MILP was of no help.
    pub fn milp_failed(self, failure: impl Display) -> String {
        match self {
            Self::Danish => self.note(format!("{failure}; planen er den bedste, søgningen fandt")),
            Self::English => self.note(format!("{failure}; the plan is the search's best")),
        }
    }

    /// That a proof ended before its time.
    pub fn proof_given_up(self) -> String {
        self.note(match self {
            Self::Danish => {
                "beviset er opgivet: resten kræver mere hukommelse eller arbejde, end et bevis må tage; planen \
                 står ved magt"
            }
            Self::English => {
                "the proof was given up: the rest would take more memory or work than a proof may; the plan stands"
            }
        })
    }

    /// That a plan is judged by other travel times than it was made with.
    pub fn judged_by_other_times(self, [plan, here]: OtherTimes) -> String {
        self.note(match self {
            Self::Danish => format!(
                "planen er lavet med andre køretider, end den bliver bedømt efter\n  planen: {plan}\n  \
                 her: {here}\n  råd: giv den samme --roads og den samme travel.csv"
            ),
            Self::English => format!(
                "the plan was made with other travel times than it is judged by\n  plan: {plan}\n  \
                 here: {here}\n  hint: give the same --roads and the same travel.csv"
            ),
        })
    }

    /// That a plan is repaired by other travel times than it was made with.
    pub fn repaired_by_other_times(self, [plan, here]: OtherTimes) -> String {
        self.note(match self {
            Self::Danish => format!(
                "planen er lavet med andre køretider, så lovede tider kan flytte sig\n  planen: {plan}\n  \
                 her: {here}"
            ),
            Self::English => format!(
                "the plan was made with other travel times, so told times may move\n  plan: {plan}\n  \
                 here: {here}"
            ),
        })
    }

    /// How many drives of a plan are given, and how the others were computed; `roads` names the map.
    pub fn drives(self, given: usize, computed: usize, roads: Option<&str>) -> String {
        let (from, computed) = match (self, computed, roads) {
            (Self::Danish, 0, _) => ("fra", "ingen beregnet".to_owned()),
            (Self::Danish, _, None) => ("fra", format!("{computed} i lige linje")),
            (Self::Danish, _, Some(map)) => {
                ("fra", format!("{computed} langs vejene (SHA-256 {map}…)"))
            }
            (Self::English, 0, _) => ("from", "none computed".to_owned()),
            (Self::English, _, None) => ("from", format!("{computed} by the straight line")),
            (Self::English, _, Some(map)) => {
                ("from", format!("{computed} along roads (SHA-256 {map}…)"))
            }
        };
        format!("{given} {from} travel.csv, {computed}")
    }

    /// Why a plan costs more than its own list.
    pub fn lists_are_timed_by_the_clock(self) -> String {
        self.note(match self {
            Self::Danish => {
                "på en liste møder en tur myldretiden efter klokken, i en plan alle steder, hvor den kan, så en \
                 plan koster lidt mere end sin egen liste\n  råd: nævn planens contractor.csv i stedet for \
                 mappen, så bliver alle regnet ens"
            }
            Self::English => {
                "a list's drives meet rush hours by the clock, a plan's wherever they may, so that a plan costs \
                 a little more than its own list\n  hint: name the contractor.csv of the plan instead of its \
                 folder, then all are timed alike"
            }
        })
    }

    /// That somebody is late in any plan.
    pub fn cannot_be_kept(self, late: &Violation) -> String {
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        let who: Vec<String> = [
            name(&late.vehicle),
            name(&late.booking),
            late.direction.map_or_else(String::new, |way| self.direction(way).to_owned()),
        ]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
        let (who, rule, details) = (who.join(" "), self.rule(late.rule), self.details(late));
        match self {
            Self::Danish => {
                self.note(format!("kan ikke længere overholdes: {who}: {rule} ({details})"))
            }
            Self::English => {
                self.note(format!("cannot be kept any more: {who}: {rule} ({details})"))
            }
        }
    }

    /// That somebody sits in a vehicle that drives no more.
    pub fn stranded(self, booking: &str) -> String {
        match self {
            Self::Danish => {
                self.note(format!("{booking} sad i vognen, der er brudt ned; send en anden bil"))
            }
            Self::English => self
                .note(format!("booking {booking} was aboard of a broken vehicle; send somebody")),
        }
    }

    /// That two plans compared are not of the same rides.
    pub fn other_rides(self, plan: &str, first: &str) -> String {
        self.note(match self {
            Self::Danish => format!(
                "{plan} har andre borgere under samme bestillinger end {first}: det er ikke de samme ture, så kun \
                 de samlede tal kan sammenlignes"
            ),
            Self::English => format!(
                "{plan} has other citizens under the same bookings than {first}: these are not the same rides, \
                 so that only the figures of the whole compare"
            ),
        })
    }

    /// That a vehicle which was late before is late still.
    pub fn still_late(self, vehicle: &str, until: Time) -> String {
        let until = until.ceil_to_minute();
        match self {
            Self::Danish => self.note(format!(
                "{vehicle} er forsinket siden en tidligere version, og er fremme {until}; sker der mere, \
                 så regnes --late derfra"
            )),
            Self::English => self.note(format!(
                "{vehicle} is late since an earlier version, and arrives at {until}; a new --late is \
                 counted from there"
            )),
        }
    }

    /// That a vehicle which had broken down before is still not used.
    pub fn still_broken(self, vehicle: &str) -> String {
        match self {
            Self::Danish => self.note(format!(
                "{vehicle} er brudt ned siden en tidligere version; --drives-again \"{vehicle}\", hvis \
                 den kører igen"
            )),
            Self::English => self.note(format!(
                "{vehicle} broke down before an earlier version; --drives-again \"{vehicle}\" if it is \
                 back"
            )),
        }
    }

    /// Where the lists are that a repaired plan comes with.
    pub fn lists_of_the_morning(self, phone: &Path, changes: &Path) -> String {
        let (phone, changes) = (phone.display(), changes.display());
        match self {
            Self::Danish => {
                format!("Navne og telefonnumre: {phone}. Til chaufførerne: {changes}.")
            }
            Self::English => format!("Names and telephones: {phone}. For drivers: {changes}."),
        }
    }

    /// That a date's folder is of no use any more.
    pub fn nobody_rides_any_more(self, date: NaiveDate, folder: &Path) -> String {
        let folder = folder.display();
        match self {
            Self::Danish => self.note(format!("ingen kører længere {date}; slet {folder}")),
            Self::English => self.note(format!("nobody rides on {date} any more; delete {folder}")),
        }
    }

    /// Whose bookings are held on a day but not driven, and why.
    pub fn not_driven(self, date: NaiveDate, reason: WhyNot, bookings: &str) -> String {
        let closed =
            |note: &str| if note.is_empty() { String::new() } else { format!(" ({note})") };
        let reason = match (self, reason) {
            (Self::Danish, WhyNot::DayOff(DayOff::Holiday(day))) => {
                format!("det er helligdag ({})", day.danish())
            }
            (Self::Danish, WhyNot::DayOff(DayOff::EveryYear)) => {
                "der er lukket hvert år".to_owned()
            }
            (Self::Danish, WhyNot::CentreClosed(note)) => {
                format!("centret har lukket{}", closed(note))
            }
            (Self::Danish, WhyNot::NoGrant) => "ingen bevilling gælder den dag".to_owned(),
            (Self::Danish, WhyNot::NotSuchRides) => {
                "bevillingen gælder ikke den slags ture".to_owned()
            }
            (Self::Danish, WhyNot::Cancelled) => {
                "borgeren har meldt afbud eller er udeblevet".to_owned()
            }
            (Self::English, WhyNot::Cancelled) => {
                "the citizen has cancelled or did not show up".to_owned()
            }
            (Self::English, WhyNot::DayOff(DayOff::Holiday(day))) => {
                format!("it is a public holiday ({})", day.danish())
            }
            (Self::English, WhyNot::DayOff(DayOff::EveryYear)) => {
                "it is a day that is closed every year".to_owned()
            }
            (Self::English, WhyNot::CentreClosed(note)) => {
                format!("the centre is closed{}", closed(note))
            }
            (Self::English, WhyNot::NoGrant) => "no grant is valid that day".to_owned(),
            (Self::English, WhyNot::NotSuchRides) => "the grant is not for such rides".to_owned(),
        };
        match self {
            Self::Danish => format!("køres ikke {date}, da {reason}: {bookings}"),
            Self::English => format!("not driven on {date}, as {reason}: {bookings}"),
        }
    }

    /// A date in the line of the unattended run whose plan was repaired and stays.
    pub fn repaired(self, version: u32, left_out: usize) -> String {
        let left_out = match left_out {
            0 => String::new(),
            _ => format!(", {}", self.left_out(left_out)),
        };
        match self {
            Self::Danish => format!("repareret, version {version} gælder{left_out}"),
            Self::English => format!("repaired, version {version} stands{left_out}"),
        }
    }

    /// That a plan was repaired, and that the register has other rides since.
    pub fn changed_since_repair(self, date: NaiveDate) -> String {
        match self {
            Self::Danish => self.note(format!(
                "{date}: planen er repareret, og registret har andre ture end den; reparer den igen med \
                 korsel replan, eller slet mappen plan, så planlægges dagen forfra"
            )),
            Self::English => self.note(format!(
                "{date}: the plan was repaired, and the register has other rides than it; repair it again \
                 with korsel replan, or delete the folder plan to have the day planned anew"
            )),
        }
    }

    /// That nobody rides on a date.
    pub fn nobody_rides(self) -> &'static str {
        match self {
            Self::Danish => "ingen kører",
            Self::English => "nobody rides",
        }
    }

    /// That a date was left out by the unattended run.
    pub fn not_looked_at(self, date: NaiveDate) -> String {
        match self {
            Self::Danish => format!("{date} ikke set på"),
            Self::English => format!("{date} not looked at"),
        }
    }

    /// That a date of the unattended run failed.
    pub fn failed(self, date: NaiveDate, why: &str) -> String {
        match self {
            Self::Danish => format!("{date} MISLYKKET: {why}"),
            Self::English => format!("{date} FAILED: {why}"),
        }
    }

    /// A date's plan in the line of the unattended run; `vehicles` are those used, and all.
    pub fn night(
        self,
        version: u32,
        [driven, rides]: [u32; 2],
        cost: Money,
        vehicles: Option<[usize; 2]>,
    ) -> String {
        let cost = self.money(cost);
        match (self, vehicles) {
            (Self::Danish, None) => {
                format!("uændret, version {version} gælder: {driven} af {rides} ture, {cost}")
            }
            (Self::Danish, Some([used, all])) => {
                format!(
                    "version {version}: {driven} af {rides} ture, {cost}, {used} af {all} vogne"
                )
            }
            (Self::English, None) => {
                format!("unchanged, version {version} stands: {driven} of {rides} rides, {cost}")
            }
            (Self::English, Some([used, all])) => format!(
                "version {version}: {driven} of {rides} rides, {cost}, {used} of {all} vehicles"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Duration;
    use crate::plan::Rule;

    #[test]
    fn notes_are_in_the_language_and_say_that_they_are_notes() {
        let late = Violation::new(Rule::TripTooLong, Duration::minutes(71), Duration::minutes(60));
        let late = late.vehicle("Vogn 1").booking("B-7");
        assert_eq!(
            Language::Danish.cannot_be_kept(&late),
            "bemærk: kan ikke længere overholdes: Vogn 1 B-7: Turen er længere end lovet (71 min, højst 60 min)"
        );
        let date = NaiveDate::from_ymd_opt(2026, 12, 24).expect("a date");
        let closed = Language::Danish.not_driven(date, WhyNot::CentreClosed("ferie"), "B-1 (C-1)");
        assert_eq!(closed, "køres ikke 2026-12-24, da centret har lukket (ferie): B-1 (C-1)");
        assert_eq!(
            Language::English.night(2, [46, 46], Money::ore(369_335), Some([2, 4])),
            "version 2: 46 of 46 rides, 3,693.35 kr, 2 of 4 vehicles"
        );
    }
}
