//! A year of an invented municipality with 400 citizens: every date's bookings against a naive twin,
//! some nights planned and driven, and the totals of register, plans and co-payment to the øre.
//!
//! `cargo test --test register -- --ignored` plans every night.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use chrono::{Datelike, NaiveDate, TimeDelta};
use korsel::domain::{BookingStatus, Day, Direction, Money, Rides};
use korsel::generate::{Size, generate};
use korsel::input::{municipality, read_day};
use korsel::output::read_plan;
use korsel::plan::rides_told;
use korsel::register::{Content, DrivenRide, Mode, PlanRecord, Register, Roster};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::driven::Driven;
use crate::{Town, korsel, text};

const YEAR: i32 = 2027;
const PER_RIDE: Money = Money::ore(1_975);
/// Public holidays of the year by the almanac, and the days that the settings close.
const DAYS_OFF: [(u32, u32); 12] = [
    (1, 1),
    (3, 25),
    (3, 26),
    (3, 28),
    (3, 29),
    (5, 6),
    (5, 16),
    (5, 17),
    (12, 24),
    (12, 25),
    (12, 26),
    (12, 31),
];

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(YEAR, month, day).expect("a date")
}

fn days() -> impl Iterator<Item = NaiveDate> {
    date(1, 1).iter_days().take_while(|day| day.year() == YEAR)
}

/// What is made up about a citizen.
pub struct Person {
    pub name: String,
    pub granted: (NaiveDate, NaiveDate),
    pub pays: bool,
    pub rides: Rides,
    pub centre: String,
    /// Weekday and week pattern of each booking.
    pub trains: Vec<(u32, &'static str)>,
    pub away: Vec<(NaiveDate, NaiveDate, Rides)>,
}

/// 400 citizens with their bookings, and the closing days of each centre.
pub struct Year {
    pub people: Vec<Person>,
    pub closed: Vec<(String, NaiveDate, NaiveDate)>,
}

impl Year {
    fn made_up(day: &Day) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(2027);
        let people = day.bookings.iter().take(400).map(|booking| {
            let from = date(1, 1) + TimeDelta::days(rng.random_range(-100..250));
            let granted = (from, from + TimeDelta::days(rng.random_range(28..300)));
            let first = rng.random_range(1..=5);
            let mut trains =
                vec![(first, *["all", "odd", "even", "3"].choose(&mut rng).expect("a word"))];
            if rng.random_bool(0.5) {
                trains.push((first % 5 + 1, "all"));
            }
            let absences = 0..rng.random_range(0..6);
            let away = absences.map(|_| {
                let first = date(1, 1) + TimeDelta::days(rng.random_range(0..360));
                let days = if rng.random_bool(0.2) { rng.random_range(5..20) } else { 0 };
                let rides = *[Rides::Both, Rides::Both, Rides::Out, Rides::Home]
                    .choose(&mut rng)
                    .expect("rides");
                (first, first + TimeDelta::days(days), rides)
            });
            let away = away.collect();
            Person {
                name: booking.citizen.clone(),
                granted,
                pays: rng.random_bool(0.4),
                rides: booking.rides,
                centre: day.centres[booking.centre].id.clone(),
                trains,
                away,
            }
        });
        let people = people.collect();
        let closed = day.centres.iter().map(|centre| {
            let first = date(1, 1) + TimeDelta::days(rng.random_range(30..300));
            (centre.id.clone(), first, first + TimeDelta::days(4))
        });
        Self { people, closed: closed.collect() }
    }

