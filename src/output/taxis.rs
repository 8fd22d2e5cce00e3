//! `taxis.csv`: the rides by reserve taxi with all that a taxi is ordered by, in order of time.
//!
//! Only where there are any. Of citizens who are protected it has the addresses and no name or telephone,
//! as the contractor's list.

use crate::domain::{Booking, Day, Direction};
use crate::error::Result;
use crate::output::Language;
use crate::output::cells::{Table, kroner, text};
use crate::output::journey::{name_and_phone, unknown};
use crate::plan::{Plan, TaxiRide};

/// The file in a plan folder.
pub(super) const TAXIS_FILE: &str = "taxis.csv";

/// The file's bytes; `None` if no ride goes by taxi.
///
/// # Errors
/// [`Error::Invalid`](crate::error::Error::Invalid) if the plan names a booking that the day does not have.
pub(super) fn taxis_csv(day: &Day, plan: &Plan, language: Language) -> Result<Option<Vec<u8>>> {
    if plan.taxis.is_empty() {
        return Ok(None);
    }
    let bookings = day.bookings_by_reference();
    let mut taxis: Vec<&TaxiRide> = plan.taxis.iter().collect();
    taxis.sort_by_key(|taxi| taxi.due);
    let mut table = Table::new(&language.taxi_columns());
    for taxi in taxis {
        let booking = bookings.get(taxi.booking.as_str());
        let booking = *booking.ok_or_else(|| unknown("booking", &taxi.booking))?;
        table.row(&row(day, taxi, booking, language));
    }
    Ok(Some(table.finish()))
}

fn row(day: &Day, taxi: &TaxiRide, booking: &Booking, language: Language) -> [String; 18] {
    let centre = &day.centres[booking.centre];
    let session = booking.session;
    let home = booking.address.one_line();
    let centre = format!("{}, {}", centre.name, centre.address.one_line());
    let (from, to, there_by) = match taxi.direction {
        Direction::Out => (&home, &centre, session.start - day.promise.arrive_before),
        Direction::Home => (&centre, &home, session.end + booking.longest_trip),
    };
    let [name, phone] = name_and_phone(booking);
    let yes_no = |is_so| language.yes_no(is_so).to_owned();
    [
        taxi.due.hh_mm(),
        there_by.floor_to_minute().hh_mm(),
        text(name),
        text(phone),
        text(from),
        text(to),
        booking.companions.to_string(),
        text(&language.mobility(booking.mobility.plain_name())),
        booking.mobility.wheelchairs.to_string(),
        yes_no(booking.needs_lift),
        yes_no(booking.front_seat),
        yes_no(booking.alone),
        yes_no(booking.protected),
        text(&booking.note),
        text(&booking.reference),
        text(&booking.citizen),
        language.direction(taxi.direction).to_owned(),
        kroner(taxi.cost_ore),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample::sample;

    fn list(change: impl Fn(&mut Plan, &mut Booking)) -> Vec<csv::StringRecord> {
        let mut sample = sample();
        change(&mut sample.plan, &mut sample.day.bookings[2]);
        let list = taxis_csv(&sample.day, &sample.plan, Language::Danish).expect("of this day");
        let list = list.expect("a taxi");
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&list[3..]);
        reader.records().map(|record| record.expect("rows of one length")).collect()
    }

    #[test]
    fn a_taxi_can_be_ordered_by_the_list_alone() {
        let rows = list(|_, booking| {
            (booking.name, booking.phone) = ("Ida Åhus".to_owned(), "12 34 56 78".to_owned());
            booking.note = "Ring på".to_owned();
        });
        assert_eq!(rows.len(), 1);
        let row: Vec<&str> = rows[0].iter().collect();
        assert_eq!(row[..4], ["09:30", "09:55", "Ida Åhus", "12 34 56 78"]);
        assert!(row[5].starts_with("Træningscenter Nord, "), "{row:?}");
        assert_eq!(row[13..], ["Ring på", "B3", "C3", "ud", "150,00"]);
    }

    #[test]
    fn the_way_home_begins_at_the_centre_and_ends_within_the_hour() {
        let rows = list(|plan, _| {
            let out = plan.taxis[0].clone();
            plan.taxis.push(TaxiRide { direction: Direction::Home, due: at(11, 5), ..out.clone() });
            plan.taxis.reverse();
        });
        let ends = |row: &csv::StringRecord| [4, 5].map(|column| row[column].to_owned());
        let [from, to] = ends(&rows[0]);
        assert_eq!(ends(&rows[1]), [to, from]);
        assert_eq!((&rows[1][0], &rows[1][1]), ("11:05", "12:00"));
    }

    #[test]
    fn who_is_protected_is_not_named() {
        let rows = list(|_, booking| {
            booking.name = "Ida".to_owned();
            booking.protected = true;
        });
        assert_eq!((&rows[0][2], &rows[0][3], &rows[0][12]), ("", "", "ja"));
    }

    #[test]
    fn without_taxis_there_is_no_list_and_a_taxi_of_another_day_is_told() {
        let mut sample = sample();
        sample.day.bookings.remove(2);
        let error = taxis_csv(&sample.day, &sample.plan, Language::Danish).expect_err("refused");
        assert!(error.to_string().contains("\"B3\""), "{error}");
        sample.plan.taxis.clear();
        let list = taxis_csv(&sample.day, &sample.plan, Language::Danish).expect("nothing wrong");
        assert_eq!(list, None);
    }

    fn at(hour: u32, minute: u32) -> crate::domain::Time {
        crate::domain::Time::hm(hour.into(), minute.into())
    }
}
