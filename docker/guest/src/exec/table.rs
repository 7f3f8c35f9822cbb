//! All commands, and the work on them that no single one can do.

use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, Instant};

use super::entry::Entry;
use super::events::Part;
use super::launch::launch;
use super::request::SpawnRequest;
use super::reserve::Reserve;
use super::shell::{self, Turn};
use super::strays::Strays;
use crate::agent::Event;
use crate::cgroup::OomKills;
use crate::channel::{Channel, Ticket};
use crate::fault::{self, Fault};
use crate::sys::oom::OomScore;
use crate::sys::poll::Poll;
use crate::sys::process::{self, Change};
use crate::sys::{c, signals};
use crate::wire::Writer;

const MOST_EXECS: usize = 1_024;
const MOST_MEMORY: usize = 64 << 20;

#[derive(Default)]
pub struct Table {
    pub(super) entries: BTreeMap<u32, Entry>,
    pub(super) last_handle: u32,
    /// Whose turn it is first when output is sent.
    turn: u32,
    strays: Strays,
    pub(super) oom_kills: OomKills,
    reserve: Reserve,
}

impl Table {
    pub fn new(oom_score: OomScore) -> Table {
        Table { reserve: Reserve::new(oom_score), ..Table::default() }
    }

    /// The answer follows when the command runs.
    pub fn spawn(&mut self, ticket: Ticket, request: &SpawnRequest) -> Result<(), Fault> {
        self.check_room(request.key, Entry::reservation(request))?;
        let handle = self.last_handle + 1;
        let mut command = launch(request, &mut self.reserve)?;
        command.asked = Some(ticket);
        let mut entry = Entry::new(handle, request, command);
        entry.oom_kills_before = self.oom_kills.count();
        self.last_handle = handle;
        self.entries.insert(handle, entry);
        Ok(())
    }

    /// Refuses a key that is taken, and what would take more memory than there is for all output.
    pub(super) fn check_room(&self, key: &[u8], more: usize) -> Result<(), Fault> {
        if self.entries.values().any(|it| it.key == key) {
            return Err(Fault::new(fault::EXISTS, "the key is taken"));
        }
        let reserved: usize = self.entries.values().map(Entry::reserved).sum();
        if self.entries.len() >= MOST_EXECS || reserved.saturating_add(more) > MOST_MEMORY {
            return Err(Fault::new(fault::LIMIT, "too much output is kept, or too many execs"));
        }
        Ok(())
    }

    pub fn entry(&mut self, handle: u32) -> Result<&mut Entry, Fault> {
        let entry = self.entries.get_mut(&handle);
        entry.ok_or_else(|| Fault::new(fault::UNKNOWN_EXEC, "no such exec"))
    }

    pub fn forget(&mut self, handle: u32) -> Result<(), Fault> {
        if !self.entry(handle)?.has_ended() {
            return Err(Fault::invalid("the exec is still running"));
        }
        self.entries.remove(&handle);
        Ok(())
    }

    pub fn stop_all(&mut self, reason: u8, grace: Duration, now: Instant) {
        self.reserve.close();
        for entry in self.entries.values_mut() {
            let command = entry.command.as_mut().map(|it| &mut it.ending);
            let run = entry.run.as_mut().map(|it| &mut it.ending);
            command.into_iter().chain(run).for_each(|it| it.stop(reason, grace, now));
        }
    }

    /// Whether some process of a command may still live.
    pub fn has_processes(&self) -> bool {
        let mut commands = self.entries.values().filter_map(|it| it.command.as_ref());
        self.strays.may_exist()
            || self.reserve.pids().next().is_some()
            || commands.any(|command| !command.is_reaped())
    }

    pub fn end_subscriptions(&mut self) {
        let entries = self.entries.values_mut();
        entries.for_each(|entry| entry.subscription = None);
    }

    pub fn describe(&self, out: &mut Writer) {
        out.u32(self.entries.len() as u32);
        self.entries.values().for_each(|entry| entry.describe(out));
    }

    pub fn wait_for(&self, poll: &mut Poll<Event>) {
        self.entries.values().for_each(|entry| entry.wait_for(poll));
    }

    pub fn on_event(&mut self, handle: u32, part: Part, now: Instant) {
        if let Some(entry) = self.entries.get_mut(&handle) {
            entry.on_event(part, now);
        }
    }

    /// Reaps. What is no supervisor fell to us because its supervisor was killed: there may be more.
    pub fn on_children(&mut self, now: Instant) {
        while let Some((pid, change)) = process::next_change() {
            let mut commands = self.entries.values_mut().filter_map(|it| it.command.as_mut());
            let command = commands.find(|it| it.supervisor == pid && !it.is_reaped());
            match (change, command) {
                (Change::Stopped, Some(_)) => {
                    signals::send(pid, c::SIGCONT);
                }
                (Change::Stopped, None) if self.reserve.pids().any(|it| it == pid) => {
                    signals::send(pid, c::SIGCONT);
                }
                (Change::Ended { abnormal: false, .. }, None) if self.reserve.ended(pid) => {}
                (Change::Stopped, None) => self.strays.suspect(now),
                (Change::Ended { usage, abnormal }, Some(command)) => {
                    command.supervisor_ended(usage, now);
                    if abnormal {
                        self.strays.suspect(now);
                    }
                }
                (Change::Ended { .. }, None) => {
                    self.reserve.ended(pid);
                    self.strays.suspect(now);
                }
            }
        }
    }

    /// Does what is due and finishes what can be finished.
    pub fn advance(&mut self, now: Instant, channel: &mut Channel) {
        self.pursue(now);
        self.reserve.advance(now);
        let strays = self.strays.may_exist();
        let oom_kills = &mut self.oom_kills;
        let oom_rose = &mut |before| oom_kills.rose(before);
        shell::turn(&mut self.entries, Turn { now, strays, oom_rose, snapshot: None });
        for entry in self.entries.values_mut() {
            entry.release_held(now);
            entry.answer(channel);
            entry.free_supervisor(&mut self.reserve, now);
            entry.settle(strays, |before| oom_kills.rose(before));
            entry.tell_stdin_credit(false, channel);
        }
        self.entries.retain(|_, entry| !entry.is_stillborn());
    }

    fn pursue(&mut self, now: Instant) {
        let mut snapshot = None;
        let mut supervisors: HashSet<i32> = self.reserve.pids().collect();
        let commands = self.entries.values_mut().filter_map(|it| it.command.as_mut());
        for command in commands.filter(|it| !it.is_reaped()) {
            supervisors.insert(command.supervisor);
            command.pursue(now, &mut snapshot);
        }
        self.strays.pursue(&supervisors, now, &mut snapshot);
    }

    /// Sends output in turns, as long as there is room.
    pub fn deliver(&mut self, channel: &mut Channel) {
        let turn = self.turn;
        let mut sent = true;
        while sent && channel.has_room() {
            sent = false;
            let (before, after): (Vec<_>, Vec<_>) =
                self.entries.values_mut().partition(|entry| entry.handle <= turn);
            for entry in after.into_iter().chain(before) {
                if channel.has_room() && entry.deliver(channel) {
                    self.turn = entry.handle;
                    sent = true;
                }
            }
        }
    }

    pub fn deadline(&self, now: Instant) -> Option<Instant> {
        let commands = self.entries.values().filter_map(|it| it.command.as_ref());
        let runs = self.entries.values().filter_map(|it| it.run.as_ref()?.deadline(now));
        let deadlines = commands.filter_map(|command| command.deadline(now)).chain(runs);
        deadlines.chain(self.strays.deadline()).chain(self.reserve.deadline()).min()
    }
}
