//! Certificates: made from an outcome, and rechecked.

use std::path::Path;

use crate::certificate::{Certificate, Claim, DrivenRoute, Duals, Limits, Verdict, recheck};
use crate::cli::{Answer, print, tell};
use crate::domain::{Instance, Money};
use crate::error::{Error, Result};
use crate::output::{Language, findings_text};
use crate::solve::{Method, Outcome, Settings, prices};

/// Checks that there will be something to certify.
pub(super) fn is_of_use(path: &Path, settings: &Settings) -> Result<()> {
    if settings.method != Method::Search {
        return Ok(());
    }
    Err(Error::Refused {
        path: path.to_owned(),
        reason: "would certify nothing, as --method search proves nothing".to_owned(),
        hint: "leave out --method search or --certificate".to_owned(),
    })
}

/// The certificate of what was found.
pub(super) fn certificate(
    instance: &Instance,
    name: &str,
    outcome: &Outcome,
    settings: &Settings,
    language: Language,
) -> Result<Certificate> {
    if outcome.bound.is_none() {
        tell(&language.claims_no_bound(name));
    }
    let score = outcome.solution.score();
    let claim =
        Claim { not_planned: score.not_planned, cost_ore: score.cost, bound_ore: outcome.bound };
    let prices = prices(instance, outcome, settings.limit)?;
    let duals = prices.iter().map(|part| Duals {
        rides: &part.requests,
        earns: &part.types,
        of_type: &part.of_type,
        all: part.all,
    });
    let duals: Vec<Duals> = duals.collect();
    let routes = instance.vehicle_ids().map(|id| (id, outcome.solution.route(id)));
    let driven = routes.filter(|(_, route)| !route.is_empty());
    let driven: Vec<DrivenRoute> =
        driven.map(|(id, route)| (id, route.cost(), route.stops())).collect();
    Ok(Certificate::new(instance, name.to_owned(), claim, &duals, &driven))
}

/// Rechecks a certificate and prints what was found.
pub(super) fn rechecked(
    instance: &Instance,
    certificate: &Certificate,
    language: Language,
    amount: &dyn Fn(Money) -> String,
) -> Answer {
    let findings = recheck(instance, certificate, &Limits::default());
    print(&findings_text(&findings, language, amount));
    match Verdict::of(&findings) {
        Verdict::Confirmed => Answer::Yes,
        Verdict::Refused => Answer::No,
        Verdict::Open => Answer::Open,
    }
}
