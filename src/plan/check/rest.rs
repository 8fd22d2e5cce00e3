//! The driver's rest: when, how long, where the vehicle stands meanwhile. That nobody is aboard is
//! seen with the loads.

use crate::domain::Time;
use crate::plan::Rest;
use crate::plan::check::{Fact, Rule, RunCase, Violation};

/// Where the vehicle stands during the rest, by the clock times around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// At the depot before leaving or after returning.
    AtDepot,
    /// Where the previous stop was, or at the depot with the run begun; it drives on afterwards.
    BeforeDriving,
    /// Where the next stop will be.
    AfterDriving,
    /// Nowhere: it drives, or people board or alight.
    Nowhere,
}

pub(super) fn check(run: &RunCase, broken: &mut Vec<Violation>) {
    match (run.vehicle.spec.break_rule, run.written.rest) {
        (None, None) => {}
        (Some(_), None) if run.written.broke_down => {}
        (None, Some(rest)) => {
            broken.push(run.violation(Rule::RestUnasked, rest.ends - rest.begins, ()));
        }
        (Some(rule), None) => broken.push(run.violation(Rule::RestMissing, (), rule.length)),
        (Some(rule), Some(rest)) => {
            // A longer rest is refused as well: waiting that is called rest goes unpaid.
            if rest.ends - rest.begins != rule.length {
                let length = rest.ends - rest.begins;
                broken.push(run.violation(Rule::RestLength, length, rule.length));
            }
            let between = rule.between;
            if rest.begins < between.earliest || between.latest < rest.ends {
                let allowed = Fact::Span(between.earliest, between.latest);
                broken.push(run.violation(
                    Rule::RestWindow,
                    Fact::Span(rest.begins, rest.ends),
                    allowed,
                ));
            }
            if standing(run, rest) == Standing::Nowhere {
                let found = Fact::Span(rest.begins, rest.ends);
                broken.push(run.violation(Rule::RestPosition, found, ()));
            }
        }
    }
}

/// When the vehicle drives off to the stop of this index, or after the last one to the depot.
pub(super) fn departure(run: &RunCase, index: usize) -> Time {
    match run.written.rest {
        Some(rest)
            if rest.after_stops == index && standing(run, rest) == Standing::BeforeDriving =>
        {
            rest.ends
        }
        _ => free(run, index),
    }
}

/// Whether the driver rests between leaving and returning, so that it is no waiting.
pub(super) fn is_on_the_road(run: &RunCase, rest: Rest) -> bool {
    run.written.leaves <= rest.begins && rest.ends <= run.written.returns
}

/// When the vehicle could drive off to the stop of this index if it did not rest.
fn free(run: &RunCase, index: usize) -> Time {
    match index {
        0 => run.written.leaves,
        _ => run.stops[index - 1].written.ends,
    }
}

fn standing(run: &RunCase, rest: Rest) -> Standing {
    let (index, stops) = (rest.after_stops, run.stops.len());
    if index > stops || rest.ends < rest.begins {
        return Standing::Nowhere;
    }
    let next = run.stops.get(index).map(|stop| stop.written);
    let arrives = next.map_or(run.written.returns, |next| next.arrives);
    let at_depot = (index == 0 && rest.ends <= run.written.leaves)
        || (index == stops && run.written.returns <= rest.begins);
    if at_depot {
        Standing::AtDepot
    } else if free(run, index) <= rest.begins && rest.begins < arrives {
        Standing::BeforeDriving
    } else if next.is_some_and(|next| next.arrives <= rest.begins && rest.ends <= next.begins) {
        Standing::AfterDriving
    } else {
        Standing::Nowhere
    }
}
