//! The referee accepts a good plan and refuses each broken one for the right reason.

mod broken;
mod change;
mod kept;
mod sample;
mod street;

use std::collections::BTreeSet;

use korsel::domain::Duration;
use korsel::plan::{Plan, Rule, Violation, check};
use serde_json::Value;

use broken::BREAKS;
use kept::KEEPS;
use sample::{Sample, sample, settle};

fn judge(sample: &Sample) -> Vec<Violation> {
    check(&sample.day, &sample.travel, &sample.plan)
}

fn rules(sample: &Sample) -> BTreeSet<Rule> {
    judge(sample).iter().map(|violation| violation.rule).collect()
}

#[test]
fn plans_at_the_edge_of_a_rule_are_accepted() {
    for (what, change) in KEEPS {
        let mut sample = sample();
        change(&mut sample);
        let broken: Vec<String> = judge(&sample).iter().map(ToString::to_string).collect();
        assert!(broken.is_empty(), "{what}: {broken:#?}");
    }
}

#[test]
fn each_broken_rule_is_found_and_no_other() {
    let mut wrong = Vec::new();
    for (index, (rule, change)) in BREAKS.iter().enumerate() {
        let mut sample = sample();
        change(&mut sample);
        if rules(&sample) != BTreeSet::from([*rule]) {
            let said: Vec<String> = judge(&sample).iter().map(ToString::to_string).collect();
            wrong.push(format!("change {index} should break {rule:?} alone: {said:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_is_broken_by_some_change() {
    let broken: BTreeSet<Rule> = BREAKS.iter().map(|&(rule, _)| rule).collect();
    let all: BTreeSet<Rule> = Rule::ALL.iter().copied().collect();
    assert_eq!(broken, all);
}

#[test]
fn violations_are_sentences_for_a_coordinator() {
    let mut said: Vec<String> = Vec::new();
    for (_, change) in BREAKS {
        let mut sample = sample();
        change(&mut sample);
        said.extend(judge(&sample).iter().map(ToString::to_string));
    }
    for sentence in [
        "vehicle V1, visit 1: B2 out takes 45 min, promised at most 44 min",
        "vehicle V1, visit 3: B3 out boards as 3+1 are aboard, the layouts are 4+0 2+1",
        "vehicle V1, visit 2: B1 out is aboard with B2, they must not ride together",
        "vehicle V1: is back at 11:33, the shift ends at 11:32:59",
        "vehicle V1: the depot is driven to in 4 min, the travel table says 4 min 1 s",
        "vehicle V3: rests at 14:40 to 15:10, must be within 14:00 to 15:09",
        "plan: B10 out is neither driven nor sent by taxi nor listed as not planned",
        "plan: B8 out has its taxi due at 12:47:01, the promise asks for 12:00 to 12:47",
        "plan: B8 out is charged 122.01 kr by taxi, the tariff gives 122.00 kr",
        "plan: B7 out is listed as impossible alone: its shortest trip is 86 min, promised are \
         60 min, by the day's figures its shortest trip is 87 min, promised are 60 min",
    ] {
        assert!(said.iter().any(|s| s == sentence), "{sentence}\n{said:#?}");
    }
}

#[test]
fn a_run_shifted_in_time_is_refused() {
    for minutes in [-60, -31, -16, 25, 60] {
        for run in 0..3 {
            let mut sample = sample();
            shift(&mut sample.plan, run, Duration::minutes(minutes));
            assert!(!judge(&sample).is_empty(), "run {run} by {minutes} min");
        }
    }
}

fn shift(plan: &mut Plan, run: usize, by: Duration) {
    let run = &mut plan.runs[run];
    run.leaves += by;
    run.returns += by;
    for stop in &mut run.stops {
        for time in [&mut stop.arrives, &mut stop.begins, &mut stop.ends, &mut stop.told] {
            *time += by;
        }
    }
    if let Some(rest) = &mut run.rest {
        rest.begins += by;
        rest.ends += by;
    }
}

#[test]
fn swapped_vehicles_are_refused() {
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        let mut sample = sample();
        let name = sample.plan.runs[one].vehicle.clone();
        sample.plan.runs[one].vehicle =
            std::mem::replace(&mut sample.plan.runs[other].vehicle, name);
        settle(&sample.day, &mut sample.plan);
        assert!(!judge(&sample).is_empty(), "{one} and {other}");
    }
}

#[test]
fn swapped_stops_are_refused() {
    let runs = sample().plan.runs;
    for (run, stops) in runs.iter().map(|run| run.stops.len()).enumerate() {
        for stop in 1..stops {
            let mut sample = sample();
            sample.plan.runs[run].stops.swap(stop - 1, stop);
            assert!(!judge(&sample).is_empty(), "run {run}, stop {stop}");
        }
    }
}

/// What may be altered on its own without breaking a rule: where travel came from, a taxi within
/// its window, a reason other than impossible alone, a shortest trip that rush hour may lengthen.
const FREE: [&str; 5] = [
    "/travel",
    "/taxis/0/due",
    "/not_planned/0/reason/shortest_trip_s",
    "/not_planned/1/reason/shortest_trip_s",
    "/not_planned/2/reason",
];

#[test]
fn no_other_figure_or_name_of_a_plan_can_be_altered_unnoticed() {
    let good = sample();
    let written = serde_json::to_value(&good.plan).expect("a plan is written");
    let mut leaves = Vec::new();
    collect_leaves(&written, String::new(), &mut leaves);
    assert!(leaves.len() > 250, "only {} figures", leaves.len());
    for pointer in leaves {
        if FREE.iter().any(|free| pointer.starts_with(free)) {
            continue;
        }
        let mut altered = written.clone();
        let leaf = altered.pointer_mut(&pointer).expect("a leaf of the plan");
        *leaf = alter(leaf);
        // What no longer reads as a plan is noticed by the reader.
        let Ok(plan) = serde_json::from_value::<Plan>(altered) else { continue };
        let violations = check(&good.day, &good.travel, &plan);
        assert!(!violations.is_empty(), "{pointer} altered unnoticed");
    }
}

fn collect_leaves(value: &Value, pointer: String, leaves: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, value)| collect_leaves(value, format!("{pointer}/{key}"), leaves)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| {
            collect_leaves(value, format!("{pointer}/{index}"), leaves);
        }),
        Value::Null => {}
        Value::String(_) | Value::Number(_) | Value::Bool(_) => leaves.push(pointer),
    }
}

/// Another value of the same kind: a minute later, one more, the other of two words.
fn alter(leaf: &Value) -> Value {
    let Some(text) = leaf.as_str() else {
        return Value::from(leaf.as_i64().expect("figures of the sample are whole") + 1);
    };
    if let Some(time) = korsel::domain::Time::parse(text) {
        return Value::from((time + Duration::minutes(1)).to_string());
    }
    let other = match text {
        "out" => "home",
        "home" => "out",
        "pickup" => "dropoff",
        "dropoff" => "pickup",
        "cancelled" => "absent",
        "absent" => "cancelled",
        _ => "other",
    };
    Value::from(other)
}
