//! Whether all who are aboard can be set down in time, one after the other.

use crate::exact::riding::label::{Clock, Label};
use crate::exact::riding::stops::{Moment, Stops};

/// Orders of no more riders are looked through.
const MOST: usize = 7;

/// Somebody to set down.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Exit {
    /// By that moment.
    by: Moment,
    /// After no longer ride.
    left: Moment,
    stop: usize,
}

impl Stops {
    /// Whether there is an order in which all aboard can be set down in time; true if they are too many
    /// to tell.
    pub fn can_set_down(&self, label: &Label, clocks: &[Clock]) -> bool {
        let mut aboard = [Exit::default(); MOST];
        let number = label.open.len();
        if number > MOST {
            return true;
        }
        for (place, (slot, rider)) in aboard.iter_mut().zip(label.open.iter()).enumerate() {
            let (stop, longest) = (self.exit(rider), self.longest[rider]);
            *slot = match clocks.get(place + 1) {
                None => Exit { by: self.latest[stop], left: longest, stop },
                Some(clock) => {
                    let by = self.latest[stop].min(clock.latest_start + longest);
                    Exit { by, left: longest - clock.elapsed, stop }
                }
            };
        }
        let aboard = &mut aboard[..number];
        aboard.sort_unstable();
        self.has_order(usize::from(label.stop), label.begins, 0, aboard)
    }

    fn has_order(&self, at: usize, begins: Moment, driven: Moment, aboard: &mut [Exit]) -> bool {
        let is_late = |exit: &Exit| {
            let gap = self.gap(at, exit.stop);
            begins + gap > exit.by || driven + gap > exit.left
        };
        if aboard.iter().any(is_late) {
            return false;
        }
        aboard.len() < 2
            || (0..aboard.len()).any(|next| {
                aboard[..=next].rotate_right(1);
                let (exit, others) = aboard.split_first_mut().expect("there are several");
                let gap = self.gap(at, exit.stop);
                let arrives = (begins + gap).max(self.earliest[exit.stop]);
                let has_order = self.has_order(exit.stop, arrives, driven + gap, others);
                aboard[..=next].rotate_left(1);
                has_order
            })
    }
}
