//! Figures of weeks as pictures: a line for each figure, a dot for each week.

use crate::output::Language;
use crate::output::convergence::Axis;

/// The picture, and the room beside and below it for labels, in pixels.
const SIZE: (f64, f64) = (420.0, 200.0);
const LEFT: f64 = 78.0;
const BOTTOM: f64 = 36.0;
const TOP: f64 = 10.0;
const RIGHT: f64 = 32.0;
/// So many weeks are labelled at most; between them there is no room.
const MOST_LABELS: usize = 7;

/// One figure over the weeks, ready to be written.
#[derive(Clone, Debug)]
pub(super) struct Plot {
    pub heading: String,
    pub line: String,
    /// What lies between the line and nothing.
    pub area: String,
    /// Position, and what it says.
    pub dots: Vec<(String, String, String)>,
    /// Heights and values of the lines across.
    pub ticks: Vec<(String, String)>,
    /// Positions and names of weeks.
    pub weeks: Vec<(String, String)>,
    pub description: String,
}

impl Plot {
    /// The figure of this name: each week's name and value, by time; none of fewer than two weeks, or
    /// where there was never anything. It stands above nothing, so that a small change looks small.
    pub fn of(heading: &str, weeks: &[(String, f64)], language: Language) -> Option<Self> {
        let values = || weeks.iter().map(|(_, value)| *value);
        let (least, most) =
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        let steps =
            weeks.len().checked_sub(1).filter(|&steps| steps > 0 && (least, most) != (0.0, 0.0))?;
        let axis = Axis::linear(least.min(0.0), most);
        let x = |index: usize| LEFT + (SIZE.0 - LEFT - RIGHT) * index as f64 / steps as f64;
        let y = |value: f64| TOP + (SIZE.1 - TOP - BOTTOM) * (1.0 - axis.position(value));
        let pixel = |at: f64| format!("{at:.1}");
        let dots = weeks.iter().enumerate().map(|(index, (week, value))| {
            let says = format!("{week}: {}", language.number(*value, 1));
            (pixel(x(index)), pixel(y(*value)), says)
        });
        let dots: Vec<(String, String, String)> = dots.collect();
        let line: Vec<String> = dots.iter().map(|(x, y, _)| format!("{x} {y}")).collect();
        let line = format!("M{}", line.join("L"));
        let floor = pixel(y(0.0));
        let ticks = axis
            .ticks
            .iter()
            .map(|&tick| (pixel(y(tick)), language.number(tick, axis.decimals(tick))));
        let every = weeks.len().div_ceil(MOST_LABELS);
        let labelled = weeks.iter().enumerate().step_by(every);
        let says: Vec<&str> = dots.iter().map(|(.., says)| says.as_str()).collect();
        Some(Self {
            heading: heading.to_owned(),
            description: format!("{heading}: {}", says.join("; ")),
            area: format!("{line}V{floor}H{}Z", pixel(LEFT)),
            line,
            ticks: ticks.collect(),
            weeks: labelled.map(|(index, (week, _))| (pixel(x(index)), week.clone())).collect(),
            dots,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_stand_from_left_to_right_and_the_most_stands_highest() {
        let weeks = [("2026-50", 80.0), ("2026-51", 100.0), ("2026-52", 90.0)];
        let weeks = weeks.map(|(week, value)| (week.to_owned(), value));
        let plot = Plot::of("Pris", &weeks, Language::Danish).expect("three weeks");
        // From nothing at the bottom to 100 at the top.
        assert_eq!(plot.line, "M78.0 40.8L233.0 10.0L388.0 25.4");
        assert_eq!(plot.area, format!("{}V164.0H78.0Z", plot.line));
        assert_eq!(plot.description, "Pris: 2026-50: 80,0; 2026-51: 100,0; 2026-52: 90,0");
        assert_eq!(plot.ticks.first().map(|(_, text)| text.as_str()), Some("0"));
        assert!(Plot::of("Pris", &weeks[..1], Language::Danish).is_none());
        let nothing = weeks.map(|(week, _)| (week, 0.0));
        assert!(Plot::of("Pris", &nothing, Language::Danish).is_none());
    }

    #[test]
    fn of_a_year_some_weeks_are_named() {
        let weeks: Vec<_> = (1..=52).map(|week| (format!("2026-{week:02}"), 5.0)).collect();
        let plot = Plot::of("Pris", &weeks, Language::English).expect("many weeks");
        assert_eq!((plot.dots.len(), plot.weeks.len()), (52, 7));
    }
}
