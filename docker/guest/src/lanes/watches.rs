//! The thread that watches paths. It starts with the first of them.

use std::os::unix::io::{AsRawFd, OwnedFd};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::Arc;
use std::{io, thread};

use super::{Answer, Shared};
use crate::channel::{fault_payload, Channel, Ticket};
use crate::clock;
use crate::fault::Fault;
use crate::files::Watcher;
use crate::sys::fd;
use crate::sys::poll::Poll;
use crate::wire::{kind, Reader};

/// Answers that may wait for the main thread; further news gather in the kernel.
const MOST_ANSWERS: usize = 64;

enum Command {
    Request(Ticket, Vec<u8>),
    Fence,
}

pub struct Watches {
    shared: Arc<Shared>,
    commands: Option<Sender<Command>>,
    wake: Arc<OwnedFd>,
    answers: Receiver<Answer>,
    sender: SyncSender<Answer>,
}

impl Watches {
    pub fn new(shared: Arc<Shared>) -> io::Result<Watches> {
        let (sender, answers) = mpsc::sync_channel(MOST_ANSWERS);
        Ok(Watches { shared, commands: None, wake: Arc::new(fd::event()?), answers, sender })
    }

    /// A WATCH or UNWATCH.
    pub fn request(&mut self, ticket: Ticket, payload: Vec<u8>) -> Result<(), Fault> {
        if self.commands.is_none() {
            let (commands, received) = mpsc::channel();
            let work = Work {
                shared: Arc::clone(&self.shared),
                wake: Arc::clone(&self.wake),
                answers: self.sender.clone(),
                watcher: None,
                session: 0,
            };
            thread::Builder::new().name("watches".to_owned()).spawn(move || work.run(&received))?;
            self.commands = Some(commands);
        }
        self.send(Command::Request(ticket, payload));
        Ok(())
    }

    /// All watches end with their session.
    pub fn fence(&mut self) {
        self.send(Command::Fence);
    }

    pub fn collect(&mut self, channel: &mut Channel) {
        while channel.has_room() {
            match self.answers.try_recv() {
                Ok(Answer { ticket, kind, payload, end }) => {
                    channel.piece(ticket, kind, &payload, end)
                }
                Err(_) => return,
            }
        }
    }

    fn send(&self, command: Command) {
        if let Some(commands) = &self.commands {
            let _ = commands.send(command);
            let _ = fd::write(self.wake.as_raw_fd(), &1u64.to_ne_bytes());
        }
    }
}

struct Work {
    shared: Arc<Shared>,
    wake: Arc<OwnedFd>,
    answers: SyncSender<Answer>,
    /// Only while something is watched: the kernel has few of them for each user.
    watcher: Option<Watcher>,
    session: u32,
}

#[derive(Clone, Copy)]
enum Ready {
    Commands,
    Watcher,
}

impl Work {
    fn run(mut self, commands: &Receiver<Command>) {
        let mut poll = Poll::new();
        loop {
            poll.clear();
            poll.readable(&*self.wake, Ready::Commands);
            if let Some(watcher) = &self.watcher {
                poll.readable(watcher.file(), Ready::Watcher);
            }
            let due = self.watcher.as_ref().and_then(Watcher::deadline);
            poll.wait(due.map(|due| due.saturating_duration_since(clock::now())));
            let now = clock::now();
            for ready in poll.ready() {
                match (ready, &mut self.watcher) {
                    (Ready::Commands, _) => {
                        let _ = fd::read(self.wake.as_raw_fd(), &mut [0; 8]);
                    }
                    (Ready::Watcher, Some(watcher)) => watcher.on_readable(now),
                    (Ready::Watcher, None) => {}
                }
            }
            while let Ok(command) = commands.try_recv() {
                self.take(command);
            }
            self.tell();
        }
    }

    fn take(&mut self, command: Command) {
        match command {
            Command::Fence => self.watcher = None,
            Command::Request(ticket, payload) => {
                self.session = ticket.session;
                match self.answer(ticket.kind, &payload) {
                    Ok(()) => self.send(ticket, ticket.kind | kind::REPLY, Vec::new()),
                    Err(fault) => self.send(ticket, kind::FAULT, fault_payload(&fault)),
                }
            }
        }
        if self.watcher.as_ref().map_or(false, Watcher::is_empty) {
            self.watcher = None;
        }
    }

    fn answer(&mut self, kind: u8, payload: &[u8]) -> Result<(), Fault> {
        let mut request = Reader::new(payload);
        let watch = request.u32()?;
        if kind == kind::WATCH {
            let path = request.str()?;
            request.end()?;
            let root: &Path = &self.shared.root;
            if self.watcher.is_none() {
                self.watcher = Some(Watcher::new(root)?);
            }
            return self.watcher.as_mut().map_or(Ok(()), |watcher| watcher.add(watch, path));
        }
        request.end()?;
        if let Some(watcher) = &mut self.watcher {
            watcher.remove(watch);
        }
        Ok(())
    }

    fn tell(&mut self) {
        let news = self.watcher.as_mut().map(|watcher| watcher.news(clock::now()));
        for news in news.into_iter().flatten() {
            let ticket = Ticket { session: self.session, kind: kind::CHANGED, id: news.watch };
            self.send(ticket, kind::CHANGED, vec![u8::from(news.lost)]);
        }
    }

    fn send(&self, ticket: Ticket, kind: u8, payload: Vec<u8>) {
        let _ = self.answers.send(Answer { ticket, kind, payload, end: true });
        let _ = fd::write(self.shared.wake.as_raw_fd(), &1u64.to_ne_bytes());
    }
}
