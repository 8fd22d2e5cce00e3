//! Holds the layers apart: a file uses its own layer and those above it in `src/lib.rs`.
//!
//! Looks at paths that begin with `crate::`, or climb to the root by `super::`, in `use` lines and
//! elsewhere, tests included. Comments are free to mention any layer: a link in the docs is no
//! dependency.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers in the order of `src/lib.rs`; a file may use its own and earlier ones.
fn layers(lib: &str) -> Vec<String> {
    let names = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// What is wrong with the paths of a file, one sentence each; `file` is relative to `src`.
fn violations(layers: &[String], file: &str, source: &str) -> Vec<String> {
    let modules: Vec<&str> = file
        .split('/')
        .map(|part| part.trim_end_matches(".rs"))
        .filter(|&part| part != "mod")
        .collect();
    let layer = modules[0];
    let rank = |name: &str| layers.iter().position(|layer| layer == name);
    let own = rank(layer);
    let mut violations = Vec::new();
    // As many steps up as the file is deep lead to the root, where layers are named as after crate::
    let up = "super::".repeat(modules.len());
    let climbed = paths_after(source, &up).into_iter().filter(|(_, name)| rank(name).is_some());
    for (line, name) in paths_after(source, "crate::").into_iter().chain(climbed) {
        let sentence = match rank(name) {
            None => format!("line {line}: crate::{name} is no layer"),
            Some(_) if own.is_none() => format!("line {line}: {layer} is no layer of src/lib.rs"),
            Some(used) if Some(used) > own => format!("line {line}: {layer} uses {name}"),
            Some(_) => continue,
        };
        violations.push(sentence);
    }
    violations
}

/// The line and the next name of each path that begins with `start`, comments left out.
fn paths_after<'a>(source: &'a str, start: &str) -> Vec<(usize, &'a str)> {
    let mut used = Vec::new();
    let mut offset = 0;
    for (index, line) in source.split_inclusive('\n').enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for (position, path) in code.match_indices(start) {
            let names = names_after(&source[offset + position + path.len()..]);
            used.extend(names.into_iter().map(|name| (index + 1, name)));
        }
        offset += line.len();
    }
    used
}

/// The name that a path goes on with, or each of those in braces: `{domain::{Day, Ride}, travel}`
/// gives `domain` and `travel`.
fn names_after(path: &str) -> Vec<&str> {
    let Some(group) = path.strip_prefix('{') else {
        return vec![identifier(path)];
    };
    let mut names = Vec::new();
    let mut depth = 0;
    let mut is_first = true;
    for (position, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => is_first = true,
            _ if depth == 0 && is_first && !character.is_whitespace() => {
                names.push(identifier(&group[position..]));
                is_first = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of src") {
        let path = entry.expect("an entry of src").path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn no_file_uses_a_layer_below_its_own() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let layers = layers(&fs::read_to_string(src.join("lib.rs")).expect("src/lib.rs"));
    assert_eq!(layers.first().map(String::as_str), Some("error"));
    assert_eq!(layers.last().map(String::as_str), Some("cli"));

    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let mut found = Vec::new();
    for file in files {
        let path = file.strip_prefix(&src).expect("a file below src").to_string_lossy();
        let path = path.replace(std::path::MAIN_SEPARATOR, "/");
        if path == "lib.rs" || path == "main.rs" {
            continue; // They stand outside: one lists the layers, the other starts the last.
        }
        let source = fs::read_to_string(&file).expect("source text");
        let violations = violations(&layers, &path, &source);
        found.extend(violations.iter().map(|text| format!("src/{path}, {text}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_recheck_of_a_certificate_uses_nothing_of_the_solver() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src.join("certificate"), &mut files);
    assert!(files.len() > 5);
    let allowed = ["domain", "certificate"].map(str::to_owned);
    for file in files {
        let source = fs::read_to_string(&file).expect("source text");
        let violations = violations(&allowed, "certificate/mod.rs", &source);
        assert!(violations.is_empty(), "{}: {}", file.display(), violations.join("; "));
    }
}

#[test]
fn the_scan_finds_each_way_to_use_a_layer() {
    let layers = layers("//! Docs.\npub mod error;\n\npub mod domain;\npub mod search;\nmod x;\n");
    assert_eq!(layers, ["error", "domain", "search"]);
    let found = |source: &str| violations(&layers, "domain/units.rs", source);

    let allowed = "use crate::error::Result;\n/// See [`x`](crate::search::x).\nuse std::fmt;\n";
    assert_eq!(found(allowed), Vec::<String>::new());
    assert_eq!(found("use std::fmt;\nuse crate::search::Pool;\n"), ["line 2: domain uses search"]);
    assert_eq!(found("fn f() { crate::search::run() }"), ["line 1: domain uses search"]);
    assert_eq!(
        found("use crate::{\n    domain::{Day, Ride},\n    search,\n};\n"),
        ["line 1: domain uses search"]
    );
    assert_eq!(found("use crate::x::Y;"), ["line 1: crate::x is no layer"]);
    assert_eq!(found("use super::super::search;"), ["line 1: domain uses search"]);
    assert_eq!(found("use super::search;"), Vec::<String>::new());
    assert_eq!(
        violations(&layers, "domain/mod.rs", "use super::{search, error};"),
        ["line 1: domain uses search"]
    );
    assert_eq!(
        violations(&layers, "x.rs", "use crate::error::Error;"),
        ["line 1: x is no layer of src/lib.rs"]
    );
}
