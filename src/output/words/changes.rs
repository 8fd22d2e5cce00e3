//! Sentences about what a repaired plan changes.

use crate::domain::{Direction, Duration, Money, Time};
use crate::output::Language;
use crate::plan::replan::{Change, Difference, TaxiCall};

/// How many promises a repaired plan changes.
pub(crate) struct ChangeFigures {
    pub times: usize,
    /// By how much told times move in all.
    pub moved: Duration,
    pub new: usize,
    pub lost: usize,
    pub late: usize,
    pub cancelled: usize,
    pub vehicle: usize,
}

impl ChangeFigures {
    pub fn of(differences: &[Difference]) -> Self {
        let count = |change| differences.iter().filter(|it| it.change == change).count();
        let moved = differences.iter().filter(|it| it.change == Change::Time).filter_map(|it| {
            let (before, after) = (it.before.as_ref()?.0, it.after.as_ref()?.0);
            Some((after - before).max(before - after))
        });
        Self {
            times: count(Change::Time),
            moved: moved.sum(),
            new: count(Change::New),
            lost: count(Change::Lost) + count(Change::Stranded),
            late: differences.iter().filter(|it| matches!(it.change, Change::Late(_))).count(),
            cancelled: count(Change::Cancelled),
            vehicle: count(Change::Vehicle),
        }
    }
}

impl Language {
    /// What a version of a plan changes, in figures.
    pub(crate) fn changed(self, version: u32, figures: &ChangeFigures) -> String {
        let &ChangeFigures { times, moved, new, lost, late, cancelled, vehicle } = figures;
        let minutes = moved.as_milliseconds() / 60_000;
        match self {
            Self::Danish => format!(
                "version {version}: {} ændret ({minutes} min), {new} nye, {lost} mistet, {late} for sent \
                 frem, {cancelled} aflyst, {vehicle} i en anden vogn på samme minut",
                if times == 1 { "1 lovet tid".to_owned() } else { format!("{times} lovede tider") }
            ),
            Self::English => format!(
                "version {version}: {} changed ({minutes} min), {new} new, {lost} lost, {late} too late, \
                 {cancelled} cancelled, {vehicle} in another vehicle at the same minute",
                if times == 1 { "1 told time".to_owned() } else { format!("{times} told times") }
            ),
        }
    }

    /// What the contractor and the taxis cost before and after, and the difference.
    pub(crate) fn price_of_changes(self, [before, after]: [Money; 2]) -> String {
        let difference = self.extra_money(after - before);
        let [before, after] = [before, after].map(|it| self.money(it));
        match self {
            Self::Danish => format!("pris: {before} før, {after} nu ({difference})"),
            Self::English => format!("cost: {before} before, {after} now ({difference})"),
        }
    }

    /// Why a repaired plan may cost less than the night's though nothing changed.
    pub fn repairs_are_timed_by_the_clock(self) -> String {
        self.note(match self {
            Self::Danish => {
                "en plan fra natten regner en tur for langsom, hvor den kan møde myldretiden, en repareret, hvor den \
                 gør: derfor kan prisen falde, uden at der er sparet noget"
            }
            Self::English => {
                "a plan of the night counts a drive as slow where it may meet a rush hour, a repaired one where it \
                 does: so the cost may fall though nothing is saved"
            }
        })
    }

    /// What to tell the taxi firm; `None` if nothing.
    pub(crate) fn call_taxi(self, ride: &Difference) -> Option<String> {
        let call = self.taxi_news(ride.taxi_call()?);
        let told = match ride.taxi_call()? {
            TaxiCall::Cancel => &ride.before,
            TaxiCall::Order | TaxiCall::Move => &ride.after,
        };
        let at = told.as_ref().map_or_else(String::new, |(told, _)| told.hh_mm());
        let (citizen, direction) = (&ride.citizen, self.direction(ride.direction));
        Some(match self {
            Self::Danish => format!("{call}: {citizen}, {direction} kl. {at}"),
            Self::English => format!("{call}: {citizen}, {direction} at {at}"),
        })
    }

