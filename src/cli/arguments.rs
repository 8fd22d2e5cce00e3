//! Arguments that several verbs share, and how values are read.

use std::fs::File;
use std::io::ErrorKind;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{Local, NaiveDate, TimeDelta};
use clap::{Args, ValueEnum};

use crate::cli::tell;
use crate::domain::{Day, TravelTable};
use crate::error::{Error, Result};
use crate::input::{
    PreviousList, date as read_date, is_contractor_list, read_contractor_list, read_day,
};
use crate::output::{Language, ListLines, Recipient, driven, read_plan};
use crate::plan::{Listed, Plan, from_list};
use crate::travel::{RoadMap, TravelSource, cache_folder, road_map, table};

/// A day and the files it needs beside its folder.
#[derive(Args)]
pub(super) struct DayArguments {
    /// The day's folder: day.toml, centres.csv, bookings.csv, fleet.csv, and travel.csv and usual.csv
    /// if they are there
    #[arg(value_name = "DAY")]
    folder: PathBuf,
    /// OpenStreetMap roads for travel times that travel.csv does not give [default: straight line]
    #[arg(long, value_name = "FILE.osm.pbf")]
    roads: Option<PathBuf>,
    /// Addresses with coordinates, for homes and centres without them
    #[arg(long, value_name = "FILE")]
    addresses: Option<PathBuf>,
}

impl DayArguments {
    /// The arguments of a verb that names its day otherwise.
    pub fn new(folder: PathBuf, roads: Option<PathBuf>, addresses: Option<PathBuf>) -> Self {
        Self { folder, roads, addresses }
    }

    /// The day, and the travel times between its places.
    pub fn read(&self) -> Result<(Day, TravelTable, TravelSource)> {
        roads_are_there(self.roads.as_deref())?;
        let day = read_day(&self.folder, self.addresses.as_deref());
        let day = day.inspect_err(|error| self.tell_folder(error))?;
        let cache = cache_folder();
        let (travel, source) = table(&day, self.roads.as_deref(), cache.as_deref())?;
        Ok((day, travel, source))
    }

    /// Says where files were looked for that are missing: their names do not.
    fn tell_folder(&self, error: &Error) {
        if let Error::Invalid { flaws } = error
            && flaws.iter().any(|flaw| flaw.line.is_none() && flaw.found == "is missing")
        {
            tell(&format!("note: the folder of the day is {}", self.folder.display()));
        }
    }

    /// What is named as the day.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file with the roads, if any was named.
    pub fn roads(&self) -> Option<&Path> {
        self.roads.as_deref()
    }
}

/// Where roads run, for a map of the plan. A map is not worth losing a plan for: what is wrong is told,
/// and it goes without roads.
pub(super) fn road_map_of(
    roads: Option<&Path>,
    day: &Day,
    plan: &Plan,
    language: Language,
) -> RoadMap {
    let Some(roads) = roads else { return RoadMap::default() };
    road_map(day, roads, &driven(day, plan)).unwrap_or_else(|error| {
        tell(&language.no_roads(&error));
        RoadMap::default()
    })
}

/// The contractor's list that stands beside this plan, if there is one. Marks of what has changed are
/// not worth losing a plan for either: what is wrong is told, and the new list has none.
pub(super) fn list_of(plan: &Path, day: &Day, language: Language) -> Option<PreviousList> {
    PreviousList::beside(plan, day).unwrap_or_else(|error| {
        tell(&language.no_marks(&error));
        None
    })
}

/// A plan: a plan's folder, its plan.json, or a contractor's list, ours or made by hand, timed by the
/// day's travel times.
///
/// # Errors
/// As [`read_plan`] and [`read_contractor_list`].
pub fn read_any_plan(
    path: &Path,
    day: &Day,
    travel: &TravelTable,
    source: &TravelSource,
) -> Result<Plan> {
    read_with_lines(path, day, travel, source).map(|(plan, _)| plan)
}

/// The same, and of a list on which line it has what.
///
/// # Errors
/// As [`read_any_plan`].
pub fn read_with_lines(
    path: &Path,
    day: &Day,
    travel: &TravelTable,
    source: &TravelSource,
) -> Result<(Plan, ListLines)> {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
        return Err(Error::Refused {
            path: path.to_owned(),
            reason: "is a workbook".to_owned(),
            hint: "name the contractor.csv beside it, or save the sheet as \"CSV UTF-8\""
                .to_owned(),
        });
    }
    if !is_contractor_list(path) {
        return Ok((read_plan(path)?, ListLines::default()));
    }
    let list = read_contractor_list(path, day)?;
    let lines = list.iter().map(|run| {
        let told = run.events.iter().filter_map(|event| match event {
            Listed::Calls { told, .. } => Some(*told),
            _ => None,
        });
        (day.vehicles[run.vehicle].name.clone(), run.lines.iter().copied().zip(told).collect())
    });
    let lines = lines.collect();
    Ok((from_list(day, travel, &list, source.clone()), lines))
}

