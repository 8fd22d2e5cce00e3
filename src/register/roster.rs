//! The heart of the register: who rides on a date, and who does not and why.
//!
//! A pure function of the date, what the register holds and the rules. It asks in this order: is the
//! booking held that day; is it a day off; is the centre open; is there a valid grant for such rides;
//! has the citizen cancelled, or not shown up.

use chrono::{Datelike, NaiveDate};

use crate::domain::{BookingStatus, Direction, Rides};
use crate::register::content::{Content, Grant, Standing, WeeklySession};
use crate::register::municipality::{DayOff, Rules};

/// Everybody who would train on a date.
#[derive(Clone, PartialEq, Debug)]
pub struct Roster<'a> {
    /// The date.
    pub date: NaiveDate,
    /// Who has a right to ride, those who have cancelled included, in the order of sessions.
    pub attendances: Vec<Attendance<'a>>,
    /// Whose booking is held on such a day, but not driven.
    pub refused: Vec<Refused<'a>>,
}

/// A booking that is driven on the date unless the citizen has cancelled.
#[derive(Clone, PartialEq, Debug)]
pub struct Attendance<'a> {
    /// The booking.
    pub standing: &'a Standing,
    /// Its session.
    pub session: &'a WeeklySession,
    /// The grant that gives the rides.
    pub grant: &'a Grant,
    /// The rides to be driven; those that were asked for if none is.
    pub rides: Rides,
    /// Whether any is.
    pub status: BookingStatus,
}

/// A booking that is not driven on the date.
#[derive(Clone, PartialEq, Debug)]
pub struct Refused<'a> {
    /// The booking.
    pub standing: &'a Standing,
    /// Why.
    pub reason: WhyNot<'a>,
}

/// Why a booking is not driven.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhyNot<'a> {
    /// Nobody trains that day.
    DayOff(DayOff),
    /// The centre is closed, for this reason.
    CentreClosed(&'a str),
    /// No grant of the citizen is valid that day.
    NoGrant,
    /// A grant is valid, but not for such rides.
    NotSuchRides,
    /// The citizen has cancelled, or did not show up.
    Cancelled,
}

impl Standing {
    /// Whether the booking, of a session on this day of the week, is held on the date: in its weeks
    /// and on its extra dates, and never on an excepted one. Days off are not looked at.
    pub fn is_held(&self, weekday: u32, date: NaiveDate) -> bool {
        if self.except.contains(&date) {
            return false;
        }
        let is_within = self.first <= date && self.last.is_none_or(|last| date <= last);
        self.extra.contains(&date)
            || (is_within
                && date.weekday().number_from_monday() == weekday
                && self.weeks.include(date, self.first))
    }
}

