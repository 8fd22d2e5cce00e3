//! Spellings that mean the same word: letters folded, and which known word a strange one is near.

/// Lower case with Danish and accented letters written in ASCII: `Ægirs Allé` → `aegirs alle`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'å' => folded.push_str("aa"),
            'æ' | 'ä' => folded.push_str("ae"),
            'ø' | 'ö' => folded.push_str("oe"),
            'é' | 'è' | 'ê' => folded.push('e'),
            'á' | 'à' => folded.push('a'),
            'ü' => folded.push('u'),
            _ => folded.push(letter),
        }
    }
    folded
}

/// Folded, letters and digits alone: `Session_Start` and `session start` are the same word.
pub fn squeeze(text: &str) -> String {
    let mut squeezed = fold(text);
    squeezed.retain(char::is_alphanumeric);
    squeezed
}

/// The known word that someone who wrote `word` most likely meant, if one is near enough.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // No name is longer; measuring a file's worth of text would take for ever.
    let word = Some(squeeze(word)).filter(|word| word.len() <= 60)?;
    let distance = |other: &str| strsim::osa_distance(&word, &squeeze(other));
    let near = (word.chars().count() / 3).clamp(1, 3);
    let ranked = known.into_iter().map(|other| (distance(other), other));
    ranked
        .filter(|&(distance, _)| distance <= near)
        .min_by_key(|&(distance, _)| distance)
        .map(|it| it.1)
}

/// `did you mean "…"?` for a word that is near a known one.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|word| format!("did you mean \"{word}\"?"))
}

/// `write both, out or home (begge, ud, hjem)`: the words that would be right, in both languages.
pub fn one_of(english: &[&str], danish: &[&str]) -> String {
    let listed = match english {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => english.join(""),
    };
    match danish {
        [] => format!("write {listed}"),
        _ => format!("write {listed} ({})", danish.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_listed_in_both_languages() {
        let listed = one_of(&["both", "out", "home"], &["begge", "ud", "hjem"]);
        assert_eq!(listed, "write both, out or home (begge, ud, hjem)");
        assert_eq!(one_of(&["walks"], &[]), "write walks");
    }

    #[test]
    fn letters_are_folded() {
        assert_eq!(fold("Ægirs Allé"), "aegirs alle");
        assert_eq!(squeeze("Etage/Dør"), "etagedoer");
        assert_eq!(squeeze(" session-Start "), squeeze("SESSION_START"));
    }

    #[test]
    fn only_near_words_are_proposed() {
        let known = ["centre", "citizen", "companions"];
        assert_eq!(nearest("companoins", known), Some("companions"));
        assert_eq!(nearest("Citizne", known), Some("citizen"));
        assert_eq!(nearest("weather", known), None);
        assert_eq!(nearest("", known), None);
    }
}
