//! Threads for file requests, so that no slow disk holds up a command. Reads, listings and
//! changes have a lane each; within a lane everything happens in the order in which it came.

mod lane;
mod transfers;
mod uploads;
mod watches;

use std::collections::HashSet;
use std::io;
use std::os::unix::io::{AsRawFd, OwnedFd};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::Arc;

use crate::channel::{Channel, Ticket};
use crate::fault::{self, Fault};
use crate::sys::fd;
use crate::wire::{kind, Frame};
use transfers::Transfers;
use watches::Watches;

/// Bytes that may wait for all lanes together.
const MOST_WAITING: usize = 16 << 20;
/// What a job counts besides its bytes.
const JOB_COST: usize = 256;
/// Answers that may wait for the main thread.
const MOST_ANSWERS: usize = 16;

pub struct Job {
    pub ticket: Ticket,
    pub body: Body,
}

pub enum Body {
    Request(Vec<u8>),
    /// A frame of a WRITE; true for the last.
    Piece(Vec<u8>, bool),
    /// The rest of a WRITE does not come.
    Abort,
    /// The session ended.
    Fence,
}

pub struct Answer {
    pub ticket: Ticket,
    pub kind: u8,
    pub payload: Vec<u8>,
    pub end: bool,
}

/// What the main thread and the lanes share.
pub struct Shared {
    pub root: PathBuf,
    pub wake: OwnedFd,
    pub session: AtomicU32,
    pub waiting: AtomicUsize,
}

pub struct Lanes {
    lanes: [Sender<Job>; 3],
    answers: Receiver<Answer>,
    shared: Arc<Shared>,
    /// WRITEs whose further frames are dropped.
    refused: HashSet<u32>,
    pub transfers: Transfers,
    pub watches: Watches,
}

impl Lanes {
    pub fn start(root: PathBuf) -> io::Result<Lanes> {
        let shared = Arc::new(Shared {
            root,
            wake: fd::event()?,
            session: AtomicU32::new(0),
            waiting: AtomicUsize::new(0),
        });
        let (sender, answers) = mpsc::sync_channel(MOST_ANSWERS);
        let start = |name| lane::start(name, Arc::clone(&shared), sender.clone());
        let lanes = [start("changes")?, start("reads")?, start("lists")?];
        let transfers = Transfers::new(Arc::clone(&shared));
        let watches = Watches::new(Arc::clone(&shared))?;
        Ok(Lanes { lanes, answers, shared, refused: HashSet::new(), transfers, watches })
    }

    /// Readable when there may be answers.
    pub fn wake(&self) -> &OwnedFd {
        &self.shared.wake
    }

    pub fn on_wake(&self) {
        let _ = fd::read(self.shared.wake.as_raw_fd(), &mut [0; 8]);
    }

    pub fn fence(&mut self, session: u32) {
        self.shared.session.store(session, Ordering::Relaxed);
        self.refused.clear();
        self.transfers.fence();
        self.watches.fence();
        let ticket = Ticket { session, kind: kind::WRITE, id: 0 };
        self.send(ticket, Body::Fence);
    }

    pub fn request(&mut self, ticket: Ticket, payload: Vec<u8>) -> Result<(), Fault> {
        self.check_room(payload.len())?;
        self.send(ticket, Body::Request(payload));
        Ok(())
    }

    pub fn write(&mut self, ticket: Ticket, frame: &Frame) -> Result<(), Fault> {
        if self.refused.contains(&frame.id) {
            if frame.end {
                self.refused.remove(&frame.id);
            }
            return Ok(());
        }
        if let Err(fault) = self.check_room(frame.payload.len()) {
            if !frame.end {
                self.refused.insert(frame.id);
            }
            self.send(ticket, Body::Abort);
            return Err(fault);
        }
        self.send(ticket, Body::Piece(frame.payload.to_vec(), frame.end));
        Ok(())
    }

    /// Moves answers to the channel while it has room; those of archives come last.
    pub fn collect(&mut self, channel: &mut Channel) {
        self.watches.collect(channel);
        while channel.has_room() {
            match self.answers.try_recv() {
                Ok(answer) => {
                    channel.piece(answer.ticket, answer.kind, &answer.payload, answer.end)
                }
                Err(_) => return self.transfers.collect(channel),
            }
        }
    }

    fn check_room(&self, length: usize) -> Result<(), Fault> {
        if self.shared.waiting.load(Ordering::Relaxed) + length > MOST_WAITING {
            return Err(Fault::new(fault::LIMIT, "too many file requests wait"));
        }
        Ok(())
    }

    fn send(&self, ticket: Ticket, body: Body) {
        let lane = match ticket.kind {
            kind::STAT | kind::READ => 1,
            kind::LIST | kind::SIFT => 2,
            _ => 0,
        };
        self.shared.waiting.fetch_add(body.cost(), Ordering::Relaxed);
        let _ = self.lanes[lane].send(Job { ticket, body });
    }
}

impl Body {
    pub fn cost(&self) -> usize {
        match self {
            Body::Request(bytes) | Body::Piece(bytes, _) => bytes.len() + JOB_COST,
            Body::Abort | Body::Fence => JOB_COST,
        }
    }
}
