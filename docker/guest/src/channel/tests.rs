use super::{Channel, Inbox, Outbox, Ticket};
use crate::fault;
use crate::wire::{kind, Frame, Parser, Seal};

fn frame(kind: u8, id: u32, payload: &[u8], end: bool) -> Frame<'_> {
    Frame { kind, end, session: 1, id, payload }
}

#[test]
fn outbox_finishes_the_frame_it_began() {
    for written in 0..=46 {
        let mut outbox = Outbox::new(Seal::Whole);
        outbox.push(&frame(2, 1, b"one", true), &[]);
        outbox.push(&frame(2, 2, b"two", true), &[]);
        let all = outbox.waiting().to_vec();
        outbox.advance(written);
        outbox.clear();
        let end = if written == 0 { 0 } else { (written + 22) / 23 * 23 };
        assert_eq!(outbox.waiting(), &all[written..end]);
        outbox.push(&frame(2, 3, b"new", true), &[]);
        let mut parser = Parser::new(Seal::Whole);
        parser.feed(&all[..written]);
        parser.feed(outbox.waiting());
        let mut ids = Vec::new();
        while let Some(frame) = parser.next(0) {
            ids.push(frame.id);
        }
        assert_eq!(ids.last(), Some(&3));
        assert!(!parser.is_garbled());
    }
}

#[test]
fn inbox_joins_and_bounds() {
    let mut inbox = Inbox::default();
    assert_eq!(inbox.join(&frame(2, 1, b"a", false)), Ok(None));
    assert_eq!(inbox.join(&frame(3, 1, b"x", true)).unwrap().as_deref(), Some(&b"x"[..]));
    assert_eq!(inbox.join(&frame(2, 1, b"b", true)).unwrap().as_deref(), Some(&b"ab"[..]));
    let large = vec![0; 66_000];
    let refused = (0..100).find_map(|_| inbox.join(&frame(2, 9, &large, false)).err());
    assert_eq!(refused.unwrap().code, fault::TOO_LARGE);
    assert_eq!(inbox.join(&frame(2, 9, &large, false)), Ok(None));
    assert_eq!(inbox.join(&frame(2, 9, b"", true)), Ok(None));
    assert_eq!(inbox.join(&frame(2, 9, b"again", true)).unwrap().as_deref(), Some(&b"again"[..]));
    let refused = (0..1_000).find_map(|id| inbox.join(&frame(2, id, b"", false)).err());
    assert_eq!(refused.unwrap().code, fault::LIMIT);
}

#[test]
fn answers_of_a_fenced_session_are_dropped() {
    let mut channel = Channel::default();
    let ticket = Ticket { session: channel.start_session(), kind: kind::PING, id: 1 };
    channel.reply(ticket, b"x");
    assert!(!channel.outbox().is_empty());
    assert_ne!(channel.start_session(), ticket.session);
    channel.reply(ticket, b"x");
    assert!(channel.outbox().is_empty());
}
