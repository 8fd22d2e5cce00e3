//! Manifests: what a driver follows, on paper or on a phone in a dark car.
//!
//! HTML that needs nothing from outside: A4, one vehicle a page and its header on every page, large
//! black type on white; on a screen set to dark, white on black. Everything a colour or a symbol
//! says stands there in words too. The template is `templates/manifest.html`.

mod names;
mod paper;
mod view;

use askama::Template;

use crate::domain::Day;
use crate::output::Language;
use crate::output::folder::NewFile;
use crate::output::journey::Journey;
use crate::output::words::Words;
use crate::plan::Plan;
use paper::papers;
use view::{Row, Sheet};

#[derive(Template)]
#[template(path = "manifest.html")]
struct Page<'a> {
    words: &'static Words,
    title: String,
    sheets: &'a [Sheet],
    /// Vehicles that have nothing to drive, by name.
    idle: &'a [&'a str],
}

/// The manifests' files: all vehicles in one, and one each in `manifests`, as pages and on paper.
pub(crate) fn files(day: &Day, plan: &Plan, journeys: &[Journey], issue: Issue) -> Vec<NewFile> {
    let idle = idle(day, plan);
    let sheets: Vec<Sheet> =
        journeys.iter().map(|journey| Sheet::of(plan, journey, issue)).collect();
    let own_title = |journey: &Journey| {
        let (manifest, vehicle) = (issue.language.words().manifest, &journey.vehicle.name);
        format!("{manifest} {vehicle}, {}", issue.date(plan))
    };
    let titles: Vec<String> = journeys.iter().map(own_title).collect();
    let title = title(plan, issue);
    let papers = papers(&title, &titles, plan, &sheets, &idle, issue);
    let page = |title: String, sheets: &[Sheet], idle: &[&str]| {
        let page = Page { words: issue.language.words(), title, sheets, idle };
        page.render().expect("text is written to memory, and the template calls nothing that fails")
    };
    let all = page(title, &sheets, &idle);
    let mut files: Vec<NewFile> =
        vec![("manifests.html".into(), all.into_bytes()), ("manifests.pdf".into(), papers.all)];
    let vehicles = journeys.iter().map(|journey| journey.vehicle.name.as_str());
    let stems = names::file_stems(vehicles, issue.language);
    for (((sheet, title), paper), stem) in sheets.iter().zip(titles).zip(papers.each).zip(stems) {
        let own = page(title, std::slice::from_ref(sheet), &[]);
        let path = |ending: &str| ["manifests", &format!("{stem}.{ending}")].iter().collect();
        files.extend([(path("html"), own.into_bytes()), (path("pdf"), paper)]);
    }
    files
}

fn title(plan: &Plan, issue: Issue) -> String {
    format!("{}, {}", issue.language.words().manifests, issue.date(plan))
}

/// In which language manifests are, of which plan, and of which version of it.
#[derive(Clone, Copy)]
pub(crate) struct Issue<'a> {
    pub language: Language,
    pub plan_id: &'a str,
    pub version: u32,
}

impl Issue<'_> {
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::output::journey::journeys;
    use crate::output::sample::{Sample, sample};

    #[test]
    fn vehicles_that_have_nothing_to_drive_are_named() {
        let Sample { mut day, plan, summary, .. } = sample();
        day.vehicles[1].name = "Bus \"2\"".to_owned();
        let journeys = journeys(&day, &plan, &summary).expect("the plan is of this day");
        let issue =
            Issue { language: Language::English, plan_id: "2026-12-07-1a2b3c4d", version: 1 };
        let files = files(&day, &plan, &journeys, issue);
        let page = |name: &str| {
            let file = files.iter().find(|(path, _)| path == Path::new(name));
            String::from_utf8_lossy(&file.expect(name).1).into_owned()
        };
        let line = "<h2>Does not drive this day</h2>\n<p>Bus &#34;2&#34;</p>";
        assert!(page("manifests.html").contains(line), "{}", page("manifests.html"));
        assert!(!page("manifests/Bus-1.html").contains("Does not drive"));
    }
}
