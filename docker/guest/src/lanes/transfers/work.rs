//! The thread of one transfer.

use std::io;
use std::os::unix::io::AsRawFd;
use std::sync::mpsc::SyncSender;
use std::sync::Arc;
use std::thread;

use super::flow::Flow;
use crate::channel::{fault_payload, Ticket};
use crate::fault::Fault;
use crate::files::{Import, Workspace};
use crate::lanes::{Answer, Shared};
use crate::sys::fd;
use crate::wire::kind;

pub struct Work {
    pub ticket: Ticket,
    pub shared: Arc<Shared>,
    pub answers: SyncSender<Answer>,
    pub flow: Arc<Flow>,
}

impl Work {
    pub fn export(self, request: Vec<u8>) -> io::Result<()> {
        self.start(move |work, workspace| {
            let mut sent = 0;
            workspace.export(&request, &mut |piece| {
                sent += piece.len() as u64;
                work.flow.wait_for_credit(sent)?;
                work.send(work.ticket.kind | kind::REPLY, piece, false);
                Ok(())
            })
        })
    }

    pub fn import(self, request: Import) -> io::Result<()> {
        self.start(move |work, workspace| {
            workspace.import(request, &mut || {
                let piece = work.flow.next_piece()?;
                if let Some(credit) = work.flow.news() {
                    work.send(kind::WRITE_CREDIT, credit.to_le_bytes().to_vec(), true);
                }
                Ok(piece)
            })
        })
    }

    fn start(
        self,
        run: impl FnOnce(&Work, &Workspace) -> Result<Vec<u8>, Fault> + Send + 'static,
    ) -> io::Result<()> {
        let builder = thread::Builder::new().name("transfer".to_owned());
        let thread = builder.spawn(move || {
            let workspace = Workspace::open(&self.shared.root).map_err(Fault::from);
            match workspace.and_then(|workspace| run(&self, &workspace)) {
                Ok(reply) => self.send(self.ticket.kind | kind::REPLY, reply, true),
                Err(fault) => self.send(kind::FAULT, fault_payload(&fault), true),
            }
        });
        thread.map(drop)
    }

    fn send(&self, kind: u8, payload: Vec<u8>, end: bool) {
        let _ = self.answers.send(Answer { ticket: self.ticket, kind, payload, end });
        let _ = fd::write(self.shared.wake.as_raw_fd(), &1u64.to_ne_bytes());
    }
}