    /// The rides that are to be driven on a date, in words of this test alone.
    fn expected(&self, on: NaiveDate) -> BTreeSet<(String, &'static str)> {
        let mut rides = BTreeSet::new();
        if DAYS_OFF.contains(&(on.month(), on.day())) {
            return rides;
        }
        for person in &self.people {
            let is_closed = self.closed.iter().any(|(centre, first, last)| {
                *centre == person.centre && *first <= on && on <= *last
            });
            let (first, last) = person.granted;
            let trains = person.trains.iter().any(|&(weekday, weeks)| {
                weekday == on.weekday().number_from_monday()
                    && match weeks {
                        "odd" => on.iso_week().week() % 2 == 1,
                        "even" => on.iso_week().week().is_multiple_of(2),
                        "3" => {
                            // Weeks are counted from the Monday of the first week.
                            let monday = |day: NaiveDate| {
                                day.num_days_from_ce() - day.weekday().num_days_from_monday() as i32
                            };
                            (monday(on) - monday(first)) / 7 % 3 == 0
                        }
                        _ => true,
                    }
            });
            if is_closed || on < first || on > last || !trains {
                continue;
            }
            for (way, name) in [(Direction::Out, "out"), (Direction::Home, "home")] {
                let is_away = person.away.iter().any(|(first, last, rides)| {
                    *first <= on && on <= *last && rides.directions().contains(&way)
                });
                if person.rides.directions().contains(&way) && !is_away {
                    rides.insert((person.name.clone(), name));
                }
            }
        }
        rides
    }
}

/// The rides that a roster has driven.
fn driven(roster: &Roster) -> BTreeSet<(String, &'static str)> {
    let approved = roster.attendances.iter().filter(|it| it.status == BookingStatus::Approved);
    let rides = approved.flat_map(|it| {
        it.rides.directions().iter().map(|way| (it.standing.citizen.clone(), name(*way)))
    });
    rides.collect()
}

fn name(way: Direction) -> &'static str {
    match way {
        Direction::Out => "out",
        Direction::Home => "home",
    }
}

fn open(town: &Town) -> Register {
    Register::open(town.register.as_ref(), |_| false).expect("the register")
}

fn sample() -> (Day, Year) {
    let day = generate(Size { rides: 760, centres: 3, seed: 27 }).expect("a day");
    assert!(day.bookings.len() >= 400);
    let year = Year::made_up(&day);
    (day, year)
}

/// Enters a plan that drives all that the roster asks for, as a night would.
fn record(register: &mut Register, content: &Content, on: NaiveDate) {
    let by = municipality(&register.settings().expect("settings")).expect("sound");
    let roster = content.roster(on, &by.rules);
    let approved = roster.attendances.iter().filter(|it| it.status == BookingStatus::Approved);
    let driven: Vec<DrivenRide> = approved
        .flat_map(|it| {
            it.rides.directions().iter().map(|&direction| DrivenRide {
                booking: it.standing.name.clone(),
                citizen: it.standing.citizen.clone(),
                direction,
                vehicle: Some("V".to_owned()),
                told: it.session.session.start,
            })
        })
        .collect();
    let plan = PlanRecord { rides: driven.len(), driven, ..PlanRecord::nothing(on) };
    let change =
        |changing: &korsel::register::Changing| changing.record_plan(&plan, &roster, &by.rules, 0);
    register.change("tester", Mode::Commit, change).expect("recorded");
}

/// Checks the co-payment of every month, of each citizen and in all, against what was driven.
fn assert_paid(town: &Town, year: &Year, driven: &Driven) {
    let pays: BTreeSet<&str> =
        year.people.iter().filter(|it| it.pays).map(|it| it.name.as_str()).collect();
    for month in 1..=12 {
        let mut expected: BTreeMap<String, i64> = BTreeMap::new();
        let dates = driven.paid.iter().filter(|(on, _)| on.month() == month);
        for citizen in dates.flat_map(|(_, citizens)| citizens) {
            if pays.contains(citizen.as_str()) {
                *expected.entry(citizen.clone()).or_default() += 1;
            }
        }
        let list = town.done("list", &["copayment", "--month", &format!("{YEAR}-{month:02}")]);
        let mut found: BTreeMap<String, i64> = BTreeMap::new();
        for line in list.lines().skip(1) {
            let cells: Vec<&str> = line.split(';').collect();
            let ore: i64 = cells[4].replace(',', "").parse().expect("an amount");
            let rides: i64 = cells[3].parse().expect("a number");
            assert_eq!(ore, rides * PER_RIDE.as_ore(), "{line}");
            found.insert(cells[1].to_owned(), rides);
        }
        let total: i64 = expected.values().sum();
        assert_eq!(found.remove("i alt").unwrap_or(0), total, "month {month}");
        assert_eq!(found, expected, "month {month}");
    }
    assert_eq!(town.rows("no_shows").len(), driven.no_shows);
}

