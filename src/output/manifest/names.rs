//! File names for vehicles: safe on every system and all different.

use rustc_hash::FxHashSet;

use crate::output::Language;

/// The most characters of a vehicle's name that go into a file name.
const LONGEST: usize = 60;

/// Names that Windows keeps for devices, whatever the ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The beginning of each vehicle's file names, in the same order. Names that become equal are numbered,
/// letter case not counted.
pub(super) fn file_stems<'a>(
    vehicles: impl Iterator<Item = &'a str>,
    language: Language,
) -> Vec<String> {
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let mut name = |vehicle: &str| {
        let stem = stem(vehicle, language);
        let numbered = (2..).map(|number| format!("{stem}-{number}"));
        std::iter::once(stem.clone())
            .chain(numbered)
            .find(|name| taken.insert(name.to_lowercase()))
            .expect("numbers do not run out")
    };
    vehicles.map(&mut name).collect()
}

/// The name in letters, digits and single hyphens.
fn stem(vehicle: &str, language: Language) -> String {
    let mut stem = String::new();
    for letter in vehicle.chars() {
        match letter {
            'æ' => stem.push_str("ae"),
            'ø' => stem.push_str("oe"),
            'å' => stem.push_str("aa"),
            'Æ' => stem.push_str("Ae"),
            'Ø' => stem.push_str("Oe"),
            'Å' => stem.push_str("Aa"),
            letter if letter.is_ascii_alphanumeric() || letter == '_' => stem.push(letter),
            _ if stem.is_empty() || stem.ends_with('-') => {}
            _ => stem.push('-'),
        }
        if stem.len() >= LONGEST {
            break;
        }
    }
    let stem = stem.trim_end_matches('-');
    let device = stem.to_lowercase();
    let device = device.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if stem.is_empty() || DEVICES.contains(&device) {
        let prefix = language.words().vehicle.to_lowercase();
        return format!("{prefix}-{stem}").trim_end_matches('-').to_owned();
    }
    stem.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(vehicles: &[&str]) -> Vec<String> {
        file_stems(vehicles.iter().copied(), Language::Danish)
    }

    #[test]
    fn no_name_leaves_the_folder() {
        let names = names(&["../../x", "..", "/etc/passwd", "C:\\x", "", ".hidden", "a\0b"]);
        let expected = ["x", "vogn", "etc-passwd", "C-x", "vogn-2", "hidden", "a-b"];
        assert_eq!(names, expected);
    }

    #[test]
    fn names_that_become_equal_are_numbered() {
        let names = names(&["Bus 1", "bus-1", "Bus/1", "Bus 1-2", "bus_1"]);
        let expected = ["Bus-1", "bus-1-2", "Bus-1-3", "Bus-1-2-2", "bus_1"];
        assert_eq!(names, expected);
    }

    #[test]
    fn danish_letters_and_device_names_are_spelled_out() {
        let names = names(&["Ærø Båd", "CON", "lpt1", "Consul"]);
        let expected = ["Aeroe-Baad", "vogn-CON", "vogn-lpt1", "Consul"];
        assert_eq!(names, expected);
    }

    #[test]
    fn long_names_are_cut() {
        let long = "æ".repeat(300);
        assert!(names(&[&long])[0].len() < 70);
    }
}
