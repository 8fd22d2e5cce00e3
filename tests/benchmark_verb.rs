//! `korsel benchmark` from outside: its table, its files, how it ends.

#[path = "common/program.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::Command as Program;

use program::{Ended, korsel, listing, text};
use serde_json::Value;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/darp");

/// Two requests on a line, from 0 to 10 and from 10 to 20; one vehicle takes both in 40.
const LINE: &str = "1 2 100 1 30\n0 0 0 0 0 0 100\n1 0 0 0 1 0 100\n2 10 0 0 1 0 100\n\
                    3 10 0 0 -1 0 100\n4 20 0 0 -1 0 100\n";

fn benchmark(arguments: &[&str]) -> Ended {
    korsel(&[&["benchmark"], arguments].concat())
}

fn written(home: &Path, name: &str, content: &str) -> String {
    let path = home.join(name);
    fs::write(&path, content).expect("written");
    text(&path).to_owned()
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON")
}

/// The cells of the table's line about an instance.
fn line<'a>(ended: &'a Ended, instance: &str) -> Vec<&'a str> {
    let mut lines = ended.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    lines.find(|cells| cells.first() == Some(&instance)).expect("a line of the instance")
}

#[test]
fn a_small_instance_is_solved_to_its_optimum() {
    let home = tempfile::tempdir().expect("a folder");
    let file = written(home.path(), "line.txt", LINE);
    let best = written(home.path(), "best.csv", "instance,objective\nline,40\n");
    let (out, plot) = (home.path().join("results"), home.path().join("plot.svg"));
    let results = ["--best", &best, "--json", text(&out), "--plot", text(&plot)];
    // Twice: the results of an earlier run are replaced.
    for _ in 0..2 {
        let ended = benchmark(&[&[&file, "--iterations", "20"], &results[..]].concat());
        assert_eq!(ended.code, 0, "{}", ended.err);
        let expected = ["line", "2", "1", "40.00", "40.00", "0.00", "40.00", "0.00"];
        assert_eq!(line(&ended, "line")[..8], expected);
        assert_eq!(line(&ended, "line")[9], "optimal");
    }
    assert_eq!(listing(&out), ["line.json"]);
    let picture = fs::read_to_string(&plot).expect("a picture");
    for label in [">found 40.00<", ">proven bound 40.00<", ">best known 40.00<", ">line<"] {
        assert!(picture.contains(label), "{picture}\ndoes not contain {label}");
    }
    let found = json(&out.join("line.json"));
    assert_eq!(found["status"], "optimal");
    assert_eq!(found["objective"], 40.0);
    let bound = found["bound"].as_f64().expect("a bound");
    assert!((39.99..=40.0).contains(&bound), "{bound}");
    let routes: Vec<Vec<usize>> = serde_json::from_value(found["routes"].clone()).expect("routes");
    assert!(routes == [[1, 3, 2, 4]] || routes == [[1, 2, 3, 4]], "{routes:?}");
}

#[test]
fn requests_left_out_make_the_answer_no() {
    let home = tempfile::tempdir().expect("a folder");
    // Both must be fetched at once.
    let text_of = LINE.replace("1 0 0 0 1 0 100", "1 0 0 0 1 10 10");
    let text_of = text_of.replace("2 10 0 0 1 0 100", "2 10 0 0 1 10 10");
    let file = written(home.path(), "both.txt", &text_of);
    let good = written(home.path(), "line.txt", LINE);
    let best = written(home.path(), "best.csv", "instance,objective\nline,39\n");
    let out = home.path().join("results");
    let ended =
        benchmark(&[&file, &good, "--iterations", "20", "--best", &best, "--json", text(&out)]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.out.contains("incomplete, 1 ride left out\n"), "{}", ended.out);
    assert_eq!(line(&ended, "both")[4..8], ["-", "-", "missing", "-"]);
    assert_eq!(line(&ended, "line")[7], "2.56");
    let summary = "2 instances: 1 optimal, 0 feasible, 1 incomplete; mean gap to the best known \
                   2.56 % (1 of 2)\n";
    assert!(ended.out.ends_with(summary), "{}", ended.out);
    let found = json(&out.join("both.json"));
    assert_eq!((&found["status"], &found["bound"]), (&Value::from("incomplete"), &Value::Null));
}

