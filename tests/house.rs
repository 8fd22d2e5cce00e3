//! What no file of the project may hold: a number shaped like a CPR number, a path of the machine it
//! was written on. And what README must: a line for every source file.

use std::fs;
use std::path::{Path, PathBuf};

/// Every file of the project, without what `.gitignore` names and git's own.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ignored = fs::read_to_string(root.join(".gitignore")).expect(".gitignore");
    let skipped: Vec<PathBuf> = ignored
        .lines()
        .chain(["/.git"])
        .filter_map(|line| line.strip_prefix('/'))
        .map(|name| root.join(name))
        .collect();
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the project") {
            let path = entry.expect("an entry of the project").path();
            if skipped.contains(&path) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files
}

/// The lines of all files for which `complaint` has one, in words.
fn complaints(complaint: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut found = Vec::new();
    for file in files() {
        let bytes = fs::read(&file).expect("a file of the project");
        for (index, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
            let place = || format!("{} line {}", file.display(), index + 1);
            found.extend(complaint(line).map(|what| format!("{}: {what}", place())));
        }
    }
    found
}

/// The first thing in the line that could be a CPR number: a date DDMMYY and four digits, together or
/// with a hyphen or a space between. No CPR number ends in four noughts, so tests may use these.
fn cpr_shaped(line: &str) -> Option<&str> {
    let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = line.as_bytes();
    let starts = 0..bytes.len().saturating_sub(9);
    starts.filter(|&start| start == 0 || !is_word(bytes.get(start - 1))).find_map(|start| {
        let separator = usize::from(matches!(bytes.get(start + 6), Some(b'-' | b' ')));
        let end = start + 10 + separator;
        let (date, serial) = (line.get(start..start + 6)?, line.get(end - 4..end)?);
        let is_shaped = date.bytes().chain(serial.bytes()).all(|byte| byte.is_ascii_digit());
        let in_range = |text: &str, most: u8| {
            text.parse().is_ok_and(|number: u8| (1..=most).contains(&number))
        };
        let is_cpr = is_shaped
            && in_range(&date[..2], 31)
            && in_range(&date[2..4], 12)
            && serial != "0000"
            && !is_word(bytes.get(end));
        is_cpr.then(|| &line[start..end])
    })
}

/// Whether the line holds the folder, or something in it, as an absolute path.
fn names_folder(line: &str, folder: &str) -> bool {
    let goes_on = |text: &str| text.starts_with(|c: char| c.is_alphanumeric() || "-_".contains(c));
    line.match_indices(folder).any(|(position, _)| {
        let before = line[..position].chars().next_back();
        let is_absolute = !before.is_some_and(|c| c.is_alphanumeric() || "-_./~})".contains(c));
        is_absolute && !goes_on(&line[position + folder.len()..])
    })
}

#[test]
fn nothing_has_the_shape_of_a_cpr_number() {
    let found = complaints(|line| Some(format!("{} looks like a CPR number", cpr_shaped(line)?)));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_path_of_this_machine_is_told() {
    let home = std::env::var("HOME").unwrap_or_default();
    let folders = [env!("CARGO_MANIFEST_DIR"), home.trim_end_matches('/')];
    let told = |line: &str| {
        let mut folders = folders.into_iter().filter(|folder| folder.len() > 1);
        let folder = folders.find(|folder| names_folder(line, folder))?;
        Some(format!("{folder} is a path of this machine"))
    };
    let found = complaints(told);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn packages_come_from_the_public_registry() {
    let lock = include_str!("../Cargo.lock");
    let sources: Vec<&str> = lock.lines().filter(|line| line.starts_with("source = ")).collect();
    assert!(!sources.is_empty());
    for source in sources {
        assert_eq!(source, r#"source = "registry+https://github.com/rust-lang/crates.io-index""#);
    }
    let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join(".cargo");
    assert!(!settings.exists(), "registries belong in the user's own settings");
}

#[test]
fn readme_has_a_line_for_every_source_file_and_for_no_other() {
    let readme = include_str!("../README.md");
    let layout = readme.split("## ").find(|section| section.starts_with("Layout")).expect("Layout");
    let mut told: Vec<&str> = layout
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| word.ends_with(".rs"))
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = files();
    let mut there: Vec<&str> = files
        .iter()
        .filter_map(|file| file.strip_prefix(root).ok()?.to_str())
        .filter(|file| file.ends_with(".rs"))
        .collect();
    told.sort_unstable();
    there.sort_unstable();
    let missing: Vec<_> = there.iter().filter(|file| !told.contains(file)).collect();
    let gone: Vec<_> = told.iter().filter(|file| !there.contains(file)).collect();
    assert!(missing.is_empty() && gone.is_empty(), "missing {missing:#?}, gone {gone:#?}");
    assert!(told.is_sorted_by(|a, b| a < b), "a file has two lines");
}

#[test]
fn the_scans_find_what_they_look_for() {
    // Put together at run time, so that this file passes its own test.
    for separator in ["-", " ", ""] {
        let number = format!("311299{separator}{}", 1234);
        assert_eq!(cpr_shaped(&format!("name;{number};x")), Some(number.as_str()));
        assert_eq!(cpr_shaped(&number), Some(number.as_str()));
        assert_eq!(cpr_shaped(&format!("a{number}")), None);
        assert_eq!(cpr_shaped(&format!("{number}5")), None);
    }
    for harmless in
        ["010100-0000", "321299-1234", "311399-1234", "2026-12-07", "00 00 00 12", "æøå 55.627018"]
    {
        assert_eq!(cpr_shaped(harmless), None, "{harmless}");
    }
    let folder = "/srv/korsel";
    for line in ["/srv/korsel", "see /srv/korsel/src", "a=\"/srv/korsel\""] {
        assert!(names_folder(line, folder), "{line}");
    }
    for line in ["x/srv/korsel", "../srv/korsel", "/srv/korselen", "srv/korsel"] {
        assert!(!names_folder(line, folder), "{line}");
    }
}
