//! Manifests: what a driver follows, on paper or on a phone in a dark car.
//!
//! HTML that needs nothing from outside: A4, one vehicle a page and its header on every page, large
//! black type on white; on a screen set to dark, white on black. Everything a colour or a symbol
//! says stands there in words too. The template is `templates/manifest.html`.

mod names;
mod pdf;
mod view;

use askama::Template;

use crate::domain::Day;
use crate::output::Language;
use crate::output::journey::Journey;
use crate::output::words::Words;
use crate::plan::Plan;
use view::{Row, Sheet};

#[derive(Template)]
#[template(path = "manifest.html")]
struct Page<'a> {
    words: &'static Words,
    title: String,
    sheets: Vec<Sheet>,
    /// Vehicles that have nothing to drive, by name.
    idle: &'a [&'a str],
}

/// One page with the manifests of all vehicles, each on a sheet of its own.
pub(crate) fn all(day: &Day, plan: &Plan, journeys: &[Journey], issue: Issue) -> String {
    page(title(plan, issue), plan, journeys, &idle(day, plan), issue)
}

/// The same on paper.
pub(crate) fn all_on_paper(day: &Day, plan: &Plan, journeys: &[Journey], issue: Issue) -> Vec<u8> {
    pdf::pdf(&title(plan, issue), plan, journeys, &idle(day, plan), issue)
}

/// A page per vehicle and the same on paper, with their file names.
pub(crate) fn one_each(plan: &Plan, journeys: &[Journey], issue: Issue) -> Vec<(String, Vec<u8>)> {
    let language = issue.language;
    let vehicles = journeys.iter().map(|journey| journey.vehicle.name.as_str());
    let stems = names::file_stems(vehicles, language);
    let files = journeys.iter().zip(stems).flat_map(|(journey, stem)| {
        let date = issue.date(plan);
        let title = format!("{} {}, {date}", language.words().manifest, journey.vehicle.name);
        let journey = std::slice::from_ref(journey);
        let paper = pdf::pdf(&title, plan, journey, &[], issue);
        let page = page(title, plan, journey, &[], issue).into_bytes();
        [(format!("{stem}.html"), page), (format!("{stem}.pdf"), paper)]
    });
    files.collect()
}

fn title(plan: &Plan, issue: Issue) -> String {
    format!("{}, {}", issue.language.words().manifests, issue.date(plan))
}

/// In which language manifests are, and of which version of the plan.
#[derive(Clone, Copy)]
pub(crate) struct Issue {
    pub language: Language,
    pub version: u32,
}

impl Issue {
    /// The date, and which version holds where there was one before, so that no driver mistakes a sheet.
    pub fn date(self, plan: &Plan) -> String {
        let date = self.language.date(plan.date);
        match self.version {
            1 => date,
            version => format!("{date} · version {version}"),
        }
    }
}

/// The vehicles of the day that have nothing to drive.
fn idle<'a>(day: &'a Day, plan: &Plan) -> Vec<&'a str> {
    let drives = |name: &str| plan.runs.iter().any(|run| run.vehicle == name);
    day.vehicles.iter().map(|it| it.name.as_str()).filter(|name| !drives(name)).collect()
}

fn page(title: String, plan: &Plan, journeys: &[Journey], idle: &[&str], issue: Issue) -> String {
    let sheets = journeys.iter().map(|journey| Sheet::of(plan, journey, issue)).collect();
    let page = Page { words: issue.language.words(), title, sheets, idle };
    page.render().expect("text is written to memory, and the template calls nothing that fails")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::journey::journeys;
    use crate::output::sample::{Sample, sample};

    fn first(language: Language) -> Issue {
        Issue { language, version: 1 }
    }

    #[test]
    fn vehicles_that_have_nothing_to_drive_are_named() {
        let Sample { mut day, plan, summary, .. } = sample();
        day.vehicles[1].name = "Bus \"2\"".to_owned();
        let journeys = journeys(&day, &plan, &summary).expect("the plan is of this day");
        let page = all(&day, &plan, &journeys, first(Language::English));
        let line = "<h2>Does not drive this day</h2>\n<p>Bus &#34;2&#34;</p>";
        assert!(page.contains(line), "{page}");
        let each = one_each(&plan, &journeys, first(Language::English));
        let own = each.iter().find(|(name, _)| name == "Bus-1.html").expect("its page");
        assert!(!String::from_utf8_lossy(&own.1).contains("Does not drive"));
    }
}