#[test]
fn every_date_of_a_year_has_just_the_rides_it_should_and_the_books_agree_to_the_ore() {
    let (day, year) = sample();
    let town = year.town(&day);
    let mut register = open(&town);
    let content = register.content().expect("content");
    let by = municipality(&register.settings().expect("settings")).expect("sound");
    let (mut rides, mut told) = (0, Driven::default());
    for on in days() {
        let expected = year.expected(on);
        let roster = content.roster(on, &by.rules);
        assert!(driven(&roster) == expected, "{on}: the rides differ");
        for it in &roster.attendances {
            assert!(it.grant.first <= on && on <= it.grant.last, "{on}: no valid grant");
        }
        if !roster.attendances.is_empty() {
            record(&mut register, &content, on);
        }
        rides += expected.len();
        told.paid.insert(on, expected.into_iter().map(|(citizen, _)| citizen).collect());
    }
    assert!(rides > 10_000, "{rides} rides make no year");
    drop(register);
    assert_paid(&town, &year, &told);
    town.assert_sound();
}

/// Plans these dates and has them driven, and checks that folder and register agree with the twin.
fn live(town: &Town, year: &Year, dates: impl Iterator<Item = NaiveDate>) -> Driven {
    let mut driven = Driven::default();
    let out = town.at("plans");
    fs::create_dir(&out).expect("a folder");
    for on in dates {
        let date = on.to_string();
        let ended = korsel(&[
            "nightly",
            "--register",
            &town.register,
            "--out",
            text(&out),
            "--date",
            &date,
            "--iterations",
            "5",
            "--method",
            "search",
        ]);
        assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
        let expected = year.expected(on);
        let folder = out.join(&date);
        if !folder.exists() {
            assert!(expected.is_empty(), "{on}: no plan");
            continue;
        }
        let checked = korsel(&["check", text(&folder.join("day")), text(&folder.join("plan"))]);
        assert_eq!(checked.code, 0, "{on}\n{}", checked.out);
        let plan = read_plan(&folder.join("plan")).expect("a plan");
        let mut planned: BTreeSet<(String, &str)> =
            rides_told(&plan).into_iter().map(|it| (it.citizen, name(it.direction))).collect();
        planned.extend(plan.not_planned.iter().map(|it| (it.citizen.clone(), name(it.direction))));
        assert!(planned == expected, "{on}: the plan has other rides");
        let read = read_day(&folder.join("day"), None).expect("no flaws");
        assert_eq!(read.rides().count(), expected.len());
        let latest = open(town).latest_plan(on).expect("a register").expect("a version");
        assert_eq!((latest.rides as usize, latest.cost), (expected.len(), plan.cost_ore));
        driven.drive(town, &plan);
    }
    driven
}

#[test]
fn some_nights_of_the_year_are_planned_refereed_driven_and_paid_for() {
    let (day, year) = sample();
    let town = year.town(&day);
    let dates = [(1, 4), (3, 26), (3, 30), (9, 15)].map(|(month, day)| date(month, day));
    let driven = live(&town, &year, dates.into_iter());
    assert!(driven.no_shows > 0);
    assert_paid(&town, &year, &driven);
}

#[test]
#[ignore = "plans 365 nights"]
fn every_night_of_the_year_is_planned_refereed_and_driven_and_the_books_agree() {
    let (day, year) = sample();
    let town = year.town(&day);
    let driven = live(&town, &year, days());
    assert_paid(&town, &year, &driven);
    town.assert_sound();
}
