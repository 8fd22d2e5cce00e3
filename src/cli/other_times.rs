//! Travel times of a plan that are not those at hand: told or refused.

use std::path::Path;

use crate::cli::tell;
use crate::error::{Error, Result};
use crate::travel::{ComputedBy, TravelSource};

/// What to tell where the plan was made with other travel times than it is judged by.
pub(super) fn difference(planned: &TravelSource, judged: &TravelSource) -> Option<String> {
    (planned != judged).then(|| {
        format!(
            "note: the plan was made with other travel times than it is judged by\n  plan: {}\n  \
             here: {}\n  hint: give the same --roads and the same travel.csv",
            in_words(planned),
            in_words(judged)
        )
    })
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
                tell(&format!(
                    "note: the plan was made with other travel times, so told times may move\n  \
                     plan: {}\n  here: {}",
                    in_words(planned),
                    in_words(here)
                ));
            }
            return Ok(());
        }
    };
    let reason = format!(
        "was made with other travel times\n  plan: {}\n  here: {}",
        in_words(planned),
        in_words(here)
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

fn in_words(source: &TravelSource) -> String {
    let computed = match &source.computed_by {
        _ if source.computed_pairs == 0 => "none computed".to_owned(),
        ComputedBy::StraightLine => format!("{} by the straight line", source.computed_pairs),
        ComputedBy::Roads(hash) => {
            let short: String = hash.chars().filter(|c| !c.is_control()).take(12).collect();
            format!("{} along roads (SHA-256 {short}…)", source.computed_pairs)
        }
    };
    format!("{} from travel.csv, {computed}", source.given_pairs)
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
        assert_eq!(difference(&straight, &straight), None);
        let note = difference(&roads, &straight).expect("a note");
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
            let ended = refuse_other_times(Path::new("plan"), &planned, &here);
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