#[test]
fn what_is_found_does_not_depend_on_threads_and_passes_the_independent_verifier() {
    let home = tempfile::tempdir().expect("a folder");
    let instance = format!("{SHARED}/cordeau2006_ropke2007_ab/a2-16.txt");
    let best = format!("{SHARED}/best_known.csv");
    let run = |threads: &str| {
        let out = home.path().join(threads);
        let ended = benchmark(&[
            &instance,
            "--iterations",
            "300",
            "--threads",
            threads,
            "--best",
            &best,
            "--json",
            text(&out),
        ]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert_eq!(line(&ended, "a2-16")[6], "294.25");
        let mut found = json(&out.join("a2-16.json"));
        found["seconds"] = Value::Null;
        found
    };
    let found = run("1");
    assert_eq!(found, run("2"));
    let objective = found["objective"].as_f64().expect("an objective");
    assert!((294.2451..310.0).contains(&objective), "{objective}");
    let solution = home.path().join("1/a2-16.json");
    let verifier = format!("{SHARED}/verify_darp.py");
    let Ok(judged) = Program::new("python3").args([&verifier, &instance]).arg(solution).output()
    else {
        return; // Without Python the published routes judge our rules, in tests/benchmarks.rs.
    };
    let verdict = String::from_utf8_lossy(&judged.stdout);
    assert!(judged.status.success(), "{verdict}{}", String::from_utf8_lossy(&judged.stderr));
    assert!(verdict.contains(&format!("total distance: {objective:.6}")), "{verdict}");
}

#[test]
fn bad_input_is_told_before_anything_is_solved_or_written() {
    let home = tempfile::tempdir().expect("a folder");
    let good = written(home.path(), "line.txt", LINE);
    let one = written(home.path(), "one.txt", "1 x 100 1 30\n");
    let two = written(home.path(), "two.txt", "");
    let values = written(home.path(), "best.csv", "instance\nline\n");
    let results = home.path().join("results");
    fs::create_dir(&results).expect("a folder");
    let reference = r#"{"routes": [[1, 3, 2, 4]], "distance": 40}"#;
    written(&results, "line.json", reference);
    let before = listing(home.path());
    let new = home.path().join("new");
    let inside = home.path().join("no/such");
    for (arguments, expected) in [
        (vec![], "required"),
        (vec!["nowhere.txt"], "nowhere.txt: cannot be read"),
        (vec![&good, &one, &two], "the input has 2 flaws:"),
        (vec![&good, "--best", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (vec![&good, "--best", &values], "has no column \"objective\""),
        (vec![&good, "--json", text(&inside)], "cannot be made"),
        (vec![&good, &good, "--json", text(&new)], "of two instances of one name"),
        (vec![&good, "--json", text(&results)], "is another file, which would be lost"),
        (vec![&good, "--json", &one], "cannot be made"),
        (vec![&good, "--plot", &one], "is another file, which would be lost"),
        (vec![&good, "--plot", text(&inside)], "its folder does not exist"),
    ] {
        let ended = benchmark(&arguments);
        assert_eq!(ended.code, 2, "{expected}\n{}", ended.err);
        assert!(ended.err.contains(expected), "{}\ndoes not contain {expected}", ended.err);
        assert_eq!((ended.out.as_str(), listing(home.path())), ("", before.clone()), "{expected}");
    }
    assert_eq!(fs::read_to_string(results.join("line.json")).expect("a file"), reference);
    assert_eq!(listing(&results), ["line.json"]);
}
