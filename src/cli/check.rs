//! `korsel check`: the referee on any plan.

use std::path::PathBuf;

use clap::Args;

use crate::cli::arguments::{DayArguments, LanguageArgument, read_any_plan};
use crate::cli::{Answer, print, tell};
use crate::error::Result;
use crate::input::is_contractor_list;
use crate::plan::{Status, check};
use crate::travel::{ComputedBy, TravelSource};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    day: DayArguments,
    /// The plan's folder, its plan.json, or a contractor's list (CSV), also one made by hand
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    #[command(flatten)]
    language: LanguageArgument,
}

/// Prints every rule that the plan breaks; no if there is any.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let (day, travel, source) = arguments.day.read()?;
    let plan = read_any_plan(&arguments.plan, &day, &travel, &source)?;
    if let Some(note) = difference(&plan.travel, &source) {
        tell(&note);
    }
    if is_contractor_list(&arguments.plan) && !plan.not_planned.is_empty() {
        let rides = plan.not_planned.len();
        tell(&format!(
            "note: {rides} rides of the day are not in the list, as a list tells only what is driven"
        ));
    }
    let violations = check(&day, &travel, &plan);
    let lines: String = violations.iter().map(|violation| format!("{violation}\n")).collect();
    let language = arguments.language.language();
    let verdict = language.verdict(violations.len());
    // Rules can be looked up one by one; that no plan is cheaper cannot.
    let claims_proof = plan.status == Status::Optimal || plan.bound_ore.is_some();
    let reserve = if violations.is_empty() && claims_proof {
        format!("{}\n", language.words().proof_not_checked)
    } else {
        String::new()
    };
    print(&format!("{lines}{verdict}\n{reserve}"));
    Ok(if violations.is_empty() { Answer::Yes } else { Answer::No })
}

/// What to tell where the plan was made with other travel times than it is judged by.
fn difference(planned: &TravelSource, judged: &TravelSource) -> Option<String> {
    let by = |source: &TravelSource| {
        let computed = match &source.computed_by {
            _ if source.computed_pairs == 0 => "none computed".to_owned(),
            ComputedBy::StraightLine => {
                format!("{} by the straight line", source.computed_pairs)
            }
            ComputedBy::Roads(hash) => {
                let short: String = hash.chars().filter(|c| !c.is_control()).take(12).collect();
                format!("{} along roads (SHA-256 {short}…)", source.computed_pairs)
            }
        };
        format!("{} from travel.csv, {computed}", source.given_pairs)
    };
    (planned != judged).then(|| {
        format!(
            "note: the plan was made with other travel times than it is judged by\n  plan: {}\n  \
             here: {}\n  hint: give the same --roads and the same travel.csv",
            by(planned),
            by(judged)
        )
    })
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
}