/// Checks that the roads can be opened: where every drive is given the file is not read, and a slip in
/// its name is told all the same.
pub(super) fn roads_are_there(roads: Option<&Path>) -> Result<()> {
    let Some(roads) = roads else { return Ok(()) };
    let opened = File::open(roads).and_then(|file| match file.metadata()?.is_dir() {
        true => Err(ErrorKind::IsADirectory.into()),
        false => Ok(()),
    });
    opened.map_err(|source| Error::Read { path: roads.to_owned(), source })
}

/// Who can open what is encrypted.
#[derive(Args)]
pub(super) struct EncryptArgument {
    /// Also write contractor.zip.age: the contractor's files and manifests, encrypted with age to this
    /// public key (age1…); may be given several times
    #[arg(long, value_name = "RECIPIENT")]
    pub encrypt_to: Vec<Recipient>,
}

/// The language of everything written for people.
#[derive(Args)]
pub(super) struct LanguageArgument {
    /// Language of what is written for people
    #[arg(long, value_name = "LANGUAGE", default_value = "da")]
    language: Code,
}

#[derive(Clone, Copy, ValueEnum)]
enum Code {
    /// Dansk
    #[value(alias = "dansk")]
    Da,
    /// English
    #[value(alias = "engelsk")]
    En,
}

impl LanguageArgument {
    /// The language asked for.
    pub fn language(&self) -> Language {
        match self.language {
            Code::Da => Language::Danish,
            Code::En => Language::English,
        }
    }
}

/// A date as `yyyy-mm-dd` or `dd-mm-yyyy`, or `today` or `tomorrow` (`i dag`, `i morgen`).
///
/// # Errors
/// What would be right, for text that is no date.
pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    let today = Local::now().date_naive();
    match text.to_lowercase().replace(' ', "").as_str() {
        "today" | "idag" => Ok(today),
        "tomorrow" | "imorgen" => Ok(today + TimeDelta::days(1)),
        _ => read_date(text).ok_or_else(|| {
            "write a date as yyyy-mm-dd or dd-mm-yyyy, or today or tomorrow".to_owned()
        }),
    }
}

/// Reads a whole number in this range.
pub(super) fn whole<Number: TryFrom<u64>>(
    range: RangeInclusive<u64>,
) -> impl Fn(&str) -> Result<Number, String> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number| range.contains(number));
        number.and_then(|number| Number::try_from(number).ok()).ok_or_else(|| match range.end() {
            &u64::MAX => format!("write a whole number, {} or more", range.start()),
            most => format!("write a whole number from {} to {most}", range.start()),
        })
    }
}

/// A length of time with units, `90s`, `5m` or `1h30m`; a bare number counts seconds.
///
/// # Errors
/// What would be right, for text that is no such length.
pub fn length_of_time(text: &str) -> Result<Duration, String> {
    let wrong = || "write a length of time such as 60s, 5m, 1m30s or 1h".to_owned();
    let mut seconds: u64 = 0;
    let mut smaller_than = u64::MAX;
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        let count: u64 = rest[..digits].parse().map_err(|_| wrong())?;
        let mut letters = rest[digits..].chars();
        let unit = match letters.next() {
            None if smaller_than == u64::MAX => 1,
            Some('s') => 1,
            Some('m') => 60,
            Some('h') => 3600,
            _ => return Err(wrong()),
        };
        // Units shrink from left to right, so that 30s1m and 5m5m are slips and not sums.
        if unit >= smaller_than {
            return Err(wrong());
        }
        smaller_than = unit;
        let part = count.checked_mul(unit).ok_or_else(wrong)?;
        seconds = seconds.checked_add(part).ok_or_else(wrong)?;
        rest = letters.as_str();
    }
    match seconds {
        0 => Err("no time at all; give at least 1s".to_owned()),
        1..=604_800 => Ok(Duration::from_secs(seconds)),
        _ => Err("longer than a week".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_lie_in_their_range() {
        let days = whole::<u16>(1..=60);
        assert_eq!(days("60"), Ok(60));
        for wrong in ["0", "61", "-1", "ti", "1.5", "", "99999999999999999999999"] {
            assert_eq!(days(wrong), Err("write a whole number from 1 to 60".to_owned()), "{wrong}");
        }
        let steps = whole::<u64>(1..=u64::MAX);
        assert_eq!(steps("18446744073709551615"), Ok(u64::MAX));
        assert_eq!(steps("-1"), Err("write a whole number, 1 or more".to_owned()));
    }

    #[test]
    fn lengths_of_time_carry_units() {
        for (text, seconds) in
            [("60s", 60), ("5m", 300), ("1m30s", 90), ("90", 90), ("1h", 3600), ("1h2m3s", 3723)]
        {
            assert_eq!(length_of_time(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for wrong in [
            "",
            "s",
            "5x",
            "-5s",
            "1.5s",
            "30s1m",
            "5m5m",
            "1m30",
            "0",
            "0s",
            "0h0m",
            "9999999h",
            "99999999999999999999s",
            "18446744073709551615h",
            "5 m",
            "5mæ",
        ] {
            assert!(length_of_time(wrong).is_err(), "{wrong}");
        }
    }
}
