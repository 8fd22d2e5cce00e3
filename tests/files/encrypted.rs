//! The contractor's archive: opened by age itself, refused before anything is planned.

use std::fs;
use std::path::Path;

use crate::program::{DATA, korsel, text};
use crate::{is_there, parts, plan, run};

#[test]
fn age_opens_what_was_encrypted_for_its_key() {
    if !is_there("age", "KORSEL_AGE") {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let [first, second, out, opened] = ["1", "2", "plan", "x.zip"].map(|it| home.path().join(it));
    let keys = [&first, &second].map(|key| {
        run("age-keygen", &["-o", text(key)]);
        let public = run("age-keygen", &["-y", text(key)]).stdout;
        String::from_utf8(public).expect("UTF-8").trim().to_owned()
    });
    let day = Path::new(DATA).join("tiny");
    let to = ["--encrypt-to", keys[0].as_str(), "--encrypt-to", keys[1].as_str()];
    let ended = plan(&day, &out, &to);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("contractor.zip.age"), "{}", ended.out);
    let sealed = out.join("contractor.zip.age");
    for key in [&first, &second] {
        run("age", &["-d", "-i", text(key), "-o", text(&opened), text(&sealed)]);
        let found = parts(&opened);
        let list = found.iter().find(|(name, _)| name == "contractor.csv").expect("the list");
        let plain = fs::read_to_string(out.join("contractor.csv")).expect("the list");
        assert_eq!(list.1, plain);
        assert!(found.iter().any(|(name, _)| name == "manifests/Bus.html"));
        assert!(found.iter().all(|(name, _)| !name.ends_with(".json") && !name.contains("report")));
    }
    // A plan with an archive is a plan: it is replaced, and without a recipient the archive goes.
    assert_eq!(plan(&day, &out, &[]).code, 0);
    assert!(!sealed.exists());
}

#[test]
fn a_wrong_recipient_is_refused_before_anything_is_planned() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("plan");
    let day = Path::new(DATA).join("tiny");
    for (wrong, told) in [
        ("age1nobody", "it is no recipient of age; write the public key that age-keygen prints"),
        ("AGE-SECRET-KEY-1NOBODY", "it is the secret key of a pair; give the public one"),
        ("ssh-ed25519 AAAA", "it is no recipient of age"),
    ] {
        let (day, out) = (text(&day), text(&out));
        for verb in [
            &["plan", day][..],
            &["replan", day, day, "--now", "07:00"],
            &["nightly", "--register", day],
        ] {
            let arguments = [verb, &["--out", out, "--encrypt-to", wrong]].concat();
            let ended = korsel(&arguments);
            assert_eq!(ended.code, 2, "{}", ended.err);
            assert!(ended.err.contains(told), "{verb:?}: {}", ended.err);
        }
    }
    assert!(!out.exists());
}
