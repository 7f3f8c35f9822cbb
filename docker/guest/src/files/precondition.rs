//! What a caller says about the state that a change is meant for.

use super::node::Node;
use super::settle::Patience;
use crate::fault::{self, Fault};

#[derive(Debug, Clone, Default)]
pub struct Precondition {
    pub must_not_exist: bool,
    pub if_match: Option<Vec<u8>>,
}

impl Precondition {
    pub fn new(must_not_exist: bool, if_match: Option<Vec<u8>>) -> Result<Precondition, Fault> {
        if must_not_exist && if_match.is_some() {
            return Err(Fault::invalid("must-not-exist and if-match exclude each other"));
        }
        Ok(Precondition { must_not_exist, if_match })
    }

    pub fn check(&self, found: Option<&Node>) -> Result<(), Fault> {
        self.absent(found)?;
        self.matches(found)
    }

    pub fn absent(&self, found: Option<&Node>) -> Result<(), Fault> {
        match found {
            Some(_) if self.must_not_exist => Err(Fault::new(fault::EXISTS, "it exists already")),
            _ => Ok(()),
        }
    }

    pub fn matches(&self, found: Option<&Node>) -> Result<(), Fault> {
        let conflict = |message| Err(Fault::new(fault::CONFLICT, message));
        match (&self.if_match, found) {
            (None, _) => Ok(()),
            (Some(_), None) => conflict("it does not exist any more"),
            (Some(expected), Some(node)) => {
                match node.describe(&mut Patience::new())?.etag.as_bytes() == &expected[..] {
                    true => Ok(()),
                    false => conflict("it has changed since this ETag; read it again"),
                }
            }
        }
    }
}
