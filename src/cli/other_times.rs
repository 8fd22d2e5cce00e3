//! Travel times of a plan that are not those at hand: told or refused.

use std::path::Path;

use crate::cli::tell;
use crate::error::{Error, Result};
use crate::output::Language;
use crate::travel::{ComputedBy, TravelSource};

/// What to tell where the plan was made with other travel times than it is judged by.
pub(super) fn difference(
    planned: &TravelSource,
    judged: &TravelSource,
    language: Language,
) -> Option<String> {
    let both = [planned, judged].map(|source| in_words(source, language));
    (planned != judged).then(|| language.judged_by_other_times([&both[0], &both[1]]))
}

/// Refuses to repair a plan by travel times of another kind: its told minutes would move, and people
/// would be phoned, for nothing that has happened. A newer map or changed rows of travel.csv are told.
///
/// Pairs are not counted: an extra booking of the morning brings some.
///
/// # Errors
/// [`Error::Refused`] where one is made along roads or of travel.csv and the other is not.
pub(super) fn refuse_other_times(
    path: &Path,
    planned: &TravelSource,
    here: &TravelSource,
    language: Language,
) -> Result<()> {
    let hint = match (kind(planned), kind(here)) {
        (Some("roads"), Some("straight")) => {
            "give --roads with the file that the plan was made with"
        }
        (Some("straight"), Some("roads")) => "leave --roads out, or plan the day anew",
        _ if planned.given_pairs > 0 && here.given_pairs == 0 => {
            "put the travel.csv that the plan was made with into the day's folder"
        }
        _ => {
            let is_newer = here.given_pairs > 0 && planned.given_pairs == 0;
            if is_newer || (is_computed(planned, here) && planned.computed_by != here.computed_by) {
                let both = [planned, here].map(|source| in_words(source, language));
                tell(&language.repaired_by_other_times([&both[0], &both[1]]));
            }
            return Ok(());
        }
    };
    let reason = format!(
        "was made with other travel times\n  plan: {}\n  here: {}",
        in_words(planned, Language::English),
        in_words(here, Language::English)
    );
    Err(Error::Refused { path: path.to_owned(), reason, hint: hint.to_owned() })
}

/// How drives were computed, if any were.
fn kind(source: &TravelSource) -> Option<&'static str> {
    (source.computed_pairs > 0).then_some(match source.computed_by {
        ComputedBy::StraightLine => "straight",
        ComputedBy::Roads(_) => "roads",
    })
}

fn is_computed(planned: &TravelSource, here: &TravelSource) -> bool {
    planned.computed_pairs > 0 && here.computed_pairs > 0
}

fn in_words(source: &TravelSource, language: Language) -> String {
    let map = match &source.computed_by {
        ComputedBy::StraightLine => None,
        ComputedBy::Roads(hash) => {
            Some(hash.chars().filter(|letter| !letter.is_control()).take(12).collect::<String>())
        }
    };
    language.drives(source.given_pairs, source.computed_pairs, map.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_travel_times_are_told() {
        let straight = TravelSource {
            given_pairs: 2,
            computed_pairs: 4,
            computed_by: ComputedBy::StraightLine,
        };
        let roads = ComputedBy::Roads("0123456789abcdef".to_owned());
        let roads = TravelSource { computed_by: roads, ..straight.clone() };
        assert_eq!(difference(&straight, &straight, Language::English), None);
        let note = difference(&roads, &straight, Language::Danish).expect("a note");
        assert!(note.contains("her: 2 fra travel.csv, 4 i lige linje"), "{note}");
        let note = difference(&roads, &straight, Language::English).expect("a note");
        assert!(note.contains("plan: 2 from travel.csv, 4 along roads (SHA-256 0123456789ab…)"));
        assert!(note.contains("here: 2 from travel.csv, 4 by the straight line"));
    }

    #[test]
    fn a_plan_is_not_repaired_by_travel_times_of_another_kind() {
        let source = |given_pairs, computed_pairs, computed_by: &ComputedBy| TravelSource {
            given_pairs,
            computed_pairs,
            computed_by: computed_by.clone(),
        };
        let line = ComputedBy::StraightLine;
        let [roads, newer] = ["a", "b"].map(|hash| ComputedBy::Roads(hash.to_owned()));
        let refused = |planned, here| {
            let ended = refuse_other_times(Path::new("plan"), &planned, &here, Language::English);
            ended.err().map(|error| error.to_string())
        };
        for (planned, here, hint) in [
            (source(0, 6, &roads), source(0, 6, &line), "give --roads with the file"),
            (source(2, 4, &roads), source(2, 4, &line), "give --roads with the file"),
            (source(0, 6, &line), source(0, 6, &roads), "leave --roads out"),
            (source(6, 0, &line), source(0, 6, &line), "put the travel.csv"),
        ] {
            let told = refused(planned, here).expect("refused");
            assert!(told.contains("other travel times") && told.contains(hint), "{told}");
        }
        for (planned, here) in [
            (source(0, 6, &line), source(0, 12, &line)),
            (source(0, 6, &roads), source(0, 6, &newer)),
            (source(6, 0, &line), source(6, 6, &roads)),
            (source(0, 6, &line), source(2, 4, &line)),
        ] {
            assert_eq!(refused(planned, here), None);
        }
    }
}
