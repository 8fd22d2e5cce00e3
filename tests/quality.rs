//! The bookkeeping of the quality bench: which runs need not be repeated, and what its figures say.

#[path = "../benches/quality/report.rs"]
mod report;
#[path = "../benches/quality/runs.rs"]
mod runs;

use std::fs;

use korsel::input::BestValue;
use report::{InstanceReport, SetReport, head};
use runs::{Run, Runs, Terms, Verdict, code_commit};

fn terms() -> Terms {
    Terms { commit: Some("0123456789ab".to_owned()), threads: 2, judge: "korsel" }
}

fn run(seed: u64, gap: Option<f64>, verdict: Verdict) -> Run {
    Run {
        instance: "a2-16".to_owned(),
        seed,
        limit_s: 5,
        objective: 200.0 + 2.0 * gap.unwrap_or(0.0),
        gap,
        iterations: 10 * seed,
        seconds: 5.0,
        verdict,
        judge: "korsel".to_owned(),
        threads: 2,
        commit: terms().commit,
    }
}

#[test]
fn a_run_is_found_again_with_the_same_terms_and_no_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("runs.csv");
    let done = [run(1, Some(0.5), Verdict::Feasible), run(2, None, Verdict::Incomplete)];
    for run in &done {
        Runs::open(path.clone()).add(run).expect("written");
    }
    // A row that was cut off is no run.
    let text = fs::read_to_string(&path).expect("a file");
    assert_eq!(text.lines().count(), 3, "{text}");
    fs::write(&path, format!("{text}a2-16,3,5")).expect("written");
    let mut runs = Runs::open(path);
    let find = |terms: &Terms, name, limit, seed| runs.find(terms, name, limit, seed).cloned();
    assert_eq!(find(&terms(), "a2-16", 5, 1).as_ref(), Some(&done[0]));
    assert_eq!(find(&terms(), "a2-16", 5, 2).as_ref(), Some(&done[1]));
    for (name, limit, seed) in [("a2-16", 5, 3), ("a2-16", 6, 1), ("a2-20", 5, 1)] {
        assert_eq!(find(&terms(), name, limit, seed), None, "{name} {limit} {seed}");
    }
    for other in [
        Terms { commit: Some("ba9876543210".to_owned()), ..terms() },
        Terms { commit: None, ..terms() },
        Terms { threads: 1, ..terms() },
        Terms { judge: "verify_darp.py", ..terms() },
    ] {
        assert_eq!(find(&other, "a2-16", 5, 1), None, "{other:?}");
    }
    runs.forget();
    assert!(runs.find(&terms(), "a2-16", 5, 1).is_none());
}

#[test]
fn runs_of_code_that_is_not_committed_are_never_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut runs = Runs::open(folder.path().join("runs.csv"));
    runs.add(&Run { commit: None, ..run(1, None, Verdict::Feasible) }).expect("written");
    assert!(runs.find(&Terms { commit: None, ..terms() }, "a2-16", 5, 1).is_none());
    assert!(code_commit().is_none_or(|commit| commit.len() >= 12));
}

#[test]
fn figures_are_those_of_feasible_runs() {
    let runs = vec![
        run(1, Some(0.0), Verdict::Feasible),
        run(2, Some(0.01), Verdict::Feasible),
        run(3, Some(0.5), Verdict::Feasible),
        run(4, None, Verdict::Incomplete),
    ];
    let best = Some(BestValue { objective: 200.0, is_optimal: true });
    let known = InstanceReport { name: "a2-16".to_owned(), best, runs };
    // (200 + 200.02 + 201) / 3, and (0 + 0.01 + 0.5) / 3.
    let cells = "a2-16 200.34 200.00 200.00 0.17 0.00 0.50 2 of 4 1 0";
    assert_eq!(known.line().split_whitespace().collect::<Vec<_>>().join(" "), cells);
    assert_eq!(known.line().chars().count(), head().chars().count());
    assert!(!known.is_infeasible());

    let runs = vec![run(5, None, Verdict::Infeasible), run(6, None, Verdict::Feasible)];
    let unknown = InstanceReport { name: "new".to_owned(), best: None, runs };
    assert!(unknown.is_infeasible());
    let set = SetReport { set: "ab", limit_s: 5, seeds: 4, instances: vec![known, unknown] };
    // Steps 10 to 60: the middle two are 30 and 40.
    let row = "| ab | 5 s | 4 | 0.17 | 0.50 | 2 of 4 | 35 |\n";
    assert!(set.table().ends_with(row), "{}", set.table());
    let file = set.file(&terms());
    assert!(file.contains(row) && file.contains("judged by korsel, 0123456789ab"), "{file}");
    assert!(file.ends_with("| new | 200.00 | 200.00 | - | - | - | - | - | 0 | 1 |\n"), "{file}");
}
