//! `travel.csv`: drives between all places of a day, as `input` reads them.

use crate::domain::{Day, PlaceId, TravelTable};

/// The file's bytes: a row for each ordered pair of different places.
///
/// Keys are written as they are, so that they read back equal.
pub fn travel_csv(day: &Day, travel: &TravelTable) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let mut row = |cells: [&str; 4]| {
        writer.write_record(cells).expect("memory takes it, and rows are of one length");
    };
    row(["from", "to", "seconds", "metres"]);
    for (from_index, from) in day.places.iter().enumerate() {
        for (to_index, to) in day.places.iter().enumerate().filter(|&(to, _)| to != from_index) {
            let leg = travel.leg(PlaceId(from_index as u32), PlaceId(to_index as u32));
            // Rounded up, so that a plan stays drivable.
            let seconds = (leg.duration.as_milliseconds() + 999).div_euclid(1000).to_string();
            row([&from.key, &to.key, &seconds, &leg.distance.as_metres().to_string()]);
        }
    }
    writer.into_inner().expect("memory takes it")
}