impl Content {
    /// Who rides on the date by these rules.
    pub fn roster(&self, date: NaiveDate, rules: &Rules) -> Roster<'_> {
        let mut roster = Roster { date, attendances: Vec::new(), refused: Vec::new() };
        for standing in &self.standing {
            let Some(session) = self.sessions.get(&standing.session) else { continue };
            if !standing.is_held(session.weekday, date) {
                continue;
            }
            match self.right(standing, session, date, rules) {
                Ok((grant, rides)) => {
                    let (rides, status) = self.left(standing, rides, date);
                    let attendance = Attendance { standing, session, grant, rides, status };
                    roster.attendances.push(attendance);
                }
                Err(reason) => roster.refused.push(Refused { standing, reason }),
            }
        }
        roster.attendances.sort_by_key(|attendance| {
            let WeeklySession { centre, session, .. } = attendance.session;
            (session.start, centre, &attendance.standing.session, &attendance.standing.name)
        });
        roster
    }

    /// The grant that gives rides to the booking on the date, and which.
    fn right(
        &self,
        standing: &Standing,
        session: &WeeklySession,
        date: NaiveDate,
        rules: &Rules,
    ) -> Result<(&Grant, Rides), WhyNot<'_>> {
        if let Some(day_off) = rules.day_off(date) {
            return Err(WhyNot::DayOff(day_off));
        }
        let mut closing = self.closing_days.iter();
        if let Some(closed) = closing.find(|closed| {
            closed.centre == session.centre && (closed.first..=closed.last).contains(&date)
        }) {
            return Err(WhyNot::CentreClosed(&closed.note));
        }
        let is_valid = |grant: &&Grant| {
            grant.citizen == standing.citizen && (grant.first..=grant.last).contains(&date)
        };
        let valid: Vec<&Grant> = self.grants.iter().filter(is_valid).collect();
        if valid.is_empty() {
            return Err(WhyNot::NoGrant);
        }
        let rides = |grant: &Grant| {
            standing.rides.only(|direction| grant.rides.directions().contains(&direction))
        };
        let giving = valid.into_iter().filter_map(|grant| Some((grant, rides(grant)?)));
        // The one that gives most; among equals the first by name.
        giving.rev().max_by_key(|(_, rides)| rides.directions().len()).ok_or(WhyNot::NotSuchRides)
    }

    /// What is left of the rides when those are taken out that the citizen has cancelled or did not
    /// show up for.
    fn left(&self, standing: &Standing, rides: Rides, date: NaiveDate) -> (Rides, BookingStatus) {
        let citizen = standing.citizen.as_str();
        let is_cancelled = |direction: Direction| self.is_cancelled(citizen, date, direction);
        let is_missed = |direction: Direction| self.is_missed(citizen, date, direction);
        match rides.only(|direction| !is_cancelled(direction) && !is_missed(direction)) {
            Some(left) => (left, BookingStatus::Approved),
            None if rides.directions().iter().any(|&direction| is_missed(direction)) => {
                (rides, BookingStatus::Absent)
            }
            None => (rides, BookingStatus::Cancelled),
        }
    }

    /// Whether the citizen has cancelled rides in this direction on the date.
    pub(super) fn is_cancelled(&self, citizen: &str, date: NaiveDate, way: Direction) -> bool {
        self.absences.iter().any(|absence| {
            absence.citizen == citizen
                && (absence.first..=absence.last).contains(&date)
                && absence.rides.directions().contains(&way)
        })
    }

    /// Whether the citizen did not show up for the ride in this direction on the date. Who did not
    /// come out does not ride home either, unless it is said that the ride home is driven.
    pub(super) fn is_missed(&self, citizen: &str, date: NaiveDate, way: Direction) -> bool {
        self.no_shows.iter().any(|no_show| {
            no_show.citizen == citizen
                && no_show.date == date
                && (no_show.direction == way
                    || (no_show.direction == Direction::Out && !no_show.rides_home))
        })
    }
}

impl Roster<'_> {
    /// How many rides are to be driven.
    pub fn rides(&self) -> usize {
        let driven = self.attendances.iter().filter(|it| it.status == BookingStatus::Approved);
        driven.map(|attendance| attendance.rides.directions().len()).sum()
    }
}

