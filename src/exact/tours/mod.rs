//! A bound from tours alone: each stop is come to and left once, no matter by whom.
//!
//! Where rides are long and windows wide there are too many paths to look at, but each drive from one
//! stop to another can be looked at by itself. The linear program below chooses drives (two-index
//! formulation: Ropke, Cordeau and Laporte 2007, doi:10.1002/net.20177); what it lets pass is cut off:
//!
//! ```text
//! min   Σ_a c_a x_a + Σ_i π_i y_i
//! (1)   Σ_{a into v} x_a + y_i = 1,  Σ_{a out of v} x_a + y_i = 1      for each stop v, of request i
//! (2)   Σ_{a from the depot} x_a ≤ m
//! (3)   Σ_{a into S} x_a + y_i ≥ 1                     for stops S with i⁺
//! (4)   Σ_{a into S, i can be aboard} x_a + y_i ≥ 1    for stops S with i⁻ and without i⁺
//!       x, y ≥ 0
//! ```
//!
//! (3) says that who boards is come to from the depot, (4) that who alights has come aboard all the way,
//! on drives that can be between his two stops (after Ruland and Rodin 1997,
//! doi:10.1016/S0898-1221(97)00090-4). A drive is there if some vehicle can make both stops one right
//! after the other and all that belongs to them; it costs what the cheapest type takes for it. So it
//! must do no harm to leave stops out: nothing is said of a day where a way round is the shortest, or
//! where a driver rests. The bound is computed from the duals in whole numbers.

mod cuts;
mod drives;
mod program;

use crate::domain::Instance;
use crate::error::Result;
pub(super) use drives::are_direct;
use program::Program;

/// Cuts are looked for so many times at most without a better bound by this share.
const PATIENCE: usize = 12;
const BETTER: f64 = 2e-4;

/// How far to look for a bound.
pub(super) struct Reach<'a> {
    /// The bound need be no higher, in parts of an øre; asked again and again.
    pub target: &'a dyn Fn() -> i64,
    /// Whether it is time to stop.
    pub is_over: &'a dyn Fn() -> bool,
    /// Hears of every better bound.
    pub tell: &'a dyn Fn(i64),
}

/// The best bound in parts of an øre, where leaving out each request costs so much; `None` if there is
/// none in time, or it does not hold here.
///
/// # Errors
/// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
pub(super) fn tour_bound(
    instance: &Instance,
    prices: &[i64],
    reach: &Reach,
) -> Result<Option<i64>> {
    if !are_direct(instance) {
        return Ok(None);
    }
    let mut program = Program::new(instance, prices);
    let mut best: Option<i64> = None;
    let mut in_vain = 0;
    while in_vain <= PATIENCE && !(reach.is_over)() {
        let solved = program.solve()?;
        if program.add_drives(&solved) {
            continue;
        }
        let enough = best.map_or(f64::NEG_INFINITY, |best| best as f64 * (1.0 + BETTER));
        in_vain = if solved.bound as f64 > enough { 0 } else { in_vain + 1 };
        if best.is_none_or(|best| best < solved.bound) {
            best = Some(solved.bound);
            (reach.tell)(solved.bound);
        }
        if solved.bound >= (reach.target)() || !program.cut(&solved) {
            break;
        }
    }
    Ok(best)
}
