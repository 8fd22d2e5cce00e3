//! What was found of a public instance: a line of a table, and a JSON file.
//!
//! Figures are distances as the instance's authors count them. The table is in English, as all that is
//! written about these instances; a gap is in per cent, above the bound or above the best known.

use serde::Serialize;
use serde_json::Value;

use crate::input::{Benchmark, BestKnown, BestValue};
use crate::output::cells::on_one_line;
use crate::output::{Course, History, Language, json};
use crate::solve::Outcome;

/// What was found of one instance.
#[derive(Clone, PartialEq, Debug)]
pub struct BenchmarkResult {
    name: String,
    requests: usize,
    vehicles: usize,
    status: Status,
    left_out: usize,
    /// The distance driven.
    objective: f64,
    /// No solution that serves every request is shorter.
    bound: Option<f64>,
    best: Best,
    seconds: f64,
    routes: Vec<Vec<usize>>,
}

/// What is known of the best solution.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Best {
    NotAsked,
    Missing,
    Known(BestValue),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    /// Proven: nothing is shorter.
    Optimal,
    /// Every request is served; something shorter may exist.
    Feasible,
    /// Requests were left out.
    Incomplete,
}

/// `DIR/<instance>.json`.
#[derive(Serialize)]
struct ResultFile<'a> {
    instance: &'a str,
    status: Status,
    objective: f64,
    bound: Option<f64>,
    seconds: f64,
    routes: &'a [Vec<usize>],
}

impl BenchmarkResult {
    /// What an outcome says in the instance's own terms, beside what is known of it.
    pub fn new(benchmark: &Benchmark, outcome: &Outcome, best: Option<&BestKnown>) -> Self {
        let left_out = outcome.solution.absent().len();
        let status = match left_out {
            0 if outcome.optimal => Status::Optimal,
            0 => Status::Feasible,
            _ => Status::Incomplete,
        };
        // A bound for solutions that leave as much out says nothing of whole ones.
        let bound = outcome.bound.filter(|_| left_out == 0);
        let best = match best.map(|best| best.value(&benchmark.name)) {
            None => Best::NotAsked,
            Some(None) => Best::Missing,
            Some(Some(value)) => Best::Known(value),
        };
        Self {
            name: benchmark.name.clone(),
            requests: benchmark.instance.requests().len(),
            vehicles: benchmark.instance.vehicles().len(),
            status,
            left_out,
            objective: benchmark.objective(&outcome.solution),
            bound: bound.map(|cost| benchmark.bound(cost)),
            best,
            seconds: outcome.seconds,
            routes: benchmark.node_routes(&outcome.solution),
        }
    }

    /// Whether every request is served.
    pub fn is_complete(&self) -> bool {
        self.left_out == 0
    }

    /// What is wrong with the routes, by the file's own numbers.
    pub fn violations(&self, benchmark: &Benchmark) -> Vec<String> {
        benchmark.violations(&self.routes, self.left_out)
    }

    /// How the run went, for the picture.
    pub fn course(&self, benchmark: &Benchmark, history: History, outcome: &Outcome) -> Course {
        let found = |cost| benchmark.distance_of(cost);
        let bound = |cost| benchmark.bound(cost);
        let best_known = match self.best {
            Best::Known(value) => Some(value.objective),
            Best::NotAsked | Best::Missing => None,
        };
        Course::new(&self.name, history, outcome, found, bound).measured(self.objective, best_known)
    }

    /// The text of its JSON file.
    pub fn json(&self) -> String {
        let file = ResultFile {
            instance: &self.name,
            status: self.status,
            objective: self.objective,
            bound: self.bound,
            seconds: (self.seconds * 1000.0).round() / 1000.0,
            routes: &self.routes,
        };
        json::compact(&file)
    }

    /// Its line of the table, the name padded to a width.
    pub fn line(&self, width: usize) -> String {
        let number =
            |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.2}"));
        let best = match self.best {
            Best::NotAsked => "-".to_owned(),
            Best::Missing => "missing".to_owned(),
            Best::Known(value) => number(Some(value.objective)),
        };
        let status = match (self.status, self.left_out) {
            (Status::Optimal, _) => "optimal".to_owned(),
            (Status::Feasible, _) => "feasible".to_owned(),
            (Status::Incomplete, rides) => {
                format!("incomplete, {}", Language::English.left_out(rides))
            }
        };
        let cells = [
            self.requests.to_string(),
            self.vehicles.to_string(),
            number(Some(self.objective)),
            number(self.bound),
            number(self.gap()),
            best,
            number(self.gap_to_best()),
            format!("{:.1}", self.seconds),
        ];
        row(&self.name, width, &cells, &status)
    }

    /// What is to be told beside its line: a value below one that is said to be optimal.
    pub fn note(&self) -> Option<String> {
        let Best::Known(BestValue { objective, is_optimal: true }) = self.best else { return None };
        let is_below = self.gap_to_best().is_some_and(|gap| gap < 0.0);
        is_below.then(|| {
            let (name, found) = (&self.name, self.objective);
            format!("note: {name}: {found:.2} is below {objective:.2}, which is said to be optimal")
        })
    }

    /// By how many per cent it is above its own bound.
    fn gap(&self) -> Option<f64> {
        match self.status {
            Status::Optimal => Some(0.0),
            _ => self
                .bound
                .filter(|&bound| bound > 0.0)
                .map(|bound| 100.0 * (self.objective - bound).max(0.0) / bound),
        }
    }

    /// By how many per cent it is above the best known.
    fn gap_to_best(&self) -> Option<f64> {
        match self.best {
            Best::Known(value) if self.is_complete() => Some(value.gap_percent(self.objective)),
            _ => None,
        }
    }
}

