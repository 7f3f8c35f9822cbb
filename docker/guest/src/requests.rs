//! Decides who answers a frame of the owner.

use std::time::Duration;

use crate::agent::Agent;
use crate::cgroup;
use crate::channel::Ticket;
use crate::exec;
use crate::fault::{self, Fault};
use crate::hello;
use crate::wire::{kind, Frame, Reader};

pub fn take(agent: &mut Agent, frame: &Frame) {
    if frame.kind == kind::HELLO {
        return hello::answer(agent, frame);
    }
    if frame.session != agent.channel.session || frame.session == 0 {
        return;
    }
    let ticket = Ticket { session: frame.session, kind: frame.kind, id: frame.id };
    if let Err(fault) = take_ours(agent, frame, ticket) {
        agent.channel.fault(ticket, &fault);
    }
}

fn take_ours(agent: &mut Agent, frame: &Frame, ticket: Ticket) -> Result<(), Fault> {
    match frame.kind {
        kind::CREDIT | kind::ACK | kind::STDIN => {
            // These have no answer, so there is none when they are malformed either.
            let _ = exec::requests::take(&mut agent.table, frame);
            Ok(())
        }
        kind::WRITE => agent.lanes.write(ticket, frame),
        kind::IMPORT => agent.lanes.transfers.import(ticket, frame),
        kind::EXPORT_CREDIT | kind::ABORT => {
            agent.lanes.transfers.steer(frame);
            Ok(())
        }
        _ => {
            let joined = agent.channel.inbox.join(frame)?;
            joined.map_or(Ok(()), |payload| answer(agent, ticket, &payload))
        }
    }
}

fn answer(agent: &mut Agent, ticket: Ticket, payload: &[u8]) -> Result<(), Fault> {
    match ticket.kind {
        kind::PING => agent.channel.reply(ticket, payload),
        kind::STATS => agent.channel.reply(ticket, &cgroup::stats()),
        kind::LINK => return agent.channel.open_link(ticket, payload),
        kind::SHUTDOWN => {
            let grace = Reader::new(payload).u32()?;
            agent.channel.reply(ticket, &[]);
            agent.leave(Duration::from_millis(u64::from(grace)));
        }
        kind::SPAWN | kind::RUN if agent.is_leaving() => {
            return Err(Fault::new(fault::CANCELLED, "the agent is shutting down"));
        }
        kind::FIRST_EXEC..=kind::LAST_EXEC => {
            exec::requests::answer(&mut agent.table, &mut agent.channel, ticket, payload);
        }
        kind::EXPORT => return agent.lanes.transfers.export(ticket, payload.to_vec()),
        kind::WATCH | kind::UNWATCH => {
            return agent.lanes.watches.request(ticket, payload.to_vec());
        }
        kind::FIRST_FILE..=kind::LAST_FILE => {
            return agent.lanes.request(ticket, payload.to_vec());
        }
        _ => return Err(Fault::invalid("no such request")),
    }
    Ok(())
}
