//! What stands on printed manifests, as another program reads it.

use std::path::Path;

use crate::program::{DATA, text};
use crate::{is_there, plan, run};

/// The words of a PDF in the order in which they are drawn, a page after the other.
fn words(pdf: &Path) -> String {
    let printed = run("pdftotext", &["-raw", "-enc", "UTF-8", text(pdf), "-"]).stdout;
    let printed = String::from_utf8(printed).expect("UTF-8");
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let pages = printed.split('\u{c}').map(|page| {
        page.lines().map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    });
    pages.collect::<Vec<_>>().join("\n== page\n")
}

#[test]
fn printed_manifests_say_what_was_agreed() {
    if !is_there("pdftotext", "KORSEL_PDFTOTEXT") {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let day = Path::new(DATA).join("tiny");
    for (name, language) in [("danish", "da"), ("english", "en")] {
        let out = home.path().join(name);
        let ended = plan(&day, &out, &["--language", language]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        let all = words(&out.join("manifests.pdf"));
        insta::assert_snapshot!(format!("manifest_{name}"), all);
        // The only vehicle that drives; the other is named on a page after it.
        let own = words(&out.join("manifests/Bus.pdf"));
        let last = all.strip_prefix(&own).expect("a page more");
        assert_eq!(last.lines().nth(2), Some("Car"));
    }
}
