//! A supervisor that waits for the next command, and those that were let go.

use std::collections::HashSet;
use std::io;
use std::time::{Duration, Instant};

use super::supervisor::Supervisor;
use crate::fault::Fault;
use crate::sys::oom::OomScore;

/// An idle workspace has no other process than its agent.
const IDLE_TIME: Duration = Duration::from_secs(10);
/// One that has started more than that keeps the memory for it.
const MOST_USED: usize = 64 << 10;

#[derive(Default)]
pub struct Reserve {
    idle: Option<(Supervisor, Instant)>,
    leaving: HashSet<i32>,
    closed: bool,
    oom_score: OomScore,
}

impl Reserve {
    pub fn new(oom_score: OomScore) -> Reserve {
        Reserve { oom_score, ..Reserve::default() }
    }

    /// A supervisor that has got its order. The workload may have killed the one that waited: then a new one gets it.
    /// After any other failure it waits for the next command.
    pub fn order(
        &mut self,
        now: Instant,
        give: impl Fn(&mut Supervisor) -> Result<io::Result<()>, Fault>,
    ) -> Result<Supervisor, Fault> {
        let mut supervisor = self.take()?;
        let mut given = give(&mut supervisor);
        if matches!(&given, Ok(Err(error)) if is_gone(error)) {
            self.let_go(supervisor);
            supervisor = self.take()?;
            given = give(&mut supervisor);
        }
        match given.and_then(|sent| sent.map_err(Fault::from)) {
            Ok(()) => Ok(supervisor),
            Err(fault) => {
                self.give_back(supervisor, now);
                Err(fault)
            }
        }
    }

    fn take(&mut self) -> io::Result<Supervisor> {
        match self.idle.take() {
            Some((mut supervisor, _)) => {
                supervisor.memory.clear();
                Ok(supervisor)
            }
            None => self.oom_score.expose(Supervisor::fork),
        }
    }

    pub fn give_back(&mut self, supervisor: Supervisor, now: Instant) {
        if self.idle.is_none() && !self.closed && supervisor.memory.used() <= MOST_USED {
            self.idle = Some((supervisor, now + IDLE_TIME));
        } else {
            self.let_go(supervisor);
        }
    }

    /// It ends by itself, when its command has.
    pub fn let_go(&mut self, supervisor: Supervisor) {
        self.leaving.insert(supervisor.pid);
    }

    /// From now on none waits.
    pub fn close(&mut self) {
        self.closed = true;
        self.let_idle_go();
    }

    fn let_idle_go(&mut self) {
        if let Some((supervisor, _)) = self.idle.take() {
            self.let_go(supervisor);
        }
    }

    pub fn advance(&mut self, now: Instant) {
        if self.deadline().map_or(false, |until| until <= now) {
            self.let_idle_go();
        }
    }

    pub fn deadline(&self) -> Option<Instant> {
        self.idle.as_ref().map(|(_, until)| *until)
    }

    pub fn pids(&self) -> impl Iterator<Item = i32> + '_ {
        let idle = self.idle.iter().map(|(supervisor, _)| supervisor.pid);
        self.leaving.iter().copied().chain(idle)
    }

    /// Forgets a process that has ended; false when it is none of these.
    pub fn ended(&mut self, pid: i32) -> bool {
        let was_idle = self.idle.as_ref().map_or(false, |(supervisor, _)| supervisor.pid == pid);
        if was_idle {
            self.idle = None;
        }
        was_idle || self.leaving.remove(&pid)
    }
}

fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset)
}
