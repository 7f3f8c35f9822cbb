//! Kills a tree that may fight back. Killing one process makes room for another one's fork, so all are
//! stopped first, until a pass finds no new one, and then killed together; again until none is left.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use super::tree::Member;
use crate::sys::c;
use crate::sys::signals::send;

/// Against a tree that cannot be stopped, as when a tracer swallows the signal.
const MOST_STOPS: u32 = 16;
const LONGEST_PAUSE: Duration = Duration::from_millis(32);

pub struct Hunt {
    stopped: HashSet<i32>,
    killed: HashSet<i32>,
    stops: u32,
    kills: u32,
    pub next: Instant,
}

impl Hunt {
    pub fn new(now: Instant) -> Hunt {
        Hunt { stopped: HashSet::new(), killed: HashSet::new(), stops: 0, kills: 0, next: now }
    }

    /// How many passes killed or found nothing.
    pub fn kills(&self) -> u32 {
        self.kills
    }

    /// Gives back how many living ones were killed now for the first time.
    pub fn pass(&mut self, prey: &[Member], now: Instant) -> u32 {
        let all: HashSet<i32> = prey.iter().map(|it| it.pid).collect();
        let settled = all.is_subset(&self.stopped);
        self.stopped = all;
        if !settled && self.stops < MOST_STOPS {
            self.stops += 1;
            self.next = now;
            send_all(prey, c::SIGSTOP);
            return 0;
        }
        send_all(prey, c::SIGKILL);
        self.stops = 0;
        self.next = now + LONGEST_PAUSE.min(Duration::from_millis(1 << self.kills.min(5)));
        self.kills += 1;
        self.count(prey)
    }

    fn count(&mut self, prey: &[Member]) -> u32 {
        let fresh = prey.iter().filter(|it| !it.zombie && !self.killed.contains(&it.pid));
        let count = fresh.count() as u32;
        self.killed = prey.iter().map(|it| it.pid).collect();
        count
    }
}

fn send_all(prey: &[Member], signal: i32) {
    for member in prey {
        send(member.pid, signal);
    }
}
