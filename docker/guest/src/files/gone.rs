//! Files that have lost their last name. The kernel gives back what they had when the last descriptor is closed, and
//! waits for pages that are on their way to the disk: that is done after the answer, for which nothing of it matters.

use std::cell::RefCell;

use super::node::Node;

/// More are closed at once, so that a large batch needs no more descriptors.
const MOST: usize = 64;

thread_local! {
    /// Each thread closes its own, at its end at the latest: no reader waits for what another has written.
    static GONE: RefCell<Vec<Node>> = RefCell::default();
}

pub fn close_later(node: Node) {
    GONE.with(|gone| {
        if gone.borrow().len() < MOST {
            gone.borrow_mut().push(node);
        }
    });
}

pub fn close() {
    GONE.with(RefCell::take);
}
