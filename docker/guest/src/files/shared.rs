//! What all requests share: the workspace directory, and the order of changes.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One for all threads: an agent has one workspace.
static CHANGES: Mutex<()> = Mutex::new(());

pub struct Shared {
    pub root: File,
}

impl Shared {
    pub fn open(root: &Path) -> io::Result<Shared> {
        Ok(Shared { root: File::open(root)? })
    }

    /// Held from a precondition to the change that it is for.
    pub fn lock(&self) -> MutexGuard<'_, ()> {
        CHANGES.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
