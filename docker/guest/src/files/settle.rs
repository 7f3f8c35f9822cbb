//! Waits until the clock that stamps files has moved past a stamp.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::sys;

const SECOND: i128 = 1_000_000_000;

/// A tick of the coarse clock is 10 ms at most; a stamp that lies further ahead was made by another clock setting.
const TICK: i128 = 20_000_000;

/// How long a request waits for the clock, over all files that it looks at.
pub struct Patience {
    until: Option<Instant>,
}

impl Patience {
    pub fn new() -> Patience {
        Patience { until: None }
    }

    /// Whether a change from now on gets another ctime than this one.
    pub fn settles(&mut self, file: &Metadata) -> bool {
        while !is_past(file) {
            let until = *self
                .until
                .get_or_insert_with(|| Instant::now() + Duration::from_nanos(TICK as u64));
            if Instant::now() >= until {
                return false;
            }
            sleep(Duration::from_micros(500));
        }
        true
    }
}

fn is_past(file: &Metadata) -> bool {
    let now = sys::coarse_clock();
    // Without a fraction the file system may keep whole seconds only: the second has to end.
    let fraction = if file.ctime_nsec() == 0 { 0 } else { now.nanos };
    let ahead = stamp(file) - (i128::from(now.seconds) * SECOND + i128::from(fraction));
    !(0..=TICK).contains(&ahead)
}

fn stamp(file: &Metadata) -> i128 {
    i128::from(file.ctime()) * SECOND + i128::from(file.ctime_nsec())
}
