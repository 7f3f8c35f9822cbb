//! Joins the frames of requests that come in several.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::fault::{self, Fault};
use crate::wire::Frame;

const MAX_REQUEST: usize = 4 << 20;
const MAX_JOINED: usize = 8 << 20;
const MAX_UNFINISHED: usize = 256;

/// What came so far of each unfinished request; `None` after it was refused.
#[derive(Default)]
pub struct Inbox {
    unfinished: HashMap<(u8, u32), Option<Vec<u8>>>,
    joined: usize,
}

impl Inbox {
    /// The whole payload once the last frame is there.
    pub fn join<'a>(&mut self, frame: &Frame<'a>) -> Result<Option<Cow<'a, [u8]>>, Fault> {
        let key = (frame.kind, frame.id);
        let before = self.unfinished.remove(&key);
        if before.is_none() && frame.end {
            return Ok(Some(Cow::Borrowed(frame.payload)));
        }
        let mut payload = match before {
            Some(None) => return Ok(self.keep_refused(key, frame.end)),
            Some(Some(payload)) => payload,
            None => Vec::new(),
        };
        self.joined -= payload.len();
        let length = payload.len() + frame.payload.len();
        if length > MAX_REQUEST || self.joined + length > MAX_JOINED {
            self.keep_refused(key, frame.end);
            return Err(Fault::new(fault::TOO_LARGE, "the request is too large"));
        }
        payload.extend_from_slice(frame.payload);
        if frame.end {
            return Ok(Some(Cow::Owned(payload)));
        }
        if self.unfinished.len() >= MAX_UNFINISHED {
            return Err(Fault::new(fault::LIMIT, "too many unfinished requests"));
        }
        self.joined += length;
        self.unfinished.insert(key, Some(payload));
        Ok(None)
    }

    fn keep_refused(&mut self, key: (u8, u32), end: bool) -> Option<Cow<'static, [u8]>> {
        if !end && self.unfinished.len() < MAX_UNFINISHED {
            self.unfinished.insert(key, None);
        }
        None
    }
}