    fn taxi_news(self, call: TaxiCall) -> &'static str {
        let (danish, english) = match call {
            TaxiCall::Order => ("bestil taxa", "order a taxi"),
            TaxiCall::Move => ("giv taxaen det nye tidspunkt", "tell the taxi the new time"),
            TaxiCall::Cancel => ("afbestil taxaen", "cancel the taxi"),
        };
        match self {
            Self::Danish => danish,
            Self::English => english,
        }
    }

    /// What has become of a ride, and what the taxi firm must be told of it, in a cell.
    pub(crate) fn news_and_taxi(self, ride: &Difference) -> String {
        let news = match ride.change {
            Change::Late(at) => self.fetched_but_late(ride.direction, at),
            change => self.news(change).to_owned() + &self.and_only_the_other_way(ride),
        };
        let news = match (self, ride.is_away && ride.change.needs_call()) {
            (_, false) => news,
            (Self::Danish, true) => format!("{news}: er hentet ud, ring til centret"),
            (Self::English, true) => format!("{news}: was fetched, phone the centre"),
        };
        match ride.taxi_call() {
            Some(call) => format!("{news}, {}", self.taxi_news(call)),
            None => news,
        }
    }

    /// That the citizen of a lost ride goes the other way all the same, to follow what became of it.
    fn and_only_the_other_way(self, ride: &Difference) -> String {
        let other = ride.other_way.map(|at| self.only_way(ride.direction.opposite(), at));
        other.map_or_else(String::new, |other| format!(", {other}"))
    }

    /// Whom to phone, and what to tell them; `None` if nobody need be phoned.
    pub(crate) fn call(self, ride: &Difference) -> Option<String> {
        let clock = |told: &Option<(Time, Option<String>)>| {
            told.as_ref().map_or_else(String::new, |(told, _)| told.hh_mm())
        };
        let (before, after) = (clock(&ride.before), clock(&ride.after));
        let only = self.and_only_the_other_way(ride);
        let news = match (self, ride.change) {
            (_, Change::Vehicle | Change::Cancelled) => return None,
            (_, Change::Late(at)) => return Some(self.call_whom_they_come_to(ride, at)),
            (_, Change::Stranded) => return Some(self.call_another_car(ride)),
            (Self::Danish, Change::Lost) => format!("kl. {before} køres ikke{only}"),
            (Self::Danish, Change::New) => format!("kl. {after}"),
            (Self::Danish, Change::Time) => format!("kl. {after}, ikke {before}"),
            (Self::English, Change::Lost) => format!("at {before} is not planned{only}"),
            (Self::English, Change::New) => format!("at {after}"),
            (Self::English, Change::Time) => format!("at {after}, not {before}"),
        };
        let (citizen, direction) = (&ride.citizen, self.direction(ride.direction));
        let phone = match (self, ride.is_away) {
            (Self::Danish, false) => "ring til",
            (Self::Danish, true) => "ring til centret om",
            (Self::English, false) => "phone",
            (Self::English, true) => "phone the centre about",
        };
        Some(format!("{phone} {citizen}: {direction} {news}"))
    }

    fn call_another_car(self, ride: &Difference) -> String {
        let vehicle = ride.before.as_ref().and_then(|(_, vehicle)| vehicle.as_deref());
        let (citizen, vehicle) = (&ride.citizen, vehicle.unwrap_or_default());
        match self {
            Self::Danish => {
                format!("send en anden bil til {citizen}: sidder i {vehicle}, der er brudt ned")
            }
            Self::English => {
                format!("send another car to {citizen}: sits in {vehicle}, which broke down")
            }
        }
    }

    /// Where another car finds who sits in a broken vehicle, and where it is to take them, to follow the news.
    pub(crate) fn fetch_at(self, [vehicle, last_stop]: &[String; 2], to: &str) -> String {
        match self {
            Self::Danish => format!("; {vehicle}, sidste stop {last_stop}; skal til {to}"),
            Self::English => format!("; {vehicle}, last stop {last_stop}; goes to {to}"),
        }
    }

    /// That a vehicle which was to stay at its depot drives.
    pub(crate) fn is_called_out(self, vehicle: &str, leaves: Time) -> String {
        let at = leaves.hh_mm();
        match self {
            Self::Danish => {
                format!("send {vehicle} af sted kl. {at}: den skulle ikke have kørt i dag")
            }
            Self::English => format!("send {vehicle} off at {at}: it was not to drive today"),
        }
    }

    /// That somebody who has been fetched comes too late: whoever waits for them must know, as they sit in
    /// the vehicle.
    fn call_whom_they_come_to(self, ride: &Difference, at: Time) -> String {
        let (citizen, at) = (&ride.citizen, at.hh_mm());
        match (self, ride.direction) {
            (Self::Danish, Direction::Out) => {
                format!("ring til centret: {citizen} kommer for sent, kl. {at}")
            }
            (Self::Danish, Direction::Home) => {
                format!("giv besked hjemme hos {citizen}: kommer for sent hjem, kl. {at}")
            }
            (Self::English, Direction::Out) => {
                format!("phone the centre: {citizen} comes too late, at {at}")
            }
            (Self::English, Direction::Home) => {
                format!("tell the home of {citizen}: comes too late, at {at}")
            }
        }
    }

    /// The columns of the list of whom to phone.
    pub(crate) fn phone_columns(self) -> [&'static str; 10] {
        let (before, now, vehicle, what, protected) = match self {
            Self::Danish => ("før_kl", "nu_kl", "vogn_nu", "hvad", "beskyttet"),
            Self::English => ("before", "now", "vehicle_now", "what", "protected"),
        };
        let [citizen, name, phone, booking, way] = self.who_columns();
        [citizen, name, phone, booking, way, what, before, now, vehicle, protected]
    }

    /// The columns of the list of what changes for drivers.
    pub(crate) fn changes_columns(self) -> [&'static str; 8] {
        let (vehicle, change, before, now) = match self {
            Self::Danish => ("vogn", "ændring", "før_kl", "nu_kl"),
            Self::English => ("vehicle", "change", "before", "now"),
        };
        let [citizen, name, _, booking, way] = self.who_columns();
        [vehicle, change, booking, citizen, name, way, before, now]
    }

    /// The columns of the list that taxis are ordered by.
    pub(crate) fn taxi_columns(self) -> [&'static str; 18] {
        match self {
            Self::Danish => [
                "hentes_kl",
                "senest_fremme_kl",
                "navn",
                "telefon",
                "fra",
                "til",
                "ledsagere",
                "hjælpemiddel",
                "kørestole",
                "lift",
                "forsæde",
                "alene",
                "beskyttet",
                "bemærkning",
                "bestilling",
                "borger_ref",
                "retning",
                "pris_kr",
            ],
            Self::English => [
                "pick_up_at",
                "there_by",
                "name",
                "phone",
                "from",
                "to",
                "companions",
                "aid",
                "wheelchairs",
                "lift",
                "front_seat",
                "alone",
                "protected",
                "note",
                "booking",
                "citizen_ref",
                "direction",
                "fare_kr",
            ],
        }
    }

    fn who_columns(self) -> [&'static str; 5] {
        match self {
            Self::Danish => ["borger", "navn", "telefon", "bestilling", "retning"],
            Self::English => ["citizen", "name", "phone", "booking", "direction"],
        }
    }

    /// What has become of a ride, in a cell.
    fn news(self, change: Change) -> &'static str {
        let (danish, english) = match change {
            Change::Late(_) => ("kommer for sent", "comes too late"),
            Change::Time => ("nyt tidspunkt", "new time"),
            Change::Stranded => (
                "sidder i en vogn, der er brudt ned: send en anden bil",
                "sits in a vehicle that broke down: send another car",
            ),
            Change::Lost => ("køres ikke", "not driven"),
            Change::New => ("ny tur", "new ride"),
            Change::Vehicle => ("anden vogn", "another vehicle"),
            Change::Cancelled => ("aflyst", "cancelled"),
        };
        match self {
            Self::Danish => danish,
            Self::English => english,
        }
    }

    /// That a citizen is fetched and comes too late, and who is to be told.
    fn fetched_but_late(self, direction: Direction, comes: Time) -> String {
        let (news, comes) = (self.news(Change::Late(comes)), comes.hh_mm());
        match (self, direction) {
            (Self::Danish, Direction::Out) => {
                format!("er hentet, {news}, kl. {comes}: ring til centret")
            }
            (Self::Danish, Direction::Home) => {
                format!("er hentet, {news} hjem, kl. {comes}: giv besked hjemme")
            }
            (Self::English, Direction::Out) => {
                format!("was fetched, {news}, at {comes}: phone the centre")
            }
            (Self::English, Direction::Home) => {
                format!("was fetched, {news}, at {comes}: tell the home")
            }
        }
    }

    /// Why a vehicle drives a ride no more.
    pub(crate) fn leaves_vehicle(self, it: &Difference) -> String {
        let words = self.words();
        match &it.after {
            Some((_, vehicle)) => {
                format!("{} {}", words.goes_by, vehicle.as_deref().unwrap_or(words.by_taxi))
            }
            None if it.change == Change::Cancelled => words.change_cancelled.to_owned(),
            None => words.not_driven.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_somebody_aboard_comes_too_late_is_told_where_they_go_to() {
        let late = |direction| Difference {
            booking: "B-1".to_owned(),
            citizen: "C-1".to_owned(),
            direction,
            change: Change::Late(Time::hm(8, 56)),
            before: None,
            after: None,
            other_way: None,
            is_away: false,
        };
        let (out, home) = (late(Direction::Out), late(Direction::Home));
        let [danish, english] = [Language::Danish, Language::English];
        assert_eq!(
            danish.call(&out).expect("a call"),
            "ring til centret: C-1 kommer for sent, kl. 08:56"
        );
        assert_eq!(
            english.call(&home).expect("a call"),
            "tell the home of C-1: comes too late, at 08:56"
        );
        assert_eq!(
            danish.news_and_taxi(&out),
            "er hentet, kommer for sent, kl. 08:56: ring til centret"
        );
        assert_eq!(
            danish.news_and_taxi(&home),
            "er hentet, kommer for sent hjem, kl. 08:56: giv besked hjemme"
        );
    }

    #[test]
    fn lists_of_a_morning_are_in_the_language() {
        assert_eq!(Language::Danish.news(Change::Lost), "køres ikke");
        let joined = |language: Language| {
            let (phone, changes) = (language.phone_columns(), language.changes_columns());
            format!("{} {}", phone.join(";"), changes.join(";"))
        };
        assert_eq!(
            joined(Language::Danish),
            "borger;navn;telefon;bestilling;retning;hvad;før_kl;nu_kl;vogn_nu;beskyttet \
             vogn;ændring;bestilling;borger;navn;retning;før_kl;nu_kl"
        );
        assert_eq!(
            joined(Language::English),
            "citizen;name;phone;booking;direction;what;before;now;vehicle_now;protected \
             vehicle;change;booking;citizen;name;direction;before;now"
        );
    }
}
