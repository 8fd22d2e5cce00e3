//! How many trips take how long: a bar for every five minutes, out and home one on the other.

use crate::domain::{Direction, Duration};
use crate::output::{Contents, Language};

/// A bar holds trips of so many minutes.
const WIDTH_MIN: i64 = 5;
/// Pixels of the chart.
const CHART: (f64, f64) = (640.0, 200.0);
const LEFT: f64 = 40.0;
const TOP: f64 = 16.0;

/// The picture, and the same in figures.
pub(super) struct Histogram {
    pub bars: Vec<Bar>,
    /// Counts beside the bars: position and number.
    pub counts: Vec<(String, i64)>,
    /// Forty-five minutes, and the promise: position and label.
    pub marks: Vec<(String, String)>,
    pub description: String,
}

/// The trips of five minutes.
pub(super) struct Bar {
    /// `20–25`.
    pub range: String,
    pub out: usize,
    pub home: usize,
    pub x: String,
    pub width: String,
    pub out_y: String,
    pub out_height: String,
    pub home_y: String,
    pub home_height: String,
    /// Where it begins, in minutes.
    pub from: i64,
}

/// The trips of a plan.
pub(super) fn histogram(contents: &Contents) -> Histogram {
    let &Contents { day, summary, language, .. } = contents;
    let longest = summary.trips.iter().map(|trip| trip.trip_s).max().unwrap_or(Duration::ZERO);
    let end = longest.max(day.promise.longest_trip).ceil_minutes();
    let bars = usize::try_from((end + WIDTH_MIN - 1) / WIDTH_MIN).unwrap_or(0).max(1);
    let mut counts = vec![[0_usize; 2]; bars];
    for trip in &summary.trips {
        // A trip of just twenty minutes is none of more than twenty.
        let bar = ((trip.trip_s.ceil_minutes() - 1).max(0) / WIDTH_MIN) as usize;
        counts[bar.min(bars - 1)][usize::from(trip.direction == Direction::Home)] += 1;
    }
    let most = counts.iter().map(|[out, home]| out + home).max().unwrap_or(0).max(1);
    let x_of = |minutes: i64| LEFT + (CHART.0 - LEFT) * minutes as f64 / (bars as f64 * 5.0);
    let height = |count: usize| CHART.1 * count as f64 / most as f64;
    let bar = |(index, &[out, home]): (usize, &[usize; 2])| {
        let from = index as i64 * WIDTH_MIN;
        let bottom = TOP + CHART.1;
        Bar {
            range: format!("{from}–{}", from + WIDTH_MIN),
            out,
            home,
            x: pixel(x_of(from) + 1.0),
            width: pixel(x_of(from + WIDTH_MIN) - x_of(from) - 2.0),
            out_y: pixel(bottom - height(out)),
            out_height: pixel(height(out)),
            home_y: pixel(bottom - height(out) - height(home)),
            home_height: pixel(height(home)),
            from,
        }
    };
    let promise = day.promise.longest_trip.ceil_minutes();
    let mark = |minutes: i64| (pixel(x_of(minutes)), format!("{minutes} min"));
    let mut marks = vec![45, promise];
    marks.dedup();
    marks.retain(|&minutes| minutes <= bars as i64 * WIDTH_MIN);
    Histogram {
        bars: counts.iter().enumerate().map(bar).collect(),
        counts: scale(most)
            .map(|count| (pixel(TOP + CHART.1 - height(count)), count as i64))
            .collect(),
        marks: marks.into_iter().map(mark).collect(),
        description: description(&counts, language),
    }
}

/// A few round counts up to the most.
fn scale(most: usize) -> impl Iterator<Item = usize> {
    let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];
    let step = step.into_iter().find(|step| most / step <= 5).unwrap_or(10_000);
    (0..=most).step_by(step)
}

fn description(counts: &[[usize; 2]], language: Language) -> String {
    let (most, [out, home]) = counts
        .iter()
        .enumerate()
        .max_by_key(|(_, [out, home])| out + home)
        .map_or((0, [0, 0]), |(index, both)| (index as i64, *both));
    language.commonest_trips(out + home, most * WIDTH_MIN, (most + 1) * WIDTH_MIN)
}

fn pixel(at: f64) -> String {
    format!("{at:.1}")
}
