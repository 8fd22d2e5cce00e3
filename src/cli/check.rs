//! `korsel check`: the referee on any plan, and the recheck of a certificate.

use std::path::PathBuf;

use clap::Args;

use crate::certificate::Certificate;
use crate::cli::arguments::{DayArguments, LanguageArgument, read_with_lines};
use crate::cli::certificate::rechecked;
use crate::cli::other_times::difference;
use crate::cli::{Answer, EXIT_CODES, print, tell};
use crate::error::{Error, Result};
use crate::input::{Benchmark, is_contractor_list};
use crate::output::{Language, missing_text, read_certificate, verdict_text};
use crate::plan::{Plan, Status, check, of_another_day};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    day: DayArguments,
    /// The plan's folder, its plan.json, or a contractor's list (CSV), also one made by hand; with
    /// --certificate it may be left out
    #[arg(value_name = "PLAN", required_unless_present = "certificate")]
    plan: Option<PathBuf>,
    /// Recheck this certificate of a bound; DAY may be a public instance's file then
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    #[command(flatten)]
    language: LanguageArgument,
}

/// All exit codes: with the one that is of this verb alone.
pub(super) fn help() -> String {
    format!(
        "{EXIT_CODES}\n  4  check --certificate: nothing is wrong, but not all could be rechecked"
    )
}

/// Prints every rule that the plan breaks, and what is wrong with the certificate; no if there is any.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let certificate = arguments.certificate.as_deref().map(read_certificate).transpose()?;
    let language = arguments.language.language();
    if let Some(certificate) = &certificate
        && arguments.day.folder().is_file()
    {
        return of_instance(arguments, certificate, language);
    }
    let (day, travel, source) = arguments.day.read()?;
    let mut answer = Answer::Yes;
    if let Some(path) = &arguments.plan {
        let (plan, lines) = read_with_lines(path, &day, &travel, &source)?;
        if let Some(other) = of_another_day(&day, &plan) {
            print(&format!("{}\n", language.plan_of_another_day(other, &day)));
            return Ok(Answer::No);
        }
        if let Some(note) = difference(&plan.travel, &source, language) {
            tell(&note);
        }
        let violations = check(&day, &travel, &plan);
        print(&verdict_text(&day, &plan, &violations, &lines, language));
        answer = judged(&plan, violations.is_empty(), certificate.as_ref(), language);
        if is_contractor_list(path) && !plan.not_planned.is_empty() {
            print(&missing_text(&plan, language));
            answer = Answer::No;
        }
    }
    let Some(certificate) = certificate else { return Ok(answer) };
    let problem = day.problem(travel)?;
    let amount = |amount| language.money(amount);
    let rechecked = rechecked(&problem.instance, &certificate, language, &amount);
    Ok(if answer == Answer::No { Answer::No } else { rechecked })
}

/// Prints what is to be said of the plan's proof; no if rules are broken, or the plan claims more than
/// the certificate.
fn judged(
    plan: &Plan,
    keeps_rules: bool,
    certificate: Option<&Certificate>,
    language: Language,
) -> Answer {
    // Rules can be looked up one by one; that no plan is cheaper cannot.
    let claims_proof = plan.status == Status::Optimal || plan.bound_ore.is_some();
    // Whichever plan the certificate was made with, what it claims is true of all.
    let claims_more = certificate.is_some_and(|one| plan.bound_ore > one.claim.bound_ore);
    if claims_more {
        print(&format!("{}\n", language.words().claims_more));
    } else if keeps_rules && claims_proof && certificate.is_none() {
        print(&format!("{}\n", language.words().proof_not_checked));
    }
    if keeps_rules && !claims_more { Answer::Yes } else { Answer::No }
}

/// Rechecks a certificate about a public instance.
fn of_instance(
    arguments: &Arguments,
    certificate: &Certificate,
    language: Language,
) -> Result<Answer> {
    if let Some(plan) = &arguments.plan {
        return Err(Error::Refused {
            path: plan.clone(),
            reason: "cannot be judged: a public instance has no plan but that in its certificate"
                .to_owned(),
            hint: "name the certificate and the instance alone".to_owned(),
        });
    }
    let benchmark = Benchmark::read(arguments.day.folder())?;
    let amount = |cost| format!("{:.4}", benchmark.distance_of(cost));
    Ok(rechecked(&benchmark.instance, certificate, language, &amount))
}
