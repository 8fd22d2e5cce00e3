//! The same figure reads the same wherever it stands: on the terminal, in the report, in a comparison, on
//! paper, and in `summary.json`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::plan;
use crate::program::{DATA, korsel, text};
use crate::{is_there, run};

/// What stands between these two.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let rest = text.split_once(start).unwrap_or_else(|| panic!("{start} is not in {text}")).1;
    rest.split_once(end).unwrap_or_else(|| panic!("no {end} after {start}")).0
}

/// The cells of the report's row of trips.
fn trips<'a>(report: &'a str, name: &str) -> Vec<&'a str> {
    let row = between(report, &format!("<th scope=\"row\">{name}</th>"), "</tr>");
    row.split("<td").skip(1).map(|cell| between(cell, ">", "</td>")).collect()
}

/// The cell of this figure in a comparison of a plan with itself.
fn compared(comparison: &str, name: &str) -> String {
    let row = comparison.lines().find(|line| line.trim_start().starts_with(name)).expect(name);
    row.trim_start()[name.len()..].trim().split("  ").next().expect("a cell").to_owned()
}

fn ceil_minutes(seconds: &Value) -> String {
    // Lengths are whole seconds, or have decimals.
    let seconds = seconds.as_f64().expect("seconds");
    format!("{} min", (seconds / 60.0).ceil())
}

#[test]
fn figures_are_rounded_the_same_everywhere() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("plan");
    let ended = plan(&Path::new(DATA).join("short-fleet"), &out, &[]);
    let report = fs::read_to_string(out.join("report.html")).expect("a report");
    let summary = fs::read_to_string(out.join("summary.json")).expect("figures");
    let summary: Value = serde_json::from_str(&summary).expect("JSON");
    for (name, figures) in [("Ud", &summary["out"]), ("Hjem", &summary["home"])] {
        let [longest, mean, ninetieth] = ["longest_s", "mean_s", "ninetieth_percentile_s"]
            .map(|figure| ceil_minutes(&figures[figure]));
        let line = ended.out.lines().find(|line| line.trim_start().starts_with(name)).expect(name);
        let told = format!("længste tur {longest} · middel {mean} · 9 af 10 højst {ninetieth} ·");
        assert!(line.contains(&told), "{line}: {told}");
        assert_eq!(trips(&report, name)[..3], [&longest, &mean, &ninetieth], "{name}");
    }
    let comparison = korsel(&["compare", text(&out), text(&out)]).out;
    let both = trips(&report, "Begge");
    assert_eq!(compared(&comparison, "Længste"), both[0]);
    let mean = compared(&comparison, "Middel");
    let tenths: f64 = mean.trim_end_matches(" min").replace(',', ".").parse().expect("minutes");
    assert_eq!(format!("{} min", tenths.ceil()), both[1], "the mean of {mean}");
    let share = compared(&comparison, "Over 45 min");
    assert!(both[3].ends_with(&format!("({share})")), "{share}: {}", both[3]);
    let each = between(&report, "<dt>Pris pr. tur</dt><dd>", "</dd>");
    assert_eq!(compared(&comparison, "Pris pr. tur"), each);
    let ore = summary["cost_ore"].as_f64().expect("a cost");
    let rides = summary["rides_planned"].as_f64().expect("rides");
    let kroner = each.trim_end_matches(" kr.").replace('.', "").replace(',', ".");
    let kroner: f64 = kroner.parse().expect("kroner");
    assert!((kroner * 100.0 - (ore / rides)).abs() <= 0.5 + 1e-6, "{each}");
    longest_run_is_as_long_on_paper(&out, &report);
}

/// Kilometres of each vehicle, in the report and on its manifests.
fn longest_run_is_as_long_on_paper(out: &Path, report: &str) {
    let legends = report.split("class=\"choose\"").skip(1);
    let told: Vec<(&str, &str)> = legends
        .map(|legend| {
            let small = between(legend, "<small>", "</small>");
            (between(legend, "<strong>", "</strong>"), small.split(" · ").nth(2).expect("km"))
        })
        .collect();
    assert!(!told.is_empty());
    for (vehicle, km) in told {
        let stem = out.join("manifests").join(vehicle.replace(' ', "-"));
        let page = fs::read_to_string(stem.with_extension("html")).expect("a manifest");
        assert!(page.contains(&format!("<dd>{km}</dd>")), "{vehicle}: {km}");
        if is_there("pdftotext", "KORSEL_PDFTOTEXT") {
            let pdf = stem.with_extension("pdf");
            let printed = run("pdftotext", &["-raw", "-enc", "UTF-8", text(&pdf), "-"]).stdout;
            let printed = String::from_utf8(printed).expect("UTF-8");
            assert!(printed.contains(km), "{vehicle}: {km} is not in {printed}");
        }
    }
}
