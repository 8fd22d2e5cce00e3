//! `suti.xml` against the part of `SUTI_Message.xsd` that it uses: what stands within what, in which order,
//! with which attributes and values. SUTI publishes that schema in its repository SUTI-se/SUTI.

use std::fs;
use std::path::Path;

use quick_xml::events::{BytesStart, Event};

use crate::plan;
use crate::program::DATA;

/// An element: its name, the elements within it in order (a `?` after those that may be missing, a `*`
/// after those that may be missing or repeated), the attributes it must have, and those it may have.
type Element =
    (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const ID: &[&str] = &["src", "id", "unique"];
const TEXT: Element = (
    "",
    &[],
    &["sendtoInvoice", "sendtoVehicle", "sendtoOperator", "manualText", "vehicleConfirmation"],
    &[],
);
const ELEMENTS: [Element; 31] = [
    ("SUTI", &["orgSender", "orgReceiver", "msg", "msg*"], &[], &[]),
    ("orgSender", &["idOrg"], &["name"], &[]),
    ("orgReceiver", &["idOrg"], &["name"], &[]),
    ("idOrg", &[], ID, &[]),
    ("msg", &["idMsg", "order?", "manualDescriptionMsg?"], &["msgType", "msgName"], &[]),
    ("manualDescriptionMsg", TEXT.1, TEXT.2, TEXT.3),
    ("idMsg", &[], ID, &[]),
    ("order", &["idOrder", "resourceOrder", "route"], &[], &[]),
    ("idOrder", &[], ID, &[]),
    ("resourceOrder", &["vehicle"], &[], &[]),
    ("vehicle", &["idVehicle", "capacity", "attributesVehicle*"], &[], &[]),
    ("attributesVehicle", &["attribute", "attribute*"], &[], &[]),
    ("attribute", &["idAttribute"], &[], &[]),
    ("idVehicle", &[], ID, &[]),
    ("capacity", &["seats"], &[], &[]),
    ("seats", &[], &["noOfSeats"], &[]),
    ("route", &["node*"], &[], &[]),
    (
        "node",
        &["addressNode?", "timesNode", "contents?"],
        &["nodeSeqno", "nodeType"],
        &["subnodeType"],
    ),
    (
        "addressNode",
        &["manualDescriptionAddress*", "geographicLocation"],
        &["street", "location", "postalNo"],
        &["addressName", "streetNo", "streetNoLetter"],
    ),
    ("manualDescriptionAddress", TEXT.1, TEXT.2, TEXT.3),
    ("manualDescriptionContent", TEXT.1, TEXT.2, TEXT.3),
    ("geographicLocation", &[], &["typeOfCoordinate", "lat", "long", "precision"], &[]),
    ("timesNode", &["time*"], &[], &[]),
    ("time", &[], &["timeType", "time"], &["dwellTime"]),
    ("contents", &["content*"], &[], &[]),
    (
        "content",
        &[
            "idContent",
            "attributeContent?",
            "manualDescriptionContent*",
            "contactInfosContent?",
            "connection?",
        ],
        &["contentType", "name"],
        &["maxTravelDuration"],
    ),
    ("idContent", &[], ID, &[]),
    ("attributeContent", &["attribute", "attribute*"], &[], &[]),
    ("connection", &[], &["connectionType", "connectionArrDep"], &["connectionName"]),
    ("idAttribute", &[], ID, &[]),
    ("contactInfosContent", &["contactInfo"], &[], &[]),
];
const CONTACT: Element = ("contactInfo", &[], &["contactType", "contactInfo"], &[]);

/// What an attribute may say, where that is agreed.
fn is_value(element: &str, attribute: &str, value: &str) -> bool {
    let is_number = || value.parse::<f64>().is_ok();
    match (element, attribute) {
        (_, "src" | "id") => !value.is_empty(),
        (_, "unique" | "vehicleConfirmation") => matches!(value, "true" | "false"),
        (_, "sendtoInvoice" | "sendtoVehicle" | "sendtoOperator") => {
            matches!(value, "true" | "false")
        }
        ("connection", "connectionType") => value == "meeting",
        ("connection", "connectionArrDep") => value == "A",
        ("msg", "msgType") => matches!(value, "2000" | "5000"),
        ("node", "nodeType") => matches!(value, "pickup" | "destination" | "action"),
        ("node", "subnodeType") => value == "break",
        ("time", "timeType") => matches!(value, "promisedtime" | "scheduledtime"),
        ("addressNode", "streetNo") => value.parse().is_ok_and(|number: u32| number > 0),
        ("geographicLocation", "precision") => value.parse::<u32>().is_ok(),
        ("time", "time") => {
            chrono::NaiveDateTime::parse_from_str(value, "%Y-%m-%dT%H:%M:%S").is_ok()
        }
        ("content", "contentType") => matches!(value, "traveller" | "companion"),
        ("geographicLocation", "typeOfCoordinate") => value == "WGS-84",
        ("node", "nodeSeqno") | ("seats", _) | ("time", "dwellTime") => {
            value.parse::<u32>().is_ok()
        }
        ("geographicLocation", _) | ("content", "maxTravelDuration") => is_number(),
        ("contactInfo", "contactType") => value == "phone",
        _ => true,
    }
}

fn known(name: &str) -> &'static Element {
    let known = ELEMENTS.iter().chain([&CONTACT]).find(|element| element.0 == name);
    known.unwrap_or_else(|| panic!("no element is called {name}"))
}

