//! One command as the server knows it, from its start until it is forgotten.

use std::time::Instant;

use super::command::{Command, Outcome};
use super::exit::Exit;
use super::log::{self, Log};
use super::request::SpawnRequest;
use super::reserve::Reserve;
use super::shell::{Run, RunRequest};
use super::stdin;
use super::subscription::Subscription;
use crate::channel::Channel;
use crate::fault::Fault;
use crate::wire::{kind, Writer};

pub struct Entry {
    pub handle: u32,
    pub key: Vec<u8>,
    pub log: Log,
    pub command: Option<Command>,
    pub run: Option<Run>,
    pub subscription: Option<Subscription>,
    pub oom_kills_before: Option<u64>,
    reserved: usize,
    exit: Option<Vec<u8>>,
    stdin_received: u64,
}

impl Entry {
    pub fn new(handle: u32, request: &SpawnRequest, command: Command) -> Entry {
        Entry {
            handle,
            key: request.key.to_vec(),
            log: Log::new(request.window, request.drop_oldest),
            command: Some(command),
            run: None,
            subscription: Some(Subscription::new(1, request.credit)),
            oom_kills_before: None,
            reserved: Entry::reservation(request),
            exit: None,
            stdin_received: 0,
        }
    }

    pub fn of_run(handle: u32, request: &RunRequest, run: Run) -> Entry {
        Entry {
            handle,
            key: request.key.to_vec(),
            log: Log::new(request.window, false),
            command: None,
            run: Some(run),
            subscription: Some(Subscription::new(1, request.credit)),
            oom_kills_before: None,
            reserved: request.window.max(log::LEAST_WINDOW),
            exit: None,
            stdin_received: 0,
        }
    }

    /// Whether nothing of it is left but its output.
    pub fn has_ended(&self) -> bool {
        self.exit.is_some()
    }

    pub fn is_running(&self) -> bool {
        let run = self.run.as_ref().map_or(false, Run::is_running);
        run || self.command.as_ref().map_or(false, Command::is_running)
    }

    /// Memory that a command may come to take.
    pub fn reservation(request: &SpawnRequest) -> usize {
        let stdin = if request.stdin { stdin::CREDIT as usize } else { 0 };
        request.window.max(log::LEAST_WINDOW) + stdin
    }

    pub fn reserved(&self) -> usize {
        match self.has_ended() {
            false => self.reserved,
            true => self.log.used(),
        }
    }

    pub fn acknowledge(&mut self, seq: u64) {
        self.log.acknowledge(seq);
        if self.has_ended() {
            self.log.shrink();
        }
    }

    /// Answers the SPAWN once it is known what became of it.
    pub fn answer(&mut self, channel: &mut Channel) {
        let command = match &mut self.command {
            Some(command) => command,
            None => return,
        };
        let (outcome, ticket) = match (command.outcome, command.asked) {
            (Some(outcome), Some(ticket)) => (outcome, ticket),
            _ => return,
        };
        command.asked = None;
        match outcome {
            Outcome::Started => {
                let mut payload = Writer::new();
                payload.u32(self.handle).u32(command.main as u32);
                payload.u64(command.started_micros());
                channel.reply(ticket, payload.as_bytes());
            }
            Outcome::NotStarted { errno } => {
                let fault = Fault::from_errno(errno, "the command cannot be forked");
                channel.fault(ticket, &fault);
            }
        }
    }

    /// Gives the supervisor back when the tree is gone. One that had to be killed for is not trusted again.
    pub fn free_supervisor(&mut self, reserve: &mut Reserve, now: Instant) {
        let free = self.command.as_mut().and_then(Command::free_supervisor);
        match free {
            Some((supervisor, true)) => reserve.give_back(supervisor, now),
            Some((supervisor, false)) => reserve.let_go(supervisor),
            None => {}
        }
    }

    /// True for a command that never came to be, which nobody will ask for.
    pub fn is_stillborn(&self) -> bool {
        self.command.as_ref().map_or(false, Command::is_stillborn)
    }

    /// Makes the exit record once the tree is gone and its output is read.
    pub fn settle(&mut self, strays: bool, oom_rose: impl FnOnce(Option<u64>) -> bool) {
        let command = match &mut self.command {
            Some(command) if command.is_gone() && !strays && !command.is_busy() => command,
            _ => return,
        };
        if !command.drain(&mut self.log) {
            return;
        }
        let before = self.oom_kills_before;
        let exit = command.exit(|| oom_rose(before));
        self.stdin_received = command.stdin_received();
        self.finish(&exit);
    }

    pub fn finish(&mut self, exit: &Exit) {
        self.exit = Some(exit.encode(&mut self.log));
        self.command = None;
        self.run = None;
        self.log.shrink();
    }

    pub fn tell_stdin_credit(&mut self, always: bool, channel: &mut Channel) {
        let command = self.command.as_mut().filter(|_| self.subscription.is_some());
        let stdin = match command.and_then(|command| command.stdin.as_mut()) {
            Some(stdin) => stdin,
            None => return,
        };
        let credit = if always { Some(stdin.credit()) } else { stdin.news() };
        if let Some(credit) = credit {
            channel.tell(kind::STDIN_CREDIT, self.handle, &credit.to_le_bytes());
        }
    }

    /// True if something was sent.
    pub fn deliver(&mut self, channel: &mut Channel) -> bool {
        let subscription = match &mut self.subscription {
            Some(subscription) => subscription,
            None => return false,
        };
        let waits = self.command.as_ref().map_or(false, |it| it.asked.is_some());
        let exit = self.exit.as_deref();
        !waits && subscription.deliver(self.handle, &mut self.log, exit, channel)
    }

    /// An `ExecState` of the hello reply.
    pub fn describe(&self, out: &mut Writer) {
        let command = self.command.as_ref();
        let stdin = command.map_or(self.stdin_received, Command::stdin_received);
        out.u32(self.handle)
            .str(&self.key)
            .u8(if self.exit.is_none() { 1 } else { 2 })
            .u64(self.log.acked)
            .u64(self.log.first_seq())
            .u64(self.log.next_seq())
            .u64(stdin);
    }
}
