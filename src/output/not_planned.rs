//! `not_planned.csv`: every ride that is left out, why, and what would help; then the bookings that were
//! cancelled.

use rustc_hash::FxHashMap;

use crate::domain::{Booking, BookingStatus, Day, Money, Time};
use crate::output::Language;
use crate::output::cells::{Table, kroner, text};
use crate::plan::{NotPlanned, Plan, Reason, Remedy, driven_one_way};

/// The file's bytes.
pub(crate) fn not_planned_csv(day: &Day, plan: &Plan, language: Language) -> Vec<u8> {
    let list = List { day, bookings: day.bookings_by_reference(), language };
    let words = language.words();
    let mut table = Table::new(&[
        words.booking_column,
        words.citizen_column,
        words.direction_column,
        words.centre_column,
        words.start_column,
        words.end_column,
        words.state_column,
        words.reason_column,
        words.remedy_column,
        words.shortest_column,
        words.longest_column,
        words.cost_column,
        words.other_way_column,
    ]);
    let one_way = driven_one_way(plan);
    for ride in &plan.not_planned {
        let other = one_way.get(&(ride.booking.as_str(), ride.direction));
        table.row(&list.left_out(ride, &plan.not_planned, other.copied()));
    }
    for cancelled in &plan.cancelled {
        table.row(&list.cancelled(&cancelled.booking, &cancelled.citizen, cancelled.status));
    }
    table.finish()
}

struct List<'a> {
    day: &'a Day,
    bookings: FxHashMap<&'a str, &'a Booking>,
    language: Language,
}

impl List<'_> {
    fn left_out(
        &self,
        ride: &NotPlanned,
        all: &[NotPlanned],
        other_way: Option<Time>,
    ) -> Vec<String> {
        let reason = self.language.reason(&ride.reason);
        let remedy = ride.remedy.as_ref();
        let help = self.language.remedy(ride, all, self.day);
        let (shortest, longest) = match ride.reason {
            Reason::ImpossibleAlone { shortest_trip_s, longest_trip_s } => (
                shortest_trip_s.ceil_minutes().to_string(),
                longest_trip_s.ceil_minutes().to_string(),
            ),
            _ => (String::new(), String::new()),
        };
        let cost = remedy.map_or_else(String::new, |it| kroner(extra_cost(it)));
        self.row(
            &ride.booking,
            &ride.citizen,
            self.language.direction(ride.direction),
            [self.language.words().not_planned, &reason, &help],
            [shortest, longest, cost, other_way.map_or_else(String::new, Time::hh_mm)],
        )
    }

    fn cancelled(&self, booking: &str, citizen: &str, status: BookingStatus) -> Vec<String> {
        let (state, reason) = self.language.cancelled(status);
        let rides = self.booking(booking).map_or("", |known| self.language.rides(known.rides));
        self.row(booking, citizen, rides, [state, reason, ""], Default::default())
    }

    /// A row; `what` is status, reason and remedy, `figures` are the four last columns.
    fn row(
        &self,
        booking: &str,
        citizen: &str,
        rides: &str,
        what: [&str; 3],
        figures: [String; 4],
    ) -> Vec<String> {
        let mut row = vec![text(booking), text(citizen), rides.to_owned()];
        row.extend(match self.booking(booking) {
            Some(known) => [
                text(&self.day.centres[known.centre].name),
                known.session.start.hh_mm(),
                known.session.end.hh_mm(),
            ],
            None => Default::default(),
        });
        row.extend(what.map(text));
        row.extend(figures);
        row
    }

    fn booking(&self, reference: &str) -> Option<&Booking> {
        self.bookings.get(reference).copied()
    }
}

fn extra_cost(remedy: &Remedy) -> Money {
    match remedy {
        Remedy::ExtraVehicle { cost_ore, .. }
        | Remedy::MovedSession { cost_ore, .. }
        | Remedy::LongerShift { cost_ore, .. } => *cost_ore,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Direction;
    use crate::output::sample::sample;

    #[test]
    fn a_remedy_says_that_it_helps_one_ride_where_both_are_left_out() {
        let mut sample = sample();
        let told = |plan: &Plan| {
            let list = not_planned_csv(&sample.day, plan, Language::Danish);
            String::from_utf8(list).expect("UTF-8").matches("; hjælper kun denne tur").count()
        };
        let plan = &mut sample.plan;
        assert_eq!(told(plan), 0);
        let home = NotPlanned { direction: Direction::Home, ..plan.not_planned[0].clone() };
        plan.not_planned.push(home);
        assert_eq!(told(plan), 2);
    }
}
