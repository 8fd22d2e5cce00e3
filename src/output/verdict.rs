//! What the referee finds, on the terminal: by rule, each with the vehicle, the time and the citizen.

use rustc_hash::FxHashMap;

use crate::domain::{Day, Time};
use crate::output::Language;
use crate::output::cells::on_one_line;
use crate::output::terminal::headed;
use crate::plan::{DEPOT, NotPlanned, Plan, Rule, Violation};

/// On which line of a contractor's list the visits of each vehicle stand, in their order, and the time that
/// it tells of each.
pub type ListLines = FxHashMap<String, Vec<(u64, Time)>>;

/// The rules that a plan breaks, where and by how much, and how many there are; the verdict alone of a
/// plan that keeps them all. Where the plan was read from a list, `lines` says where it has each visit.
pub fn verdict_text(
    day: &Day,
    plan: &Plan,
    violations: &[Violation],
    lines: &ListLines,
    language: Language,
) -> String {
    let mut by_rule: Vec<(Rule, Vec<[String; 5]>)> = Vec::new();
    for violation in violations {
        let row = row(day, plan, violation, lines, language);
        match by_rule.iter_mut().find(|(rule, _)| *rule == violation.rule) {
            Some((_, rows)) => rows.push(row),
            None => by_rule.push((violation.rule, vec![row])),
        }
    }
    let parts = by_rule.iter().map(|(rule, rows)| {
        let heading = format!("{} ({})", language.rule(*rule), rows.len());
        headed(&heading, columns(rows))
    });
    let text = not_in_order(plan, violations, lines, language) + &parts.collect::<String>();
    let gap = if text.is_empty() { "" } else { "\n" };
    let is_part_of_plan = !lines.is_empty() && !plan.not_planned.is_empty();
    let verdict = match violations.is_empty() && is_part_of_plan {
        true => language.words().listed_keeps_rules.to_owned(),
        false => language.verdict(violations.len(), by_rule.len()),
    };
    format!("{}{gap}{verdict}\n", text.trim_start_matches('\n'))
}

/// Neighbouring rows of a list of which the second has the earlier time, where rules are broken: as rows
/// are taken to stand in order, one out of its place breaks rules at many others.
fn not_in_order(
    plan: &Plan,
    violations: &[Violation],
    lines: &ListLines,
    language: Language,
) -> String {
    if violations.is_empty() {
        return String::new();
    }
    let pairs = plan.runs.iter().flat_map(|run| {
        let lines = lines.get(&run.vehicle).map_or(&[][..], Vec::as_slice);
        let pairs = lines.windows(2).map(|pair| (pair[0], pair[1]));
        pairs.filter(|((_, above), (_, below))| below < above).map(
            |((line, above), (next, below))| {
                let lines = format!("{} {line}-{next}", language.words().line);
                let times = language.before(above, below);
                format!("  {lines}  {}  {times}\n", on_one_line(&run.vehicle))
            },
        )
    });
    headed(language.words().not_in_order_heading, pairs.collect())
}

/// Whose rides are missing from a list, with booking, direction and the citizen's reference.
pub fn missing_text(plan: &Plan, language: Language) -> String {
    let heading = language.missing_heading(plan.not_planned.len());
    let line = |ride: &NotPlanned| {
        let way = language.direction(ride.direction);
        format!("  {}\n", on_one_line(&format!("{} {way} ({})", ride.booking, ride.citizen)))
    };
    headed(&heading, plan.not_planned.iter().map(line).collect())
}

