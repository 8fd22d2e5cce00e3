//! What stands in the picture: lines as paths, labels at their places.

use askama::Template;

use crate::output::Language;
use crate::output::convergence::Course;
use crate::output::convergence::axis::Axis;
use crate::output::words::Words;

/// What values are counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    Kroner,
    Distance,
}

/// Pixels of a panel, and of the chart in it.
const PANEL: (f64, f64) = (840.0, 300.0);
const LEFT: f64 = 80.0;
const RIGHT: f64 = 575.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 250.0;
/// Labels come no closer than this.
const LINE: f64 = 17.0;
/// Earlier moments are drawn as this one, in seconds.
const FIRST_MOMENT: f64 = 0.001;

#[derive(Template)]
#[template(path = "convergence.svg")]
pub(super) struct Page {
    words: &'static Words,
    title: &'static str,
    axis: &'static str,
    description: String,
    width: f64,
    height: f64,
    panels: Vec<Panel>,
}

struct Panel {
    x: f64,
    y: f64,
    title: String,
    /// Of time: position and label.
    moments: Vec<(String, String)>,
    /// Of values: position and label.
    values: Vec<(String, String)>,
    curves: Vec<Curve>,
}

/// A line with its label.
struct Curve {
    kind: &'static str,
    path: String,
    /// Where it ends.
    end: f64,
    /// Where its label stands.
    label_at: f64,
    label: String,
}

impl Page {
    /// The picture of these courses, one below the other, more than two of them in two columns.
    pub fn new(courses: &[Course], unit: Unit, language: Language) -> Self {
        let columns = if courses.len() > 2 { 2 } else { 1 };
        let rows = courses.len().div_ceil(columns);
        let words = language.words();
        let panels = courses.iter().enumerate().map(|(index, course)| Panel {
            x: (index % columns) as f64 * PANEL.0,
            y: (index / columns) as f64 * PANEL.1,
            ..panel(course, unit, language)
        });
        let sentences: Vec<String> =
            courses.iter().map(|course| sentence(course, unit, language)).collect();
        let (title, axis) = match unit {
            Unit::Kroner => (words.got_cheaper, words.cost_axis),
            Unit::Distance => (words.got_shorter, words.distance_axis),
        };
        Self {
            words,
            title,
            axis,
            description: sentences.join(" "),
            width: columns as f64 * PANEL.0,
            height: rows as f64 * PANEL.1,
            panels: panels.collect(),
        }
    }
}

fn panel(course: &Course, unit: Unit, language: Language) -> Panel {
    let time = time_axis(course);
    let value = value_axis(course);
    let at = |(seconds, number): (f64, f64)| (x_of(&time, seconds), y_of(&value, number));
    let words = language.words();
    let lines = [
        ("found", words.best_found, course.found.clone()),
        ("bound", words.proven_bound, course.bound.clone()),
        ("known", words.best_known, known(course, &time)),
    ];
    let drawn = lines.into_iter().filter_map(|(kind, name, points)| {
        let &(_, last) = points.last()?;
        // The last value holds to the edge, be the axis longer than the run.
        let points: Vec<_> = points.into_iter().chain([(time.to, last)]).map(at).collect();
        let end = y_of(&value, last);
        let label = format!("{name} {}", amount(last, unit, language));
        Some(Curve { kind, path: path(&points), end, label_at: end, label })
    });
    let mut curves: Vec<Curve> = drawn.collect();
    spread(&mut curves);
    let label = |axis: &Axis, tick: f64| language.number(tick, axis.decimals(tick));
    Panel {
        x: 0.0,
        y: 0.0,
        title: heading(course, language),
        moments: time
            .ticks
            .iter()
            .map(|&tick| (pixel(x_of(&time, tick)), label(&time, tick)))
            .collect(),
        values: value
            .ticks
            .iter()
            .map(|&tick| (pixel(y_of(&value, tick)), label(&value, tick)))
            .collect(),
        curves,
    }
}

fn time_axis(course: &Course) -> Axis {
    let moments = course.found.iter().map(|&(seconds, _)| seconds.max(FIRST_MOMENT));
    let first = moments.clone().fold(f64::INFINITY, f64::min);
    Axis::logarithmic(first, moments.fold(first, f64::max))
}

/// From the best bound to the first solution; weaker bounds are drawn along the lower edge.
fn value_axis(course: &Course) -> Axis {
    let bound = course.bound.last().map(|&(_, value)| value);
    let values = course.found.iter().map(|&(_, value)| value).chain(bound).chain(course.best_known);
    let least = values.clone().fold(f64::INFINITY, f64::min);
    Axis::linear(least, values.fold(least, f64::max))
}

fn known(course: &Course, time: &Axis) -> Vec<(f64, f64)> {
    course.best_known.map_or_else(Vec::new, |value| vec![(time.from, value)])
}

fn x_of(time: &Axis, seconds: f64) -> f64 {
    LEFT + time.position(seconds) * (RIGHT - LEFT)
}

fn y_of(values: &Axis, number: f64) -> f64 {
    BOTTOM - values.position(number) * (BOTTOM - TOP)
}

fn pixel(at: f64) -> String {
    format!("{at:.1}")
}

/// Steps from point to point: a value holds until the next one.
fn path(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (index, &(x, y)) in points.iter().enumerate() {
        let (x, y) = (pixel(x), pixel(y));
        path += &if index == 0 { format!("M{x} {y}") } else { format!("H{x}V{y}") };
    }
    path
}

/// Moves labels apart, each as near to its line as the others let it be.
fn spread(curves: &mut [Curve]) {
    let mut order: Vec<&mut Curve> = curves.iter_mut().collect();
    order.sort_by(|one, other| one.end.total_cmp(&other.end));
    let mut free = TOP;
    for curve in &mut order {
        curve.label_at = curve.end.max(free);
        free = curve.label_at + LINE;
    }
    let mut free = BOTTOM;
    for curve in order.iter_mut().rev() {
        curve.label_at = curve.label_at.min(free);
        free = curve.label_at - LINE;
    }
}

fn heading(course: &Course, language: Language) -> String {
    let title = &course.title;
    match course.left_out {
        0 => title.clone(),
        left_out => format!("{title} ({})", language.left_out(left_out)),
    }
}

fn amount(value: f64, unit: Unit, language: Language) -> String {
    let number = language.number(value, 2);
    match unit {
        Unit::Kroner => format!("{number} {}", language.words().kroner),
        Unit::Distance => number,
    }
}

/// The course in words.
pub(super) fn sentence(course: &Course, unit: Unit, language: Language) -> String {
    let words = language.words();
    let amount = |value| amount(value, unit, language);
    let mut parts = vec![];
    if let (Some(&(_, first)), Some(&(end, last))) = (course.found.first(), course.found.last()) {
        let since =
            course.found.iter().find(|&&(_, value)| value <= last).map_or(end, |found| found.0);
        parts.push(format!("{} {}", words.first_found, amount(first)));
        let after = language.after_seconds(since, end);
        parts.push(format!("{} {} {after}", words.best_found, amount(last)));
    }
    if let Some(&(_, bound)) = course.bound.last() {
        parts.push(format!("{} {}", words.proven_bound, amount(bound)));
    }
    if let Some(value) = course.best_known {
        parts.push(format!("{} {}", words.best_known, amount(value)));
    }
    format!("{}: {}.", heading(course, language), parts.join(", "))
}
