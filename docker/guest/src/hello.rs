//! The hello: a new owner, a new session.

use crate::agent::Agent;
use crate::channel::Ticket;
use crate::sys::process;
use crate::wire::{kind, Frame, Writer};

pub const PROTOCOL: u32 = 1;
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
const NONCE: usize = 16;

/// Without being asked, once: the workspace is ready.
pub fn announce(agent: &mut Agent) {
    let payload = payload(agent, &[0; NONCE]);
    agent.channel.tell(kind::HELLO | kind::REPLY, 0, &payload);
}

pub fn answer(agent: &mut Agent, frame: &Frame) {
    if frame.session != 0 || frame.payload.len() != NONCE {
        return;
    }
    let link = agent.channel.link.take();
    let session = end_session(agent);
    let payload = payload(agent, frame.payload);
    let reply = Frame {
        kind: kind::HELLO | kind::REPLY,
        end: true,
        session,
        id: frame.id,
        payload: &payload,
    };
    if let Some(link) = link {
        link.close_with(&reply);
    }
    let ticket = Ticket { session, kind: kind::HELLO, id: frame.id };
    agent.channel.reply(ticket, &payload);
}

/// Nothing more is sent to the owner there was. Returns the id of the next session.
pub fn end_session(agent: &mut Agent) -> u32 {
    agent.channel.link = None;
    let session = agent.channel.start_session();
    agent.lanes.fence(session);
    agent.table.end_subscriptions();
    session
}

fn payload(agent: &Agent, nonce: &[u8]) -> Vec<u8> {
    let (user, group) = process::user_and_group();
    let mut payload = Writer::new();
    payload
        .bytes(nonce)
        .u32(agent.channel.session)
        .u32(PROTOCOL)
        .bytes(&agent.instance)
        .str(VERSION.as_bytes())
        .u32(user)
        .u32(group);
    agent.table.describe(&mut payload);
    payload.into_bytes()
}