/// Line of the list, vehicle, time, ride with citizen, what is wrong.
fn row(
    day: &Day,
    plan: &Plan,
    violation: &Violation,
    lines: &ListLines,
    language: Language,
) -> [String; 5] {
    let vehicle = violation.vehicle.as_deref().unwrap_or_default();
    let visit = violation.stop.map(|number| number.saturating_sub(1));
    let line = visit.and_then(|at| Some(lines.get(vehicle)?.get(at)?.0));
    let stop = visit.and_then(|at| {
        let run = plan.runs.iter().find(|run| run.vehicle == vehicle)?;
        run.stops.get(at)
    });
    let reference = violation.booking.as_deref().unwrap_or_default();
    let booking = day.bookings.iter().find(|booking| booking.reference == reference);
    let reference = if reference == DEPOT { language.words().to_depot } else { reference };
    let who = booking.map_or_else(String::new, |booking| format!("({})", booking.citizen));
    let way = violation.direction.map_or("", |direction| language.direction(direction));
    let ride: Vec<&str> = [reference, way, &who].into_iter().filter(|it| !it.is_empty()).collect();
    let row = [
        line.map_or_else(String::new, |line| format!("{} {line}", language.words().line)),
        vehicle.to_owned(),
        stop.map_or_else(String::new, |stop| stop.told.hh_mm()),
        ride.join(" "),
        language.details(violation),
    ];
    row.map(|cell| on_one_line(&cell))
}

/// The rows in columns that are as wide as their longest cell; columns without any text are left out.
fn columns(rows: &[[String; 5]]) -> String {
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(width);
    let line = |row: &[String; 5]| {
        let cells = row.iter().zip(widths).filter(|(_, width)| *width > 0);
        let cells: String = cells.map(|(cell, width)| format!("  {cell:width$}")).collect();
        format!("{}\n", cells.trim_end())
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Direction, Duration};
    use crate::output::sample::{Sample, sample};

    #[test]
    fn what_is_broken_is_told_by_rule_with_line_time_and_citizen() {
        let Sample { day, plan, .. } = sample();
        let at = |rule, found: Time, allowed: Time, stop, booking| {
            let violation = Violation::new(rule, found, allowed).vehicle("Bus 1").stop(stop);
            violation.ride(booking, Direction::Out)
        };
        let violations = [
            at(Rule::ToldTime, Time::hm(9, 0), Time::hm(9, 4), 1, "B1"),
            Violation::new(Rule::RestMissing, (), Duration::minutes(30)).vehicle("Bus 1"),
            at(Rule::ToldTime, Time::hm(9, 11), Time::hm(9, 16), 2, "B2"),
        ];
        let mut lines = ListLines::default();
        let text = verdict_text(&day, &plan, &violations, &lines, Language::Danish);
        let expected = "Tiden kan ikke holdes (2)\n  Bus 1  09:00  B1 ud (C1)  står til 09:00, bliver \
                        09:04\n  Bus 1  09:11  B2 ud (C2)  står til 09:11, bliver 09:16\n\nChaufføren \
                        mangler pause (1)\n  Bus 1  30 min\n\nPlanen bryder 2 regler, 3 steder i alt\n";
        assert_eq!(text, expected);
        lines.insert("Bus 1".to_owned(), vec![(3, Time::hm(9, 0)), (12, Time::hm(9, 11))]);
        let text = verdict_text(&day, &plan, &violations, &lines, Language::English);
        assert!(text.contains("\n  line 12  Bus 1  09:11  B2 out (C2)  told 09:11"), "{text}");
        let text = verdict_text(&day, &plan, &[], &lines, Language::Danish);
        assert_eq!(text, "Hvad listen har, overholder alle regler, men den har ikke alle ture\n");
        let text = verdict_text(&day, &plan, &[], &ListLines::default(), Language::Danish);
        assert_eq!(text, "Planen overholder alle regler\n");
    }

    #[test]
    fn who_is_missing_from_a_list_is_named() {
        let Sample { plan, .. } = sample();
        let ride = &plan.not_planned[0];
        let expected = format!(
            "\nIkke på listen, som kun har, hvad vognene kører (1)\n  {} {} ({})\n",
            ride.booking,
            Language::Danish.direction(ride.direction),
            ride.citizen
        );
        assert_eq!(missing_text(&plan, Language::Danish), expected);
    }
}
