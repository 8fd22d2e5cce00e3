//! One flaw for what is wrong in the same way on many rows of a list: a name that is not there, a date.

use rustc_hash::FxHashMap;

use crate::error::Flaw;

/// The flaws, each once, with all lines on which it is; in the order of the first.
pub fn together(flaws: Vec<Flaw>) -> Vec<Flaw> {
    let mut merged: Vec<(Flaw, Vec<u64>)> = Vec::new();
    let mut known: FxHashMap<Flaw, usize> = FxHashMap::default();
    for flaw in flaws {
        let anywhere = Flaw { line: None, ..flaw.clone() };
        let index = *known.entry(anywhere).or_insert(merged.len());
        if index == merged.len() {
            merged.push((flaw.clone(), Vec::new()));
        }
        merged[index].1.extend(flaw.line);
    }
    merged.into_iter().map(|(flaw, lines)| with_lines(flaw, &lines)).collect()
}

/// The flaw with the lines besides its own.
fn with_lines(flaw: Flaw, lines: &[u64]) -> Flaw {
    match lines {
        [_, others @ ..] if !others.is_empty() => {
            let word = if others.len() == 1 { "line" } else { "lines" };
            let found = format!("{} (also on {word} {})", flaw.found, ranges(others));
            Flaw { found, ..flaw }
        }
        _ => flaw,
    }
}

/// `3-5, 9`: the lines, rows that follow each other as one.
fn ranges(lines: &[u64]) -> String {
    let parts = lines.chunk_by(|line, next| line + 1 == *next);
    let words = parts.map(|part| match part {
        [first, .., last] => format!("{first}-{last}"),
        [line] => line.to_string(),
        [] => String::new(),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_on_many_rows_is_one_flaw_that_names_them() {
        let flaw = |found: &str, line| Flaw::new("list.csv", found, "mend it").line(line);
        let flaws = [("a", 2), ("b", 3), ("a", 4), ("a", 5), ("a", 6), ("a", 9)];
        let told = together(flaws.map(|(found, line)| flaw(found, line)).to_vec());
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            ["list.csv line 2: a (also on lines 4-6, 9); mend it", "list.csv line 3: b; mend it"]
        );
        let whole = Flaw::new("list.csv", "is missing", "write it");
        assert_eq!(together(vec![whole.clone()]), [whole]);
    }
}
