//! Which days are days of training: public holidays, days that are closed every year, week patterns.

use chrono::{Datelike, NaiveDate, TimeDelta};

/// A day on which nobody trains, wherever.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holiday {
    /// 1 January.
    NewYear,
    /// The Thursday before Easter.
    MaundyThursday,
    /// The Friday before Easter.
    GoodFriday,
    /// Easter.
    EasterSunday,
    /// The day after Easter.
    EasterMonday,
    /// 39 days after Easter.
    Ascension,
    /// 49 days after Easter.
    WhitSunday,
    /// 50 days after Easter.
    WhitMonday,
    /// 25 December.
    ChristmasDay,
    /// 26 December.
    BoxingDay,
}

/// The public holiday that the date is in Denmark. Store bededag is none since 2024, and before that
/// is of no use to anybody here.
pub fn public_holiday(date: NaiveDate) -> Option<Holiday> {
    match (date.month(), date.day()) {
        (1, 1) => return Some(Holiday::NewYear),
        (12, 25) => return Some(Holiday::ChristmasDay),
        (12, 26) => return Some(Holiday::BoxingDay),
        _ => {}
    }
    let easter = computus::gregorian(date.year()).ok()?;
    let easter = NaiveDate::from_ymd_opt(easter.year, easter.month, easter.day)?;
    match (date - easter).num_days() {
        -3 => Some(Holiday::MaundyThursday),
        -2 => Some(Holiday::GoodFriday),
        0 => Some(Holiday::EasterSunday),
        1 => Some(Holiday::EasterMonday),
        39 => Some(Holiday::Ascension),
        49 => Some(Holiday::WhitSunday),
        50 => Some(Holiday::WhitMonday),
        _ => None,
    }
}

impl Holiday {
    /// What it is called in Danish.
    pub fn danish(self) -> &'static str {
        match self {
            Self::NewYear => "nytårsdag",
            Self::MaundyThursday => "skærtorsdag",
            Self::GoodFriday => "langfredag",
            Self::EasterSunday => "påskedag",
            Self::EasterMonday => "2. påskedag",
            Self::Ascension => "Kristi himmelfartsdag",
            Self::WhitSunday => "pinsedag",
            Self::WhitMonday => "2. pinsedag",
            Self::ChristmasDay => "1. juledag",
            Self::BoxingDay => "2. juledag",
        }
    }
}

/// In which weeks a standing booking is held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weeks {
    /// In every week.
    All,
    /// In weeks with an odd number. Where a year has 53 weeks, two of them follow each other.
    Odd,
    /// In weeks with an even number.
    Even,
    /// In one week of so many, the week of the first day included.
    OneOf(u32),
}

impl Weeks {
    /// The pattern that is written so in the register.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "all" => Some(Self::All),
            "odd" => Some(Self::Odd),
            "even" => Some(Self::Even),
            number => number.parse().ok().filter(|n| (2..=52).contains(n)).map(Self::OneOf),
        }
    }

    /// Whether the week of the date is one of them, for a booking that begins with `first`.
    pub fn include(self, date: NaiveDate, first: NaiveDate) -> bool {
        let is_odd = date.iso_week().week() % 2 == 1;
        match self {
            Self::All => true,
            Self::Odd => is_odd,
            Self::Even => !is_odd,
            Self::OneOf(weeks) => {
                let between = (monday(date) - monday(first)).num_weeks();
                between.rem_euclid(i64::from(weeks)) == 0
            }
        }
    }
}

fn monday(date: NaiveDate) -> NaiveDate {
    date - TimeDelta::days(i64::from(date.weekday().num_days_from_monday()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    #[test]
    fn danish_holidays_follow_easter() {
        // From the almanac of the University of Copenhagen: Easter 5-4-2026 and 28-3-2027.
        for (day, holiday) in [
            (date(2026, 4, 2), Holiday::MaundyThursday),
            (date(2026, 4, 3), Holiday::GoodFriday),
            (date(2026, 4, 5), Holiday::EasterSunday),
            (date(2026, 4, 6), Holiday::EasterMonday),
            (date(2026, 5, 14), Holiday::Ascension),
            (date(2026, 5, 24), Holiday::WhitSunday),
            (date(2026, 5, 25), Holiday::WhitMonday),
            (date(2027, 3, 26), Holiday::GoodFriday),
            (date(2027, 1, 1), Holiday::NewYear),
            (date(2026, 12, 25), Holiday::ChristmasDay),
            (date(2026, 12, 26), Holiday::BoxingDay),
        ] {
            assert_eq!(public_holiday(day), Some(holiday), "{day}");
        }
        // Store bededag was 1-5-2026; Christmas Eve and Constitution Day are no public holidays.
        for day in [date(2026, 5, 1), date(2026, 12, 24), date(2026, 6, 5), date(2026, 4, 4)] {
            assert_eq!(public_holiday(day), None, "{day}");
        }
        let year = date(2026, 1, 1).iter_days().take(365);
        assert_eq!(year.filter(|&day| public_holiday(day).is_some()).count(), 10);
    }

    #[test]
    fn weeks_are_odd_or_even_by_their_number() {
        let monday = date(2026, 12, 7); // week 50
        assert!(Weeks::Even.include(monday, monday) && !Weeks::Odd.include(monday, monday));
        // 2026 has 53 weeks, so that two odd ones meet at its end.
        for day in [date(2026, 12, 28), date(2027, 1, 4)] {
            assert!(Weeks::Odd.include(day, monday) && !Weeks::Even.include(day, monday));
        }
    }

    #[test]
    fn one_week_of_three_counts_from_the_week_of_the_first_day() {
        // The first day is a Thursday; its Monday is of the same week.
        let first = date(2026, 12, 10);
        let held: Vec<u32> = (0..9)
            .map(|week| date(2026, 12, 7) + TimeDelta::weeks(week))
            .filter(|&day| Weeks::OneOf(3).include(day, first))
            .map(|day| day.iso_week().week())
            .collect();
        assert_eq!(held, [50, 53, 3]);
    }

    #[test]
    fn patterns_are_written_as_words_or_numbers() {
        assert_eq!(Weeks::parse("odd"), Some(Weeks::Odd));
        assert_eq!(Weeks::parse("4"), Some(Weeks::OneOf(4)));
        for wrong in ["", "1", "0", "-2", "53", "often"] {
            assert_eq!(Weeks::parse(wrong), None, "{wrong}");
        }
    }
}
