//! What performed drives say of the travel settings, for the terminal.

use chrono::NaiveDate;

use crate::domain::TravelSettings;
use crate::error::Result;
use crate::register::{Calibration, Proposal, Together};
use crate::travel::road_speeds;

/// The report: by hour and class, and what to put into the settings.
///
/// # Errors
/// As [`road_speeds`].
pub fn calibration_text(
    calibration: &Calibration,
    (from, to): (NaiveDate, NaiveDate),
    settings: &TravelSettings,
) -> Result<String> {
    let Calibration { drives, aside, .. } = calibration;
    let mut text = format!("{drives} drives from {from} to {to}; {aside} put aside\n");
    let hours = calibration.hours.iter();
    let hours = hours.map(|(hour, it)| (format!("{hour:02}:00-{:02}:00", hour + 1), it));
    text += &table("drives that start at", hours.collect());
    // What is hardly driven on says nothing.
    let classes = calibration.classes.iter().filter(|(_, it)| it.planned >= 1.0);
    let classes = classes.map(|(class, it)| ((*class).to_owned(), it));
    text += &table("class", classes.collect());
    match &calibration.proposal {
        Some(proposal) => text += &settings_text(proposal, settings)?,
        None => text += "\ntoo few drives to propose anything: 100 are needed\n",
    }
    Ok(text)
}

fn table(heading: &str, rows: Vec<(String, &Together)>) -> String {
    let mut text = format!(
        "\n{heading:<22}{:>8}{:>13}{:>12}{:>9}{:>12}\n",
        "drives", "planned min", "actual min", "change", "off-peak ×"
    );
    for (name, Together { drives, planned, actual, factor }) in rows {
        let change = 100.0 * (actual / planned - 1.0);
        text += &format!(
            "{name:<22}{drives:>8.0}{planned:>13.1}{actual:>12.1}{change:>+8.1}%{factor:>12.2}\n"
        );
    }
    text
}

/// The proposal as a settings file has it; what is not proposed for is as it was.
fn settings_text(proposal: &Proposal, settings: &TravelSettings) -> Result<String> {
    let mut text = String::from("\nproposed for the settings:\n\n[travel]\n");
    let factor = settings.time_factor * proposal.time_factor;
    text += &format!("time_factor = {factor:.2}    # was {:.2}\n", settings.time_factor);
    let known = road_speeds(settings)?;
    if !proposal.speeds.is_empty() {
        text += "\n[travel.road_speeds_kmh]\n";
    }
    for (class, change) in &proposal.speeds {
        let was = known.iter().find(|(name, _)| name == class).map_or(0.0, |(_, kmh)| *kmh);
        text += &format!("{class} = {:.0}    # was {was:.0}\n", was * change);
    }
    for (window, factor) in &proposal.rush_hours {
        let (from, to) = (window.earliest.hh_mm(), window.latest.hh_mm());
        text += &format!(
            "\n[[travel.rush_hours]]\nfrom = \"{from}\"\nto = \"{to}\"\nfactor = {factor:.2}\n"
        );
    }
    text += match proposal.rush_hours.is_empty() {
        true => "# no rush hours\n",
        false => "# in place of all rush hours that are there\n",
    };
    Ok(text)
}
