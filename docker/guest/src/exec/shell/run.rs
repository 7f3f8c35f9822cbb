//! A command of a shell while it lives. It has the shell's output until it ends.

use std::time::{Duration, Instant};

use super::origin::{times, Origin};
use crate::clock;
use crate::exec::command::Command;
use crate::exec::ending::{Due, Ending, BY_ITSELF, WITH_WORKSPACE};
use crate::exec::exit::{self, Exit};
use crate::exec::log::Log;
use crate::exec::output::Output;
use crate::exec::tree::{Member, Snapshot};
use crate::sys::process::Usage;
use crate::sys::{c, signals};

/// What a shell may take to tell the status once all that its command started was killed.
const SHELL_TIME: Duration = Duration::from_millis(300);
/// Between two looks whether what was stopped is gone.
const LOOK: Duration = Duration::from_millis(20);
const TICK: Duration = Duration::from_millis(10);

pub struct Run {
    pub shell: u32,
    pub outputs: Vec<Output>,
    pub ending: Ending,
    origin: Origin,
    started: (Instant, u64),
    used_before: Usage,
    /// The wait status, when it is known.
    status: Option<i32>,
    ended: Option<(Instant, u64)>,
    used: Usage,
    /// Whether nothing of it is left that it must not leave.
    clear: bool,
    look: Instant,
    killing_since: Option<Instant>,
    killed_by_us: bool,
    survivors: u32,
}

impl Run {
    pub fn new(shell: u32, main: i32, outputs: Vec<Output>, ending: Ending) -> Run {
        let now = clock::now();
        Run {
            shell,
            outputs,
            ending,
            origin: Origin::now(),
            started: (now, clock::micros()),
            used_before: usage(main),
            status: None,
            ended: None,
            used: Usage::default(),
            clear: false,
            look: now,
            killing_since: None,
            killed_by_us: false,
            survivors: 0,
        }
    }

    pub fn started_micros(&self) -> u64 {
        self.started.1
    }

    pub fn is_running(&self) -> bool {
        self.status.is_none()
    }

    /// Whether only output is missing.
    pub fn is_over(&self) -> bool {
        self.clear && self.status.is_some()
    }

    /// The shell told the status.
    pub fn returned(&mut self, code: u8, main: i32, now: Instant) {
        self.end(i32::from(code) << 8, now);
        let after = usage(main);
        self.used.user = after.user.saturating_sub(self.used_before.user);
        self.used.system = after.system.saturating_sub(self.used_before.system);
        self.clear = !self.ending.is_asked();
        self.ending.set_reason(BY_ITSELF);
    }

    /// The shell is gone, and all below it.
    pub fn bereaved(&mut self, shell: &Command, now: Instant) {
        if self.status.is_none() {
            self.end(shell.status(), now);
        }
        self.ending.set_reason(shell.ending.reason());
        self.clear = true;
    }

    fn end(&mut self, status: i32, now: Instant) {
        self.status = Some(status);
        self.ended = Some((now, clock::micros()));
        self.killed_by_us = self.ending.is_killing();
    }

    /// Does what is due to what the command started. A shell that goes on all the same is killed.
    pub fn pursue(&mut self, shell: &mut Command, now: Instant, tree: &mut Option<Snapshot>) {
        if self.clear || !shell.is_running() {
            return;
        }
        let origin = self.origin;
        let (supervisor, main) = (shell.supervisor, shell.main);
        let mut members = || members(&origin, supervisor, main, tree);
        match self.ending.due(now) {
            Due::Nothing if self.status.is_some() && self.look <= now => {
                self.clear = members().iter().all(|it| it.zombie);
                self.look = now + LOOK;
            }
            Due::Nothing => {}
            Due::Terminate => members().iter().for_each(|it| {
                signals::send(it.pid, c::SIGTERM);
                signals::send(it.pid, c::SIGCONT);
            }),
            Due::Kill(hunt) => {
                let prey = members();
                let killed = hunt.pass(&prey, now);
                let returned = self.status.is_some();
                self.survivors += if returned { killed } else { 0 };
                self.clear = returned && prey.iter().all(|it| it.zombie);
                let since = *self.killing_since.get_or_insert(now);
                if !returned && now >= since + SHELL_TIME {
                    shell.ending.stop(WITH_WORKSPACE, Duration::ZERO, now);
                }
            }
        }
    }

    /// A signal for what the command started.
    pub fn signal(&self, shell: &Command, signal: i32) {
        for member in members(&self.origin, shell.supervisor, shell.main, &mut None) {
            signals::send(member.pid, signal);
        }
    }

    /// Reads what was written until the end. True when there is no more.
    pub fn drain(&mut self, log: &mut Log) -> bool {
        for output in &mut self.outputs {
            output.begin_rest(false);
            output.pump(log);
        }
        self.outputs.iter().all(Output::is_closed)
    }

    pub fn exit(&self, oom_rose: impl FnOnce() -> bool) -> Exit {
        let status = self.status.unwrap_or(c::SIGKILL);
        let (ended, ended_micros) = self.ended.unwrap_or(self.started);
        let foreign_kill = !self.killed_by_us && exit::looks_killed(status);
        Exit {
            status,
            reason: self.ending.reason(),
            oom_killed: foreign_kill && oom_rose(),
            wall_micros: (ended - self.started.0).as_micros() as u64,
            usage: self.used,
            started: self.started.1,
            ended: ended_micros,
            survivors: self.survivors,
        }
    }

    pub fn deadline(&self, now: Instant) -> Option<Instant> {
        let held = self.outputs.iter().filter_map(Output::deadline);
        let ending = self.ending.deadline(now).filter(|_| !self.clear);
        let look = Some(self.look).filter(|_| self.status.is_some() && !self.clear);
        held.chain(ending).chain(look).min()
    }
}

/// What descends from the shell, without what was there before and what that has started.
fn members(
    origin: &Origin,
    supervisor: i32,
    main: i32,
    tree: &mut Option<Snapshot>,
) -> Vec<Member> {
    let tree = tree.get_or_insert_with(Snapshot::take);
    let ours = |pid: i32| pid == main || origin.is_after(pid);
    let mut members = tree.descendants_where(supervisor, ours);
    members.retain(|it| it.pid != main);
    members
}

/// Of the shell and all that it waited for.
fn usage(main: i32) -> Usage {
    let duration = |ticks: u64| TICK * ticks.min(u64::from(u32::MAX)) as u32;
    times(main).map_or(Usage::default(), |it| Usage {
        user: duration(it.user),
        system: duration(it.system),
        peak_rss_bytes: 0,
    })
}