/// The head of the table.
pub fn table_head(width: usize) -> String {
    let cells =
        ["requests", "vehicles", "objective", "bound", "gap %", "best known", "gap %", "seconds"];
    row("instance", width, &cells.map(str::to_owned), "status")
}

/// A line about all instances together; nothing about fewer than two.
pub fn benchmark_summary(results: &[BenchmarkResult]) -> Option<String> {
    if results.len() < 2 {
        return None;
    }
    let count = |status| results.iter().filter(|result| result.status == status).count();
    let gaps: Vec<f64> = results.iter().filter_map(BenchmarkResult::gap_to_best).collect();
    let mean = match gaps.len() {
        0 => String::new(),
        known => {
            let mean = gaps.iter().sum::<f64>() / known as f64;
            format!("; mean gap to the best known {mean:.2} % ({known} of {})", results.len())
        }
    };
    let [optimal, feasible, incomplete] =
        [Status::Optimal, Status::Feasible, Status::Incomplete].map(count);
    Some(format!(
        "{} instances: {optimal} optimal, {feasible} feasible, {incomplete} incomplete{mean}\n",
        results.len()
    ))
}

/// Whether bytes are a file that [`BenchmarkResult::json`] wrote.
pub fn is_benchmark_result(bytes: &[u8]) -> bool {
    let value: Result<Value, _> = serde_json::from_slice(bytes);
    let keys = ["instance", "status", "objective", "bound", "seconds", "routes"];
    value.is_ok_and(|value| keys.iter().all(|key| value.get(key).is_some()))
}

/// Columns as wide as their heads or as large figures need.
fn row(name: &str, width: usize, cells: &[String; 8], status: &str) -> String {
    let name = on_one_line(name);
    let width = width.max("instance".len());
    let [requests, vehicles, objective, bound, gap, best, best_gap, seconds] = cells;
    format!(
        "{name:width$}  {requests:>8}  {vehicles:>8}  {objective:>9}  {bound:>9}  {gap:>6}  \
         {best:>10}  {best_gap:>6}  {seconds:>7}  {status}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result() -> BenchmarkResult {
        BenchmarkResult {
            name: "a2-16".to_owned(),
            requests: 16,
            vehicles: 2,
            status: Status::Feasible,
            left_out: 0,
            objective: 297.19,
            bound: Some(294.25),
            best: Best::Known(BestValue { objective: 294.25, is_optimal: true }),
            seconds: 1.2345,
            routes: vec![vec![1, 17], vec![2, 18]],
        }
    }

    fn words(line: &str) -> Vec<&str> {
        line.split_whitespace().collect()
    }

    #[test]
    fn a_line_tells_both_gaps() {
        // (297.19 - 294.25) / 294.25 = 1.00 %.
        let expected =
            ["a2-16", "16", "2", "297.19", "294.25", "1.00", "294.25", "1.00", "1.2", "feasible"];
        assert_eq!(words(&result().line(9)), expected);
        let optimal = BenchmarkResult { status: Status::Optimal, best: Best::Missing, ..result() };
        assert_eq!(words(&optimal.line(9))[5..8], ["0.00", "missing", "-"]);
        let incomplete = BenchmarkResult {
            status: Status::Incomplete,
            left_out: 2,
            bound: None,
            best: Best::NotAsked,
            ..result()
        };
        assert_eq!(words(&incomplete.line(9))[4..8], ["-", "-", "-", "-"]);
        assert!(incomplete.line(9).ends_with("incomplete, 2 rides left out\n"));
        let position = |line: &str, word: &str| line.find(word).map(|start| start + word.len());
        assert_eq!(position(&table_head(9), "bound"), position(&result().line(9), "  294.25"));
    }

    #[test]
    fn the_json_file_is_as_agreed() {
        let expected = r#"{"instance":"a2-16","status":"feasible","objective":297.19,"bound":294.25,"seconds":1.235,"routes":[[1,17],[2,18]]}"#;
        assert_eq!(result().json(), format!("{expected}\n"));
        assert!(is_benchmark_result(result().json().as_bytes()));
        let unbounded = BenchmarkResult { bound: None, ..result() };
        assert!(unbounded.json().contains("\"bound\":null"));
        assert!(is_benchmark_result(unbounded.json().as_bytes()));
        for other in ["", "{}", "[]", r#"{"routes":[[1]],"distance":3}"#] {
            assert!(!is_benchmark_result(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn a_value_below_an_optimum_is_told() {
        assert_eq!(result().note(), None);
        let below = BenchmarkResult { objective: 294.24, ..result() };
        let note = below.note().expect("a note");
        assert!(note.contains("a2-16: 294.24 is below 294.25"), "{note}");
        assert_eq!(BenchmarkResult { left_out: 1, ..below }.note(), None);
    }

    #[test]
    fn several_instances_are_summed_up() {
        assert_eq!(benchmark_summary(&[result()]), None);
        let optimal = BenchmarkResult { status: Status::Optimal, objective: 294.25, ..result() };
        let summary = benchmark_summary(&[result(), optimal]).expect("a summary");
        let expected = "2 instances: 1 optimal, 1 feasible, 0 incomplete; mean gap to the best known \
                        0.50 % (2 of 2)\n";
        assert_eq!(summary, expected);
    }
}
