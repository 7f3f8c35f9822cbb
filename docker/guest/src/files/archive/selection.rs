//! Which entries of a tree an archive has.

use super::glob::Glob;
use crate::fault::Fault;
use crate::wire::Reader;

const MOST: usize = 1000;
const LONGEST: usize = 4096;

/// What is excluded goes with all that is in it, and so comes what is included.
pub struct Selection {
    include: Vec<Glob>,
    exclude: Vec<Glob>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Out,
    In,
    /// Not itself, but there may be something in it.
    Maybe,
}

impl Selection {
    pub fn parse(body: &mut Reader) -> Result<Selection, Fault> {
        Ok(Selection { include: globs(body)?, exclude: globs(body)? })
    }

    pub fn of(&self, path: &[Vec<u8>], inside_included: bool) -> Verdict {
        if self.exclude.iter().any(|glob| glob.matches(path)) {
            return Verdict::Out;
        }
        let all = inside_included || self.takes_all();
        match all || self.include.iter().any(|glob| glob.matches(path)) {
            true => Verdict::In,
            false => Verdict::Maybe,
        }
    }

    pub fn takes_all(&self) -> bool {
        self.include.is_empty()
    }
}

fn globs(body: &mut Reader) -> Result<Vec<Glob>, Fault> {
    let patterns = body.list_of_str()?;
    if patterns.len() > MOST || patterns.iter().any(|pattern| pattern.len() > LONGEST) {
        return Err(Fault::invalid("too many patterns, or one is too long"));
    }
    Ok(patterns.into_iter().map(Glob::parse).collect())
}