impl Attendance<'_> {
    /// The rides of a booking that is driven in part which are not driven, and why. Of one that is not
    /// driven at all the day tells the status.
    pub fn missing(&self) -> impl Iterator<Item = (Direction, WhyNot<'static>)> {
        let is_driven = self.status == BookingStatus::Approved;
        let asked = self.standing.rides.directions().iter().copied();
        asked.filter(move |way| is_driven && !self.rides.directions().contains(way)).map(|way| {
            let is_granted = self.grant.rides.directions().contains(&way);
            (way, if is_granted { WhyNot::Cancelled } else { WhyNot::NotSuchRides })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::calendar::{Holiday, Weeks};
    use crate::register::content::{ClosingDays, NoShow};
    use crate::register::sample::{absence, content, date, grant, no_show, standing};

    /// What becomes of the one booking on a date: its rides and status, or why it is not driven;
    /// `None` if it is not held.
    fn fate(
        content: &Content,
        on: NaiveDate,
    ) -> Option<Result<(Rides, BookingStatus), WhyNot<'_>>> {
        let roster = content.roster(on, &Rules::default());
        let driven = roster.attendances.first().map(|it| Ok((it.rides, it.status)));
        driven.or_else(|| roster.refused.first().map(|it| Err(it.reason)))
    }

    const DRIVEN: Option<Result<(Rides, BookingStatus), WhyNot>> =
        Some(Ok((Rides::Both, BookingStatus::Approved)));

    #[test]
    fn a_booking_is_held_on_its_weekday_from_its_first_day_to_its_last() {
        let mut content = content();
        content.standing[0].last = Some(date(12, 7));
        // 5 October and 7 December are Mondays.
        for on in [date(10, 5), date(10, 12), date(11, 30), date(12, 7)] {
            assert_eq!(fate(&content, on), DRIVEN, "{on}");
        }
        for on in [date(9, 28), date(10, 6), date(10, 11), date(12, 14)] {
            assert_eq!(fate(&content, on), None, "{on}");
        }
    }

    #[test]
    fn week_patterns_excepted_and_extra_dates_are_kept() {
        let mut content = content();
        let booking = &mut content.standing[0];
        booking.weeks = Weeks::Even;
        booking.except = vec![date(12, 7), date(12, 10)];
        booking.extra = vec![date(12, 8), date(12, 10), date(12, 14)];
        // Week 50 is even, but excepted; the Tuesday is extra; an excepted extra date is not held; week
        // 51 is odd, but extra; week 52 is even.
        for (on, is_held) in [
            (date(12, 7), false),
            (date(12, 8), true),
            (date(12, 10), false),
            (date(12, 14), true),
            (date(12, 21), true),
            (date(11, 30), false),
        ] {
            assert_eq!(fate(&content, on).is_some(), is_held, "{on}");
        }
    }

    #[test]
    fn nobody_rides_on_a_day_off_not_even_on_an_extra_date() {
        let mut content = content();
        content.standing[0].extra = vec![date(12, 25), date(12, 24)];
        let holiday = WhyNot::DayOff(DayOff::Holiday(Holiday::ChristmasDay));
        assert_eq!(fate(&content, date(12, 25)), Some(Err(holiday)));
        // Christmas Eve is no public holiday.
        assert_eq!(fate(&content, date(12, 24)), DRIVEN);
        let closed = Rules { closed: vec![(12, 24)], ..Rules::default() };
        let roster = content.roster(date(12, 24), &closed);
        assert_eq!(roster.refused[0].reason, WhyNot::DayOff(DayOff::EveryYear));
        let open = Rules { public_holidays: false, ..Rules::default() };
        assert_eq!(content.roster(date(12, 25), &open).attendances.len(), 1);
    }

    #[test]
    fn nobody_rides_to_a_centre_that_is_closed() {
        let mut content = content();
        let closed = |centre: &str| ClosingDays {
            centre: centre.to_owned(),
            first: date(11, 30),
            last: date(12, 7),
            note: "floor".to_owned(),
        };
        content.closing_days = vec![closed("N")];
        assert_eq!(fate(&content, date(12, 7)), DRIVEN);
        content.closing_days.push(closed("S"));
        for on in [date(11, 30), date(12, 7)] {
            assert_eq!(fate(&content, on), Some(Err(WhyNot::CentreClosed("floor"))), "{on}");
        }
        for on in [date(11, 23), date(12, 14)] {
            assert_eq!(fate(&content, on), DRIVEN, "{on}");
        }
    }

    #[test]
    fn rides_are_given_from_the_first_day_of_a_grant_to_its_last() {
        let mut content = content();
        content.grants[0].first = date(10, 12);
        content.grants[0].last = date(12, 7);
        let none = Some(Err(WhyNot::NoGrant));
        assert_eq!(fate(&content, date(10, 5)), none);
        assert_eq!(fate(&content, date(10, 12)), DRIVEN);
        assert_eq!(fate(&content, date(12, 7)), DRIVEN);
        assert_eq!(fate(&content, date(12, 14)), none);
        content.grants[0].citizen = "D".to_owned();
        assert_eq!(fate(&content, date(12, 7)), none);
    }

    #[test]
    fn only_rides_that_are_granted_and_asked_for_are_driven() {
        use Rides::{Both, Home, Out};
        for (granted, asked, given) in [
            (Both, Out, Some(Out)),
            (Out, Both, Some(Out)),
            (Home, Both, Some(Home)),
            (Home, Home, Some(Home)),
            (Out, Home, None),
        ] {
            let mut content = content();
            content.grants[0].rides = granted;
            content.standing[0].rides = asked;
            let expected = given
                .map_or(Err(WhyNot::NotSuchRides), |rides| Ok((rides, BookingStatus::Approved)));
            assert_eq!(fate(&content, date(12, 7)), Some(expected), "{granted:?} {asked:?}");
        }
    }

    #[test]
    fn of_several_grants_the_one_that_gives_most_counts() {
        let mut content = content();
        content.grants[0].rides = Rides::Out;
        content.grants.push(grant("H", "C", date(12, 1), date(12, 31)));
        content.grants.push(grant("I", "C", date(12, 1), date(12, 31)));
        let roster = content.roster(date(12, 7), &Rules::default());
        assert_eq!(roster.attendances[0].grant.name, "H");
        assert_eq!(fate(&content, date(11, 30)), Some(Ok((Rides::Out, BookingStatus::Approved))));
    }

    #[test]
    fn an_absence_takes_its_rides_on_its_days_and_no_others() {
        let mut content = content();
        content.absences = vec![
            absence(date(12, 7), date(12, 13), Rides::Both),
            absence(date(12, 14), date(12, 14), Rides::Out),
            absence(date(12, 21), date(12, 21), Rides::Out),
            absence(date(12, 20), date(12, 22), Rides::Home),
        ];
        let cancelled = Some(Ok((Rides::Both, BookingStatus::Cancelled)));
        assert_eq!(fate(&content, date(11, 30)), DRIVEN);
        assert_eq!(fate(&content, date(12, 7)), cancelled);
        assert_eq!(fate(&content, date(12, 14)), Some(Ok((Rides::Home, BookingStatus::Approved))));
        assert_eq!(fate(&content, date(12, 21)), cancelled, "out and home, each on its own");
        assert_eq!(fate(&content, date(12, 28)), DRIVEN);
        content.absences[0].citizen = "D".to_owned();
        assert_eq!(fate(&content, date(12, 7)), DRIVEN);
    }

    #[test]
    fn who_did_not_come_out_does_not_ride_home_unless_it_is_said() {
        let mut content = content();
        content.no_shows = vec![no_show(date(12, 7))];
        let absent = Some(Ok((Rides::Both, BookingStatus::Absent)));
        assert_eq!(fate(&content, date(12, 7)), absent);
        assert_eq!(fate(&content, date(12, 14)), DRIVEN);
        content.no_shows[0].rides_home = true;
        assert_eq!(fate(&content, date(12, 7)), Some(Ok((Rides::Home, BookingStatus::Approved))));
        let home = NoShow { direction: Direction::Home, ..no_show(date(12, 14)) };
        content.no_shows = vec![home];
        assert_eq!(fate(&content, date(12, 14)), Some(Ok((Rides::Out, BookingStatus::Approved))));
    }

    #[test]
    fn a_roster_is_in_the_order_of_sessions_and_counts_its_rides() {
        let mut content = content();
        content.grants.push(grant("H", "D", date(10, 1), date(12, 31)));
        let mut early = content.sessions["M"].clone();
        early.session.start = crate::domain::Time::hm(8, 0);
        content.sessions.insert("early".to_owned(), early);
        content.standing.push(standing("A2", "D", "early"));
        content.standing.push(standing("A1", "D", "M"));
        content.absences = vec![absence(date(12, 7), date(12, 7), Rides::Out)];
        let roster = content.roster(date(12, 7), &Rules::default());
        let names: Vec<&str> =
            roster.attendances.iter().map(|it| it.standing.name.as_str()).collect();
        assert_eq!(names, ["A2", "A1", "B"]);
        assert_eq!(roster.rides(), 5);
        content.absences[0].rides = Rides::Both;
        assert_eq!(content.roster(date(12, 7), &Rules::default()).rides(), 4);
    }
}
