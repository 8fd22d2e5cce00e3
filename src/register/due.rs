//! What somebody must look at: grants that end, and courses to be evaluated anew.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};

use crate::register::content::{Absence, Content, Grant};
use crate::register::municipality::Rules;

/// A course of training that somebody must look at.
#[derive(Clone, PartialEq, Debug)]
pub struct Due<'a> {
    /// Its grant.
    pub grant: &'a Grant,
    /// Why.
    pub reason: DueReason,
}

/// Why somebody must look at a course.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DueReason {
    /// Its grant ends soon, and none follows.
    Ends,
    /// There were so many absences that were not due to illness, more than the standard allows.
    Absences(usize),
    /// The citizen did not show up on so many days, more than the standard allows.
    NoShows(usize),
}

impl Content {
    /// The courses to look at on the date: grants that end within so many weeks and are followed by
    /// none, and courses to be evaluated anew, in the order of reasons and last days.
    pub fn due(&self, on: NaiveDate, weeks: u16, rules: &Rules) -> Vec<Due<'_>> {
        let end = on + TimeDelta::weeks(i64::from(weeks));
        let mut due = Vec::new();
        for grant in self.grants.iter().filter(|grant| grant.first <= on && on <= grant.last) {
            let mut add = |reason| due.push(Due { grant, reason });
            if grant.last <= end && !self.is_followed(grant) {
                add(DueReason::Ends);
            }
            let absences = self.absences_of(grant);
            if absences > rules.most_absences {
                add(DueReason::Absences(absences));
            }
            let no_shows = self.no_shows_of(grant);
            if no_shows > rules.most_no_shows {
                add(DueReason::NoShows(no_shows));
            }
        }
        let rank = |due: &Due| match due.reason {
            DueReason::Ends => 0,
            DueReason::Absences(_) => 1,
            DueReason::NoShows(_) => 2,
        };
        due.sort_by_key(|due| (rank(due), due.grant.last, due.grant.name.clone()));
        due
    }

    /// Whether another grant of the citizen goes on beyond this one.
    fn is_followed(&self, grant: &Grant) -> bool {
        self.grants.iter().any(|other| other.citizen == grant.citizen && other.last > grant.last)
    }

    /// How often the citizen cancelled training of the course without being ill: each message counts
    /// once, however many days and whichever rides it is for, if a training of the course was held on
    /// one of them.
    fn absences_of(&self, grant: &Grant) -> usize {
        let counts = |absence: &&Absence| {
            absence.citizen == grant.citizen
                && !absence.is_sick
                && self.trains_within(grant, absence.first, absence.last)
        };
        let messages = self.absences.iter().filter(counts);
        messages.map(|absence| (absence.first, absence.last)).collect::<BTreeSet<_>>().len()
    }

    /// On how many days of the course the citizen did not show up.
    fn no_shows_of(&self, grant: &Grant) -> usize {
        let of_course = self.no_shows.iter().filter(|no_show| {
            no_show.citizen == grant.citizen && (grant.first..=grant.last).contains(&no_show.date)
        });
        of_course.map(|no_show| no_show.date).collect::<BTreeSet<_>>().len()
    }

    /// Whether the citizen has a booking that is held on a day of the course between the two.
    fn trains_within(&self, grant: &Grant, first: NaiveDate, last: NaiveDate) -> bool {
        let (first, last) = (first.max(grant.first), last.min(grant.last));
        let mut days = first.iter_days().take_while(|&day| day <= last);
        days.any(|day| {
            let mut own = self.standing.iter().filter(|it| it.citizen == grant.citizen);
            own.any(|standing| {
                let session = self.sessions.get(&standing.session);
                session.is_some_and(|session| standing.is_held(session.weekday, day))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Direction, Rides};
    use crate::register::content::NoShow;
    use crate::register::sample::{absence, content, date, grant, no_show};

    fn reasons(content: &Content, on: NaiveDate) -> Vec<DueReason> {
        let due = content.due(on, 4, &Rules::default());
        due.into_iter().map(|due| due.reason).collect()
    }

    #[test]
    fn a_grant_is_told_from_four_weeks_before_its_end_unless_another_follows() {
        let mut content = content();
        // Four weeks before 31 December is the 3rd.
        assert_eq!(reasons(&content, date(12, 2)), []);
        assert_eq!(reasons(&content, date(12, 3)), [DueReason::Ends]);
        assert_eq!(reasons(&content, date(12, 31)), [DueReason::Ends]);
        assert_eq!(reasons(&content, date(9, 30)), []);
        let next = NaiveDate::from_ymd_opt(2027, 3, 31).expect("a date");
        content.grants.push(grant("H", "C", next - TimeDelta::days(80), next));
        assert_eq!(reasons(&content, date(12, 3)), []);
    }

    #[test]
    fn a_third_absence_that_is_not_due_to_illness_puts_a_course_on_the_list() {
        let mut content = content();
        content.absences = vec![
            absence(date(10, 12), date(10, 12), Rides::Both),
            // A holiday is one message, and out and home of one day are one as well.
            absence(date(10, 19), date(11, 8), Rides::Both),
            absence(date(10, 12), date(10, 12), Rides::Home),
            // No training is held on a Tuesday.
            absence(date(11, 10), date(11, 10), Rides::Both),
            // Before the course.
            absence(date(9, 28), date(9, 28), Rides::Both),
        ];
        let mut sick = absence(date(11, 9), date(11, 9), Rides::Both);
        sick.is_sick = true;
        content.absences.push(sick);
        assert_eq!(reasons(&content, date(11, 20)), []);
        content.absences.push(absence(date(11, 16), date(11, 16), Rides::Out));
        assert_eq!(reasons(&content, date(11, 20)), [DueReason::Absences(3)]);
        let patient = Rules { most_absences: 3, ..Rules::default() };
        assert_eq!(content.due(date(11, 20), 4, &patient), []);
    }

    #[test]
    fn a_third_day_without_the_citizen_puts_a_course_on_the_list() {
        let mut content = content();
        content.no_shows = vec![no_show(date(10, 12)), no_show(date(10, 19))];
        // The ride home of the same day is not another.
        content.no_shows.push(NoShow { direction: Direction::Home, ..no_show(date(10, 19)) });
        assert_eq!(reasons(&content, date(11, 20)), []);
        content.no_shows.push(no_show(date(10, 26)));
        assert_eq!(reasons(&content, date(11, 20)), [DueReason::NoShows(3)]);
    }
}