/// Checks a tag and returns its name and whether a traveller is told the longest trip.
fn name_of(tag: &BytesStart) -> String {
    let name = tag.name().as_ref().to_owned();
    let (_, _, required, optional) = known(&name);
    let mut given = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.expect("an attribute");
        let key = attribute.key.as_ref().to_owned();
        let value = attribute.value.into_owned();
        assert!(is_value(&name, &key, &value), "{name} {key}=\"{value}\"");
        let is_known = required.contains(&key.as_str()) || optional.contains(&key.as_str());
        assert!(is_known, "{name} has no attribute {key}");
        given.push((key, value));
    }
    for required in *required {
        assert!(given.iter().any(|(key, _)| key == required), "{name} without {required}");
    }
    let has = |key: &str, value: &str| given.iter().any(|(k, v)| k == key && v == value);
    let is_limited = given.iter().any(|(key, _)| key == "maxTravelDuration");
    assert!(!has("contentType", "traveller") || is_limited, "a traveller without a longest trip");
    name
}

/// Checks that elements stand in the order of the table.
fn check_children(name: &str, children: &[String]) {
    let mut rest = children.iter().peekable();
    for expected in known(name).1 {
        let name_alone = expected.trim_end_matches(['?', '*']);
        // One that may be repeated takes no more of its kind than one, if one is needed before it.
        let most = if expected.ends_with('*') { usize::MAX } else { 1 };
        let mut count = 0;
        while count < most && rest.next_if(|child| *child == name_alone).is_some() {
            count += 1;
        }
        let is_there = count == 1 || name_alone != *expected;
        assert!(is_there, "{name} has {count} of {expected}: {children:?}");
    }
    assert_eq!(rest.next(), None, "in {name}: {children:?}");
}

/// Checks the `suti.xml` of a plan; its text, and how many nodes it has.
fn checked(out: &Path) -> (String, usize) {
    let text = fs::read_to_string(out.join("suti.xml")).expect("a file");
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut open: Vec<(String, Vec<String>)> = vec![(String::new(), Vec::new())];
    let mut nodes = 0;
    loop {
        match reader.read_event().expect("well formed") {
            Event::Start(tag) => open.push((name_of(&tag), Vec::new())),
            Event::Empty(tag) => {
                let name = name_of(&tag);
                check_children(&name, &[]);
                open.last_mut().expect("a parent").1.push(name);
            }
            Event::End(_) => {
                let (name, children) = open.pop().expect("it was opened");
                check_children(&name, &children);
                nodes += usize::from(name == "node");
                open.last_mut().expect("a parent").1.push(name);
            }
            Event::Text(text) => assert!(text.trim().is_empty()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open[0].1, ["SUTI"]);
    (text, nodes)
}

#[test]
fn the_xml_has_the_elements_that_suti_describes() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("plan");
    assert_eq!(plan(&Path::new(DATA).join("monday"), &out, &[]).code, 0);
    let (text, nodes) = checked(&out);
    // 72 rides, each with two ends, and the rests of drivers.
    let rests = text.matches("subnodeType=\"break\"").count();
    assert!(rests > 0, "no rest");
    assert_eq!(nodes, 144 + rests);
}

#[test]
fn a_plan_in_which_nobody_drives_is_a_message_too() {
    let home = tempfile::tempdir().expect("a folder");
    let [day, out] = ["day", "plan"].map(|name| home.path().join(name));
    fs::create_dir(&day).expect("a folder");
    for file in fs::read_dir(Path::new(DATA).join("tiny")).expect("a day") {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).expect("text").replace(";approved", ";cancelled");
        fs::write(day.join(path.file_name().expect("a name")), text).expect("written");
    }
    let ended = plan(&day, &out, &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let (text, nodes) = checked(&out);
    assert!(text.contains("manualText=\"Ingen vogne kører 2026-12-07\""), "{text}");
    assert_eq!(nodes, 0);
}
