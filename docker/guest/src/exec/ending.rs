//! How and why a command is brought to its end. The first reason wins.

use std::time::{Duration, Instant};

use super::hunt::Hunt;

pub const BY_ITSELF: u8 = 0;
pub const TIMEOUT: u8 = 1;
pub const CANCEL: u8 = 2;
pub const WITH_WORKSPACE: u8 = 3;
pub const LOST: u8 = 4;

/// A supervisor without children ends at once; this is for one that is hindered.
const SUPERVISOR_TIME: Duration = Duration::from_secs(1);

enum Stage {
    Running,
    /// To get TERM in the next pass.
    Terminate(Duration),
    /// Got TERM, has time until then.
    Grace(Instant),
    Kill(Hunt),
}

pub struct Ending {
    stage: Stage,
    reason: Option<u8>,
    timeout: Option<Instant>,
    grace: Duration,
}

/// What is due for the tree.
pub enum Due<'a> {
    Nothing,
    Terminate,
    Kill(&'a mut Hunt),
}

impl Ending {
    pub fn new(timeout: Option<Instant>, grace: Duration) -> Ending {
        Ending { stage: Stage::Running, reason: None, timeout, grace }
    }

    pub fn reason(&self) -> u8 {
        self.reason.unwrap_or(BY_ITSELF)
    }

    /// Whether it has a reason to end already.
    pub fn is_asked(&self) -> bool {
        self.reason.is_some()
    }

    pub fn is_killing(&self) -> bool {
        matches!(self.stage, Stage::Kill(_))
    }

    pub fn set_reason(&mut self, reason: u8) {
        self.reason.get_or_insert(reason);
    }

    pub fn stop(&mut self, reason: u8, grace: Duration, now: Instant) {
        self.set_reason(reason);
        self.timeout = None;
        match &mut self.stage {
            Stage::Running if grace.is_zero() => self.stage = Stage::Kill(Hunt::new(now)),
            Stage::Running => self.stage = Stage::Terminate(grace),
            Stage::Terminate(before) => *before = grace.min(*before),
            Stage::Grace(until) => *until = (now + grace).min(*until),
            Stage::Kill(_) => {}
        }
    }

    /// The main process ended. What is left of a tree that was asked to stop keeps its grace.
    pub fn main_ended(&mut self, leftovers: bool, now: Instant) {
        self.set_reason(BY_ITSELF);
        self.timeout = None;
        if let Stage::Running = self.stage {
            self.stage = match leftovers {
                true => Stage::Kill(Hunt::new(now)),
                false => Stage::Grace(now + SUPERVISOR_TIME),
            };
        }
    }

    pub fn deadline(&self, now: Instant) -> Option<Instant> {
        match &self.stage {
            Stage::Running => self.timeout,
            Stage::Terminate(_) => Some(now),
            Stage::Grace(until) => Some(*until),
            Stage::Kill(hunt) => Some(hunt.next),
        }
    }

    pub fn due(&mut self, now: Instant) -> Due<'_> {
        if self.timeout.map_or(false, |timeout| timeout <= now) {
            self.stop(TIMEOUT, self.grace, now);
        }
        match self.stage {
            Stage::Terminate(grace) => {
                self.stage = Stage::Grace(now + grace);
                return Due::Terminate;
            }
            Stage::Grace(until) if until <= now => self.stage = Stage::Kill(Hunt::new(now)),
            _ => {}
        }
        match &mut self.stage {
            Stage::Kill(hunt) if hunt.next <= now => Due::Kill(hunt),
            _ => Due::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn first_reason_wins() {
        let now = Instant::now();
        let mut ending = Ending::new(Some(now + SECOND), SECOND);
        assert!(matches!(ending.due(now), Due::Nothing));
        assert!(matches!(ending.due(now + SECOND), Due::Terminate));
        ending.stop(CANCEL, SECOND, now + SECOND);
        ending.main_ended(false, now + SECOND);
        assert_eq!(ending.reason(), TIMEOUT);
    }

    #[test]
    fn kills_after_the_shortest_grace() {
        let now = Instant::now();
        let mut ending = Ending::new(None, SECOND);
        ending.stop(CANCEL, 9 * SECOND, now);
        assert!(matches!(ending.due(now), Due::Terminate));
        assert_eq!(ending.deadline(now), Some(now + 9 * SECOND));
        ending.stop(CANCEL, SECOND, now);
        assert!(matches!(ending.due(now), Due::Nothing));
        assert!(matches!(ending.due(now + SECOND), Due::Kill(_)));
    }

    #[test]
    fn kills_leftovers_at_once() {
        let now = Instant::now();
        let mut ending = Ending::new(Some(now), SECOND);
        ending.main_ended(true, now);
        assert!(matches!(ending.due(now), Due::Kill(_)));
        assert_eq!(ending.reason(), BY_ITSELF);
    }
}
