//! Certificates as files, and what is said of one that was rechecked.

use std::path::Path;

use serde_json::Value;

use crate::certificate::{Certificate, Finding, SCHEMA, Verdict};
use crate::domain::Money;
use crate::error::Result;
use crate::output::Language;
use crate::output::json::{self, Format};

/// Hundreds of worths in parts of an øre can be added up, and any program reads them as they are.
const CERTIFICATE: Format = Format {
    what: "certificate",
    schema: SCHEMA,
    largest: 9e15,
    hint: "make the certificate anew, or use the version of korsel that wrote the file",
};

/// The text of a certificate's file: the same for equal certificates.
pub fn certificate_json(certificate: &Certificate) -> String {
    json::pretty(certificate)
}

/// The certificate in a file.
///
/// # Errors
/// [`Error::Read`](crate::error::Error::Read), or [`Error::Invalid`](crate::error::Error::Invalid) with
/// the place in the file, if it is no certificate of [`SCHEMA`].
pub fn read_certificate(path: &Path) -> Result<Certificate> {
    json::read(path, &CERTIFICATE)
}

/// Whether bytes are a certificate.
pub fn is_certificate(bytes: &[u8]) -> bool {
    let value: std::result::Result<Value, _> = serde_json::from_slice(bytes);
    let keys = ["schema", "data", "claim", "prices", "closing", "plan"];
    value.is_ok_and(|value| keys.iter().all(|key| value.get(key).is_some()))
}

/// What was found of each part, a line each, and the verdict.
pub fn findings_text(
    findings: &[Finding],
    language: Language,
    amount: &dyn Fn(Money) -> String,
) -> String {
    let lines: String = findings.iter().map(|finding| language.finding(finding, amount)).collect();
    lines + language.verdict_on_certificate(Verdict::of(findings)) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::{Part, Reason};

    #[test]
    fn findings_are_told_one_by_one_and_then_the_verdict() {
        let findings = [
            Finding { part: Part::Data, reason: Reason::SameData },
            Finding { part: Part::Closing, reason: Reason::TooManyLabels { most: 7 } },
        ];
        let text = findings_text(&findings, Language::English, &|_| String::new());
        let expected = "\
data     confirmed  rides, vehicles and drives are those of the certificate
closing  open       too large to recheck: more than 7 labels for one vehicle type
Not all that the certificate claims could be rechecked
";
        assert_eq!(text, expected);
        let text = findings_text(&findings, Language::Danish, &|_| String::new());
        let expected = "\
data     bekræftet  ture, vogne og kørsler er dem, som certifikatet har
slutning åben       for stort til at efterprøve: over 7 dele af ruter for én slags vogn
Ikke alt, hvad certifikatet påstår, kunne efterprøves
";
        assert_eq!(text, expected);
    }

    #[test]
    fn other_json_is_no_certificate() {
        for other in ["", "[]", "{}", r#"{"schema": 1, "plan": 2}"#] {
            assert!(!is_certificate(other.as_bytes()), "{other}");
        }
    }
}
