//! One thread that does file requests.

use std::io;
use std::os::unix::io::AsRawFd;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::Arc;
use std::thread;

use super::uploads::Uploads;
use super::{Answer, Body, Job, Shared};
use crate::channel::{fault_payload, Ticket};
use crate::fault::Fault;
use crate::files::{self, Workspace};
use crate::sys::fd;
use crate::wire::frame::MAX_PAYLOAD;
use crate::wire::kind;

pub fn start(
    name: &str,
    shared: Arc<Shared>,
    answers: SyncSender<Answer>,
) -> io::Result<Sender<Job>> {
    let (sender, jobs) = mpsc::channel();
    let lane = Lane { shared, answers, workspace: None, uploads: Uploads::default() };
    thread::Builder::new().name(name.to_owned()).spawn(move || lane.run(&jobs))?;
    Ok(sender)
}

struct Lane {
    shared: Arc<Shared>,
    answers: SyncSender<Answer>,
    workspace: Option<Workspace>,
    uploads: Uploads,
}

impl Lane {
    fn run(mut self, jobs: &Receiver<Job>) {
        for job in jobs {
            let cost = job.body.cost();
            self.work(job);
            files::close_gone();
            self.shared.waiting.fetch_sub(cost, Ordering::Relaxed);
        }
    }

    fn work(&mut self, job: Job) {
        let ticket = job.ticket;
        if ticket.session != self.shared.session.load(Ordering::Relaxed) {
            return;
        }
        let done = match job.body {
            Body::Request(payload) => self.request(ticket, &payload),
            Body::Piece(payload, end) => self.piece(ticket, &payload, end),
            Body::Abort => {
                self.uploads.abort(ticket.id);
                Ok(())
            }
            Body::Fence => {
                self.uploads = Uploads::default();
                Ok(())
            }
        };
        if let Err(fault) = done {
            self.send(ticket, kind::FAULT, fault_payload(&fault), true);
        }
    }

    fn request(&mut self, ticket: Ticket, payload: &[u8]) -> Result<(), Fault> {
        self.open()?;
        let workspace = self.workspace.as_ref().expect("open");
        workspace.handle(ticket.kind, payload, &mut |payload, end| {
            let pieces = payload.chunks(MAX_PAYLOAD).count();
            for (at, piece) in payload.chunks(MAX_PAYLOAD).enumerate() {
                let last = end && at + 1 == pieces;
                self.send(ticket, ticket.kind | kind::REPLY, piece.to_vec(), last);
            }
            if pieces == 0 {
                self.send(ticket, ticket.kind | kind::REPLY, Vec::new(), end);
            }
        })
    }

    fn piece(&mut self, ticket: Ticket, payload: &[u8], end: bool) -> Result<(), Fault> {
        if let Err(fault) = self.open() {
            self.uploads.refuse(ticket.id, end);
            return Err(fault);
        }
        let workspace = self.workspace.as_ref().expect("open");
        let step = self.uploads.step(workspace, ticket.id, payload, end)?;
        if let Some(credit) = step.credit {
            self.send(ticket, kind::WRITE_CREDIT, credit.to_le_bytes().to_vec(), true);
        }
        if let Some(reply) = step.reply {
            self.send(ticket, ticket.kind | kind::REPLY, reply, true);
        }
        Ok(())
    }

    /// The directory may come later than the agent.
    fn open(&mut self) -> Result<(), Fault> {
        if self.workspace.is_none() {
            self.workspace = Some(Workspace::open(&self.shared.root)?);
        }
        Ok(())
    }

    fn send(&self, ticket: Ticket, kind: u8, payload: Vec<u8>, end: bool) {
        let answer = Answer { ticket, kind, payload, end };
        let _ = self.answers.send(answer);
        let _ = fd::write(self.shared.wake.as_raw_fd(), &1u64.to_ne_bytes());
    }
}
