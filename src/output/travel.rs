//! `travel.csv`: drives between all places of a day, as `input` reads them.

use std::io::{self, Write};

use crate::domain::{Day, PlaceId, TravelTable};

/// Writes the file: a row for each ordered pair of different places. It goes out as it is made, as that
/// of a large day would fill the memory.
///
/// Keys are written as they are, so that they read back equal.
///
/// # Errors
/// What the writer says.
pub fn write_travel_csv(day: &Day, travel: &TravelTable, to: impl Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(to);
    writer.write_record(["from", "to", "seconds", "metres"])?;
    for (from_index, from) in day.places.iter().enumerate() {
        for (to_index, to) in day.places.iter().enumerate().filter(|&(to, _)| to != from_index) {
            let leg = travel.leg(PlaceId(from_index as u32), PlaceId(to_index as u32));
            // Rounded up, so that a plan stays drivable.
            let seconds = (leg.duration.as_milliseconds() + 999).div_euclid(1000).to_string();
            let metres = leg.distance.as_metres().to_string();
            writer.write_record([&from.key, &to.key, &seconds, &metres])?;
        }
    }
    writer.flush()
}
