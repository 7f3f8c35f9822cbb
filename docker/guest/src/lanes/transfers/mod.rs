//! Archives on their way: a thread for each, so that none delays other requests.

mod flow;
mod work;

use std::collections::{HashMap, HashSet};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::Arc;

use super::{Answer, Shared};
use crate::channel::{Channel, Ticket};
use crate::fault::{self, Fault};
use crate::files::Import;
use crate::wire::{kind, Frame, Reader};
use flow::Flow;
use work::Work;

const MOST: usize = 8;
/// Answers that may wait for the main thread.
const MOST_ANSWERS: usize = 4;
/// In the request of an EXPORT the credit comes last.
const CREDIT_BYTES: usize = 4;

pub struct Transfers {
    running: HashMap<u32, Arc<Flow>>,
    /// IMPORTs that were answered before their last frame.
    dropped: HashSet<u32>,
    answers: Receiver<Answer>,
    sender: SyncSender<Answer>,
    shared: Arc<Shared>,
}

impl Transfers {
    pub fn new(shared: Arc<Shared>) -> Transfers {
        let (sender, answers) = mpsc::sync_channel(MOST_ANSWERS);
        Transfers { running: HashMap::new(), dropped: HashSet::new(), answers, sender, shared }
    }

    /// Of another session.
    pub fn fence(&mut self) {
        self.running.drain().for_each(|(_, flow)| flow.cancel());
        self.dropped.clear();
    }

    pub fn export(&mut self, ticket: Ticket, request: Vec<u8>) -> Result<(), Fault> {
        let split = request.len().saturating_sub(CREDIT_BYTES);
        let credit = Reader::new(&request[split..]).u32()?;
        let work = self.work(ticket)?;
        work.flow.add_credit(u64::from(credit));
        let flow = Arc::clone(&work.flow);
        work.export(request)?;
        self.running.insert(ticket.id, flow);
        Ok(())
    }

    /// A frame of an IMPORT.
    pub fn import(&mut self, ticket: Ticket, frame: &Frame) -> Result<(), Fault> {
        if let Some(flow) = self.running.get(&frame.id) {
            flow.push(frame.payload.to_vec(), frame.end);
        } else if self.dropped.contains(&frame.id) {
            if frame.end {
                self.dropped.remove(&frame.id);
            }
        } else if let Err(fault) = self.begin(ticket, frame) {
            if !frame.end {
                self.dropped.insert(frame.id);
            }
            return Err(fault);
        }
        Ok(())
    }

    /// Frames without an answer of their own. One for a transfer that is over is late, not wrong.
    pub fn steer(&mut self, frame: &Frame) {
        if frame.kind == kind::ABORT {
            self.dropped.remove(&frame.id);
        }
        if let Some(flow) = self.running.get(&frame.id) {
            match (frame.kind, Reader::new(frame.payload).u64()) {
                (kind::EXPORT_CREDIT, Ok(total)) => flow.add_credit(total),
                (kind::EXPORT_CREDIT, Err(_)) => {}
                _ => {
                    // In this order: an end alone would look like a cut archive.
                    flow.cancel();
                    flow.push(Vec::new(), true);
                }
            }
        }
    }

    pub fn collect(&mut self, channel: &mut Channel) {
        while channel.has_room() {
            let answer = match self.answers.try_recv() {
                Ok(answer) => answer,
                Err(_) => return,
            };
            let Answer { ticket, kind, payload, end } = answer;
            channel.piece(ticket, kind, &payload, end);
            if end && kind != kind::WRITE_CREDIT && ticket.session == channel.session {
                let flow = self.running.remove(&ticket.id);
                if ticket.kind == kind::IMPORT && flow.map_or(false, |flow| !flow.has_ended()) {
                    self.dropped.insert(ticket.id);
                }
            }
        }
    }

    fn begin(&mut self, ticket: Ticket, frame: &Frame) -> Result<(), Fault> {
        let request = Import::parse(frame.payload)?;
        let work = self.work(ticket)?;
        let flow = Arc::clone(&work.flow);
        if frame.end {
            flow.push(Vec::new(), true);
        }
        work.import(request)?;
        self.running.insert(ticket.id, flow);
        Ok(())
    }

    fn work(&self, ticket: Ticket) -> Result<Work, Fault> {
        if self.running.len() >= MOST {
            return Err(Fault::new(fault::LIMIT, "too many archives are on their way"));
        }
        let (shared, answers) = (Arc::clone(&self.shared), self.sender.clone());
        Ok(Work { ticket, shared, answers, flow: Arc::new(Flow::default()) })
    }
}
