//! Many runs in few figures: a line for an instance, a row for a set. Gaps are in per cent above the
//! best known and are those of feasible runs.

use korsel::input::BestValue;

use crate::runs::{Run, Terms, Verdict};

/// A run with no larger gap has reached the best known: published values are rounded.
const REACHED: f64 = 0.01;

const COLUMNS: [&str; 10] = [
    "instance",
    "mean distance",
    "shortest",
    "best known",
    "mean gap %",
    "best gap %",
    "worst gap %",
    "reached",
    "incomplete",
    "infeasible",
];

/// The runs of an instance.
pub struct InstanceReport {
    /// Its name.
    pub name: String,
    /// What is known of it.
    pub best: Option<BestValue>,
    /// A run for each seed.
    pub runs: Vec<Run>,
}

/// The runs of a set with one limit.
pub struct SetReport {
    /// The set's name.
    pub set: &'static str,
    /// How long each run might take.
    pub limit_s: u64,
    /// How many runs each instance has.
    pub seeds: u64,
    /// Each instance.
    pub instances: Vec<InstanceReport>,
}

/// The head of the lines.
pub fn head() -> String {
    line(COLUMNS.map(str::to_owned))
}

impl InstanceReport {
    /// Its line.
    pub fn line(&self) -> String {
        line(self.cells())
    }

    /// Whether a run breaks a rule.
    pub fn is_infeasible(&self) -> bool {
        self.count(Verdict::Infeasible) > 0
    }

    fn count(&self, verdict: Verdict) -> usize {
        self.runs.iter().filter(|run| run.verdict == verdict).count()
    }

    fn cells(&self) -> [String; 10] {
        let distances: Vec<f64> = feasible(&self.runs).map(|run| run.objective).collect();
        let gaps = gaps(&self.runs);
        let reached = format!("{} of {}", reached(&gaps), self.runs.len());
        [
            self.name.clone(),
            figure(mean(&distances)),
            figure(least(&distances)),
            figure(self.best.map(|best| best.objective)),
            figure(mean(&gaps)),
            figure(least(&gaps)),
            figure(worst(&gaps)),
            if self.best.is_some() { reached } else { "-".to_owned() },
            self.count(Verdict::Incomplete).to_string(),
            self.count(Verdict::Infeasible).to_string(),
        ]
    }
}

impl SetReport {
    /// Its table in Markdown: a head and a row.
    pub fn table(&self) -> String {
        let runs: Vec<Run> = self.instances.iter().flat_map(|one| one.runs.clone()).collect();
        let gaps = gaps(&runs);
        let known = self.instances.iter().filter(|one| one.best.is_some());
        let known: usize = known.map(|one| one.runs.len()).sum();
        let iterations = runs.iter().map(|run| run.iterations).collect();
        let row = [
            self.set.to_owned(),
            format!("{} s", self.limit_s),
            self.seeds.to_string(),
            figure(mean(&gaps)),
            figure(worst(&gaps)),
            if known == 0 { "-".to_owned() } else { format!("{} of {known}", reached(&gaps)) },
            median(iterations).map_or("-".to_owned(), |median| median.to_string()),
        ];
        let head = [
            "set",
            "limit",
            "seeds",
            "mean gap %",
            "worst gap %",
            "best known reached",
            "median iterations",
        ];
        format!("{}{}{}", markdown(&head), markdown(&["---"; 7]), markdown(&row))
    }

    /// The text of its file: how it was measured, its table, and a table of its instances.
    pub fn file(&self, terms: &Terms) -> String {
        let &Terms { ref commit, threads, judge } = terms;
        let commit = commit.as_deref().unwrap_or("code not committed");
        let instances: String = self.instances.iter().map(|one| markdown(&one.cells())).collect();
        format!(
            "{}\nThe search alone, threads {threads}, seeds 1 to {}, judged by {judge}, {commit}. \
             Reached: at most {REACHED} % above. Gaps are those of feasible runs.\n\n{}{}{instances}",
            self.table(),
            self.seeds,
            markdown(&COLUMNS),
            markdown(&["---"; 10]),
        )
    }
}

fn feasible(runs: &[Run]) -> impl Iterator<Item = &Run> {
    runs.iter().filter(|run| run.verdict == Verdict::Feasible)
}

fn gaps(runs: &[Run]) -> Vec<f64> {
    feasible(runs).filter_map(|run| run.gap).collect()
}

fn reached(gaps: &[f64]) -> usize {
    gaps.iter().filter(|&&gap| gap <= REACHED).count()
}

fn mean(numbers: &[f64]) -> Option<f64> {
    (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
}

fn least(numbers: &[f64]) -> Option<f64> {
    numbers.iter().copied().reduce(f64::min)
}

fn worst(gaps: &[f64]) -> Option<f64> {
    gaps.iter().copied().reduce(f64::max)
}

/// The middle one, or the mean of the middle two.
fn median(mut numbers: Vec<u64>) -> Option<u64> {
    numbers.sort_unstable();
    let (lower, upper) = (numbers.len().checked_sub(1)? / 2, numbers.len() / 2);
    Some(numbers[lower].midpoint(numbers[upper]))
}

fn figure(number: Option<f64>) -> String {
    number.map_or("-".to_owned(), |number| format!("{number:.2}"))
}

fn line(cells: [String; 10]) -> String {
    let [name, rest @ ..] = cells;
    let rest = rest.iter().zip(&COLUMNS[1..]).map(|(cell, column)| {
        let width = column.len().max(8);
        format!("  {cell:>width$}")
    });
    format!("{name:10}{}", rest.collect::<String>())
}

fn markdown(cells: &[impl AsRef<str>]) -> String {
    let cells = cells.iter().map(|cell| format!(" {} |", cell.as_ref()));
    format!("|{}\n", cells.collect::<String>())
}
