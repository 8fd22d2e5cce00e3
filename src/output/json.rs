//! `plan.json`: the plan as written and read back, equal; and how JSON of other schemas is.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, Flaw, Result};
use crate::plan::{Plan, SCHEMA};

/// The name of the plan within its folder.
pub const PLAN_FILE: &str = "plan.json";

/// A kind of JSON file that the program writes and reads back.
pub(crate) struct Format {
    /// What it is called.
    pub what: &'static str,
    /// The only version that is read.
    pub schema: u32,
    /// No figure of it is larger, so that sums of what passes stay exact.
    pub largest: f64,
    /// How to come by one of this version.
    pub hint: &'static str,
}

/// A milliard metres, seconds or øre are enough for a plan.
const PLAN: Format = Format {
    what: "plan",
    schema: SCHEMA,
    largest: 1e9,
    hint: "plan the day anew, or use the version of korsel that wrote the file",
};

/// The text of `plan.json`: the same for equal plans.
pub fn plan_json(plan: &Plan) -> String {
    pretty(plan)
}

/// Indented JSON that ends in a line break.
pub(crate) fn pretty(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("plain data with text keys serialises");
    text + "\n"
}

/// JSON on one line that ends in a line break.
pub(crate) fn compact(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string(value).expect("plain data with text keys serialises");
    text + "\n"
}

/// The plan in a plan folder, or in a file named directly.
///
/// # Errors
/// [`Error::Read`], or [`Error::Invalid`] with the place in the file, if it is no plan of [`SCHEMA`].
pub fn read_plan(path: &Path) -> Result<Plan> {
    let file = if path.is_dir() { path.join(PLAN_FILE) } else { path.to_owned() };
    read(&file, &PLAN)
}

/// What the file of this kind says.
///
/// # Errors
/// As [`read_plan`].
pub(crate) fn read<T: DeserializeOwned>(file: &Path, format: &Format) -> Result<T> {
    let text =
        fs::read_to_string(file).map_err(|source| Error::Read { path: file.to_owned(), source })?;
    parse(&text, &file.display().to_string(), format)
}

/// What the text of `file` says.
fn parse<T: DeserializeOwned>(text: &str, file: &str, format: &Format) -> Result<T> {
    #[derive(Deserialize)]
    struct Version {
        schema: u32,
    }
    let &Format { what, schema: own, largest, hint } = format;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let malformed = |error| malformed(file, &error, what);
    let value: Value = serde_json::from_str(text).map_err(malformed)?;
    let Version { schema } = serde_json::from_str(text).map_err(malformed)?;
    if schema != own {
        let expected = format!("this program reads schema {own}");
        let flaw = Flaw::new(file, format!("schema {schema}"), expected);
        return Err(invalid(flaw.hint(hint)));
    }
    if let Some(number) = too_large(&value, largest) {
        let expected = format!("no figure of a {what} is beyond {largest}");
        return Err(invalid(Flaw::new(file, format!("the figure {number}"), expected)));
    }
    serde_json::from_str(text).map_err(malformed)
}

fn invalid(flaw: Flaw) -> Error {
    Error::Invalid { flaws: vec![flaw] }
}

fn malformed(file: &str, error: &serde_json::Error, what: &str) -> Error {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let found = text.strip_suffix(&position).unwrap_or(&text).to_owned();
    let flaw = Flaw::new(file, found, format!("write a {what} as korsel does"))
        .line(error.line() as u64)
        .column(format!("character {}", error.column()));
    invalid(flaw)
}

/// A number so large that sums with it could overflow.
fn too_large(value: &Value, largest: f64) -> Option<&serde_json::Number> {
    match value {
        Value::Number(number) => {
            number.as_f64().is_none_or(|size| size.abs() > largest).then_some(number)
        }
        Value::Array(items) => items.iter().find_map(|item| too_large(item, largest)),
        Value::Object(fields) => fields.values().find_map(|field| too_large(field, largest)),
        Value::Null | Value::Bool(_) | Value::String(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample::sample;

    fn parse_plan(text: &str) -> Result<Plan> {
        parse(text, PLAN_FILE, &PLAN)
    }

    #[test]
    fn a_plan_reads_back_equal() {
        let plan = sample().plan;
        let text = plan_json(&plan);
        assert_eq!(parse_plan(&text).expect("a plan"), plan);
        assert_eq!(plan_json(&parse_plan(&text).expect("a plan")), text);
    }

    #[test]
    fn what_is_no_plan_is_told_with_its_place() {
        let text = plan_json(&sample().plan);
        let cases = [
            (
                text.replace("\"schema\": 1", "\"schema\": 7"),
                "schema 7; this program reads schema 1",
            ),
            (text.replace("\"08:50:30\"", "\"25:70\""), "\"25:70\" is not a time of day"),
            (text.replace("\"cost_ore\": 103000", "\"cost_ore\": 1e300"), "the figure 1e+300"),
            (text.replace("\"leaves\"", "\"left\""), "unknown field `left`"),
            (text.replace("\"schema\": 1,", ""), "missing field `schema`"),
            (text[..100].to_owned(), "EOF while parsing"),
            ("no json".to_owned(), "expected ident"),
            ("null".to_owned(), "invalid type: null"),
            (String::new(), "EOF while parsing"),
        ];
        for (text, expected) in cases {
            let message = parse_plan(&text).expect_err(expected).to_string();
            assert!(message.contains(expected), "{message}\ndoes not contain {expected}");
        }
    }

    #[test]
    fn a_malformed_plan_is_told_with_line_and_character() {
        let error = parse_plan("{\n\"schema\": 1,\n\"date\": 5}").expect_err("no plan");
        let message = error.to_string();
        assert!(message.contains("\nplan.json line 3, character 9: "), "{message}");
    }
}
