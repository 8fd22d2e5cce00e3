//! Axes with round numbers: a linear one for values, a logarithmic one for time.

/// A range of numbers and the round ones in it that are labelled.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Axis {
    /// The number at its start.
    pub from: f64,
    /// The number at its end.
    pub to: f64,
    /// The numbers to label, rising.
    pub ticks: Vec<f64>,
    /// Whether equal lengths are equal ratios.
    is_logarithmic: bool,
}

/// How many steps a linear axis has, about.
const STEPS: f64 = 5.0;

impl Axis {
    /// A linear axis that begins and ends at round numbers and holds both of these.
    pub fn linear(least: f64, most: f64) -> Self {
        // What hardly differs looks level, in the middle of a range that is not all too narrow.
        let is_level = most - least < 2e-4 * most.abs().max(1.0);
        let margin = if is_level { 2e-3 * most.abs().max(1.0) } else { 0.0 };
        let (least, most) = (least - margin, most + margin);
        let step = round_step((most - least) / STEPS);
        let (first, last) = ((least / step).floor() as i64, (most / step).ceil() as i64);
        let ticks: Vec<f64> = (first..=last).map(|count| count as f64 * step).collect();
        Self { from: ticks[0], to: ticks[ticks.len() - 1], ticks, is_logarithmic: false }
    }

    /// A logarithmic axis from the power of ten at or below `least` to `most`, both above zero.
    pub fn logarithmic(least: f64, most: f64) -> Self {
        let first = (least.log10() + 1e-9).floor() as i32;
        let from = power_of_ten(first);
        let to = most.max(1.5 * from);
        let last = to.log10().floor() as i32;
        // Between few powers of ten, there is room for the round numbers between them.
        let multiples: &[f64] = if last - first < 2 { &[1.0, 2.0, 5.0] } else { &[1.0] };
        let ticks = (first..=last)
            .flat_map(|power| multiples.iter().map(move |times| times * power_of_ten(power)))
            .filter(|&tick| tick <= to)
            .collect();
        Self { from, to, ticks, is_logarithmic: true }
    }

    /// Where a number stands: 0 at the start, 1 at the end, held between them.
    pub fn position(&self, number: f64) -> f64 {
        let scale = |number: f64| if self.is_logarithmic { number.ln() } else { number };
        let (from, to) = (scale(self.from), scale(self.to));
        ((scale(number.max(self.from)) - from) / (to - from)).clamp(0.0, 1.0)
    }

    /// How many decimals tell a tick from the next one.
    pub fn decimals(&self, tick: f64) -> usize {
        let smallest = if self.is_logarithmic { tick } else { self.ticks[1] - self.ticks[0] };
        (-(smallest.log10() + 1e-9).floor()).max(0.0) as usize
    }
}

/// The least of 1, 2 or 5 times a power of ten that is no smaller than this.
fn round_step(least: f64) -> f64 {
    let power = power_of_ten(least.log10().floor() as i32);
    let times = [1.0, 2.0, 5.0].into_iter().find(|times| times * power >= least * (1.0 - 1e-9));
    times.unwrap_or(10.0) * power
}

/// Exact where it is a decimal fraction's nearest number, unlike repeated division.
fn power_of_ten(power: i32) -> f64 {
    if power < 0 { 1.0 / 10_f64.powi(-power) } else { 10_f64.powi(power) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_axis_has_round_ends_and_steps() {
        let axis = Axis::linear(294.25, 331.9);
        // 37.65 / 5 = 7.53, so steps of 10.
        assert_eq!(axis.ticks, [290.0, 300.0, 310.0, 320.0, 330.0, 340.0]);
        assert_eq!(
            (axis.position(290.0), axis.position(315.0), axis.position(340.0)),
            (0.0, 0.5, 1.0)
        );
        assert_eq!(axis.decimals(300.0), 0);
        let axis = Axis::linear(0.1, 0.2);
        assert_eq!((axis.ticks.len(), axis.decimals(0.1)), (6, 2));
        for (least, most) in [(5.0, 5.0), (0.0, 0.0), (1e6, 1e6 + 0.01), (6112.74, 6112.75)] {
            let axis = Axis::linear(least, most);
            assert!(axis.from <= least && axis.to >= most && axis.to > axis.from, "{axis:?}");
            assert!((3..=12).contains(&axis.ticks.len()), "{axis:?}");
        }
    }

    #[test]
    fn a_logarithmic_axis_begins_at_a_power_of_ten() {
        let axis = Axis::logarithmic(0.004, 60.0);
        assert_eq!(axis.ticks, [0.001, 0.01, 0.1, 1.0, 10.0]);
        assert_eq!(axis.decimals(0.001), 3);
        assert_eq!(axis.decimals(10.0), 0);
        assert!((axis.position(1.0) - 3.0 / 60_000_f64.log10()).abs() < 1e-9);
        assert_eq!((axis.position(0.0), axis.position(99.0)), (0.0, 1.0));
        assert_eq!(Axis::logarithmic(0.1, 0.9).ticks, [0.1, 0.2, 0.5]);
        let axis = Axis::logarithmic(1.0, 1.0);
        assert!(axis.to > axis.from);
    }
}
