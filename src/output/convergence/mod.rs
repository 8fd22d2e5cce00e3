//! How a solution got better while it was looked for: a picture (SVG) of cost and bound over time.
//!
//! A panel for each run. Time is logarithmic, since most is won in the first moments. Only solutions
//! that leave out no more rides than the last one are drawn: what costs less because it does less is no
//! cheaper. Colours are from the palette of Okabe & Ito, darkened to be read as text; lines differ by
//! dashes too, and all that matters stands in the description for those who do not see it.

mod axis;
mod view;

use std::sync::Mutex;

use askama::Template;

use crate::domain::Money;
use crate::output::Language;
use crate::solve::{Outcome, Progress};
pub(super) use axis::Axis;
use view::{Page, Unit};

/// What a solver told on its way.
#[derive(Debug, Default)]
pub struct History(Mutex<Vec<Progress>>);

impl History {
    /// Notes what is known now; from any thread.
    pub fn note(&self, now: Progress) {
        self.0.lock().expect("no thread panics while noting").push(now);
    }
}

/// How one run went.
#[derive(Clone, PartialEq, Debug)]
pub struct Course {
    /// What was solved.
    title: String,
    /// Seconds and value of each improvement, and of the end.
    found: Vec<(f64, f64)>,
    /// Seconds and value of each proven bound, and of the end.
    bound: Vec<(f64, f64)>,
    best_known: Option<f64>,
    /// Rides in no route at the end.
    left_out: usize,
}

impl Course {
    /// The course of a run; `value` makes a number of a solution's cost, `bound` of a proven one.
    pub fn new(
        title: impl Into<String>,
        history: History,
        outcome: &Outcome,
        value: impl Fn(Money) -> f64,
        bound: impl Fn(Money) -> f64,
    ) -> Self {
        let mut noted = history.0.into_inner().expect("no thread panics while noting");
        noted.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
        let score = outcome.solution.score();
        let as_full = noted.iter().filter(|now| now.score.not_planned <= score.not_planned);
        let found = as_full.map(|now| (now.seconds, now.score.cost));
        let found = found.chain([(outcome.seconds, score.cost)]);
        let bounds = noted.iter().filter_map(|now| Some((now.seconds, now.bound?)));
        let bounds = bounds.chain(outcome.bound.map(|bound| (outcome.seconds, bound)));
        Self {
            title: title.into(),
            found: found.map(|(seconds, cost)| (seconds, value(cost))).collect(),
            bound: bounds.map(|(seconds, cost)| (seconds, bound(cost))).collect(),
            best_known: None,
            left_out: score.not_planned,
        }
    }

    /// The same course, with so many rides in no route at the end.
    pub fn leaving_out(self, left_out: usize) -> Self {
        Self { left_out, ..self }
    }

    /// The same course, with the exact objective at its end, beside the best value known before.
    pub fn measured(mut self, objective: f64, best_known: Option<f64>) -> Self {
        if let Some((_, last)) = self.found.last_mut() {
            *last = objective;
        }
        Self { best_known, ..self }
    }

    /// The course of a day's run in a sentence.
    pub(crate) fn in_words(&self, language: Language) -> String {
        view::sentence(self, Unit::Kroner, language)
    }
}

/// The picture of a day's run, in kroner.
pub fn plan_plot(course: &Course, language: Language) -> String {
    let title = format!("{}, {}", language.words().got_cheaper, course.title);
    svg(&[Course { title, ..course.clone() }], Unit::Kroner, language)
}

/// The picture of runs on public instances, in units of distance, in English.
pub fn benchmark_plot(courses: &[Course]) -> String {
    svg(courses, Unit::Distance, Language::English)
}

/// Whether bytes are such a picture.
pub fn is_plot(bytes: &[u8]) -> bool {
    const START: &[u8] = b"<svg data-korsel=\"convergence\"";
    bytes.starts_with(START)
}

fn svg(courses: &[Course], unit: Unit, language: Language) -> String {
    let page = Page::new(courses, unit, language);
    page.render().expect("text is written to memory, and the template calls nothing that fails")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course() -> Course {
        Course {
            title: "a < b & \"c\"".to_owned(),
            found: vec![(0.01, 340.0), (0.1, 310.0), (1.0, 290.0), (10.0, 290.0)],
            bound: vec![(0.1, 100.0), (1.0, 290.0), (10.0, 290.0)],
            best_known: None,
            left_out: 0,
        }
    }

    /// The path of a curve.
    fn path(svg: &str, kind: &str) -> String {
        let start = format!("class=\"curve {kind}\" d=\"");
        let rest = svg.split_once(&start).unwrap_or_else(|| panic!("no {kind} in {svg}")).1;
        rest[..rest.find('"').expect("its end")].to_owned()
    }

    #[test]
    fn lines_step_down_at_each_improvement() {
        let svg = benchmark_plot(&[course()]);
        // Three powers of ten in 495 pixels, and 290 to 340 in 206: 165 each, and 4.12 a unit.
        let expected = "M80.0 44.0H245.0V167.6H410.0V250.0H575.0V250.0H575.0V250.0";
        assert_eq!(path(&svg, "found"), expected);
        // A bound far below is drawn along the edge.
        assert_eq!(path(&svg, "bound"), "M245.0 250.0H410.0V250.0H575.0V250.0H575.0V250.0");
    }

    #[test]
    fn final_values_are_labelled_and_described_in_both_languages() {
        let svg = plan_plot(&course(), Language::Danish);
        for expected in [
            "lang=\"da\"",
            ">fundet 290,00 kr.</text>",
            ">bevist mindst 290,00 kr.</text>",
            ">0,01</text>",
            "første 340,00 kr., fundet 290,00 kr. efter 1,00 af 10,00 sekunder, bevist mindst 290,00 kr.",
        ] {
            assert!(svg.contains(expected), "{svg}\ndoes not contain {expected}");
        }
        let known = Course { best_known: Some(289.5), left_out: 2, ..course() };
        let svg = benchmark_plot(&[known, course(), course()]);
        for expected in [
            ">best known 289.50</text>",
            "(2 rides left out)",
            "found 290.00 after 1.00 of 10.00 seconds, proven bound 290.00, best known 289.50.",
            "width=\"1680\" height=\"600\"",
        ] {
            assert!(svg.contains(expected), "{svg}\ndoes not contain {expected}");
        }
    }

    #[test]
    fn labels_do_not_overlap_and_stay_beside_the_chart() {
        let best_known = Some(290.0);
        let svg = benchmark_plot(&[Course { best_known, ..course() }]);
        let labels = svg.split("<text class=\"label").skip(1).map(|rest| {
            let y = rest.split("y=\"").nth(1).expect("a y");
            y[..y.find('"').expect("its end")].parse().expect("a number")
        });
        let mut labels: Vec<f64> = labels.collect();
        labels.sort_by(f64::total_cmp);
        assert_eq!(labels, [216.0, 233.0, 250.0]);
    }

    #[test]
    fn a_title_stays_text() {
        let svg = plan_plot(&course(), Language::English);
        assert!(
            !svg.contains("a < b") && svg.contains("How the plan got cheaper, a &#60; b &#38;")
        );
    }

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        assert!(is_plot(benchmark_plot(&[course()]).as_bytes()));
        assert!(!is_plot(b"<svg xmlns=\"http://www.w3.org/2000/svg\">"));
    }

    #[test]
    fn a_run_that_found_something_at_once_is_drawn_too() {
        let found = vec![(0.0, 0.0), (0.0, 0.0)];
        let svg = benchmark_plot(&[Course { found, bound: Vec::new(), ..course() }]);
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}
