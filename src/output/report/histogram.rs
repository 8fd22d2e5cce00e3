//! How many trips take how long: a bar for every five minutes, out and home one on the other.

use crate::domain::{Direction, Duration};
use crate::output::{Contents, Language};
use crate::plan::summary::{LONG_TRIP, Trip};

/// A bar holds trips of so many minutes.
const WIDTH_MIN: i64 = 5;
/// Pixels of the chart.
const CHART: (f64, f64) = (640.0, 200.0);
const LEFT: f64 = 40.0;
const RIGHT: f64 = 2.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = TOP + CHART.1;

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
    let promise = day.promise.longest_trip;
    let counts = counts(&summary.trips, promise);
    let scale = Scale::of(&counts);
    let mut marks = vec![LONG_TRIP.ceil_minutes(), promise.ceil_minutes()];
    marks.dedup();
    marks.retain(|&minutes| minutes <= counts.len() as i64 * WIDTH_MIN);
    let mark = |minutes: i64| (pixel(scale.x(minutes)), format!("{minutes} min"));
    Histogram {
        bars: (0..).zip(&counts).map(|(index, both)| scale.bar(index * WIDTH_MIN, *both)).collect(),
        counts: round_counts(scale.most)
            .map(|count| (pixel(BOTTOM - scale.height(count)), count as i64))
            .collect(),
        marks: marks.into_iter().map(mark).collect(),
        description: description(&counts, language),
    }
}

/// How many trips out and home each bar holds, with bars up to the promise at the least.
fn counts(trips: &[Trip], promise: Duration) -> Vec<[usize; 2]> {
    let longest = trips.iter().map(|trip| trip.trip_s).max().unwrap_or(Duration::ZERO);
    let end = longest.max(promise).ceil_minutes();
    let bars = usize::try_from((end + WIDTH_MIN - 1) / WIDTH_MIN).unwrap_or(0).max(1);
    let mut counts = vec![[0_usize; 2]; bars];
    for trip in trips {
        // A trip of just twenty minutes is none of more than twenty.
        let bar = ((trip.trip_s.ceil_minutes() - 1).max(0) / WIDTH_MIN) as usize;
        counts[bar.min(bars - 1)][usize::from(trip.direction == Direction::Home)] += 1;
    }
    counts
}

/// Minutes and counts in pixels.
struct Scale {
    /// Where the chart ends, in minutes.
    end: f64,
    /// How many trips the highest bar stands for.
    most: usize,
}

impl Scale {
    fn of(counts: &[[usize; 2]]) -> Self {
        let most = counts.iter().map(|[out, home]| out + home).max().unwrap_or(0).max(1);
        Self { end: counts.len() as f64 * WIDTH_MIN as f64, most }
    }

    fn x(&self, minutes: i64) -> f64 {
        LEFT + (CHART.0 - LEFT - RIGHT) * minutes as f64 / self.end
    }

    fn height(&self, count: usize) -> f64 {
        CHART.1 * count as f64 / self.most as f64
    }

    /// The bar that begins at this minute.
    fn bar(&self, from: i64, [out, home]: [usize; 2]) -> Bar {
        let end = from + WIDTH_MIN;
        let (out_height, home_height) = (self.height(out), self.height(home));
        Bar {
            range: format!("{from}–{end}"),
            out,
            home,
            x: pixel(self.x(from) + 1.0),
            width: pixel(self.x(end) - self.x(from) - 2.0),
            out_y: pixel(BOTTOM - out_height),
            out_height: pixel(out_height),
            home_y: pixel(BOTTOM - out_height - home_height),
            home_height: pixel(home_height),
            from,
        }
    }
}

/// A few round counts up to the most.
fn round_counts(most: usize) -> impl Iterator<Item = usize> {
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
