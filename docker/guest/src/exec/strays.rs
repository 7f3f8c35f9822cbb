//! Processes whose supervisor was killed from inside. They fall to the agent, which kills them at once.

use std::collections::HashSet;
use std::time::Instant;

use super::hunt::Hunt;
use super::tree::Snapshot;
use crate::sys::process;

#[derive(Default)]
pub struct Strays {
    hunt: Option<Hunt>,
}

impl Strays {
    /// There may be some.
    pub fn suspect(&mut self, now: Instant) {
        self.hunt.get_or_insert_with(|| Hunt::new(now));
    }

    pub fn may_exist(&self) -> bool {
        self.hunt.is_some()
    }

    pub fn deadline(&self) -> Option<Instant> {
        self.hunt.as_ref().map(|hunt| hunt.next)
    }

    pub fn pursue(
        &mut self,
        supervisors: &HashSet<i32>,
        now: Instant,
        snapshot: &mut Option<Snapshot>,
    ) {
        let hunt = match &mut self.hunt {
            Some(hunt) if hunt.next <= now => hunt,
            _ => return,
        };
        let snapshot = snapshot.get_or_insert_with(Snapshot::take);
        let prey = snapshot.descendants_except(process::id(), supervisors);
        if prey.is_empty() {
            self.hunt = None;
        } else {
            hunt.pass(&prey, now);
        }
    }
}
