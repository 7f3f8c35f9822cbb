//! Files that have lost their last name. The kernel gives back what they had when the last descriptor is closed, and
//! waits for pages that are on their way to the disk: that is done after the answer, for which nothing of it matters.

use std::sync::{Mutex, PoisonError};

use super::node::Node;

/// More are closed at once, so that a large batch needs no more descriptors.
const MOST: usize = 64;

/// One for all threads, as an agent has one workspace.
static GONE: Mutex<Vec<Node>> = Mutex::new(Vec::new());

pub fn close_later(node: Node) {
    let mut gone = GONE.lock().unwrap_or_else(PoisonError::into_inner);
    if gone.len() < MOST {
        gone.push(node);
    }
}

pub fn close() {
    let gone = std::mem::take(&mut *GONE.lock().unwrap_or_else(PoisonError::into_inner));
    drop(gone);
}
