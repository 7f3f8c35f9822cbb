//! The WRITEs that are under way.

use std::collections::HashMap;

use crate::fault::{self, Fault};
use crate::files::{Workspace, Write};

const MOST_OPEN: usize = 64;
/// Bytes that the server may send ahead.
const CREDIT: u64 = 1 << 20;
/// The server hears of new credit in steps of at least this many bytes.
const STEP: u64 = 256 << 10;

struct Upload {
    write: Write,
    taken: u64,
    announced: u64,
}

/// What is to be said after a frame.
#[derive(Default)]
pub struct Step {
    pub credit: Option<u64>,
    pub reply: Option<Vec<u8>>,
}

/// `None` for one that failed: its other frames are dropped up to the last.
#[derive(Default)]
pub struct Uploads {
    open: HashMap<u32, Option<Upload>>,
}

impl Uploads {
    pub fn step(
        &mut self,
        workspace: &Workspace,
        id: u32,
        payload: &[u8],
        end: bool,
    ) -> Result<Step, Fault> {
        let done = match self.open.remove(&id) {
            None => self.begin(workspace, payload),
            Some(None) => Ok(None),
            Some(Some(upload)) => upload.append(payload).map(Some),
        };
        let upload = match done {
            Ok(upload) => upload,
            Err(fault) => {
                self.refuse(id, end);
                return Err(fault);
            }
        };
        let mut step = Step::default();
        match upload {
            Some(upload) if end => step.reply = Some(upload.write.finish()?),
            Some(mut upload) => {
                step.credit = upload.news();
                self.open.insert(id, Some(upload));
            }
            None => self.refuse(id, end),
        }
        Ok(step)
    }

    pub fn refuse(&mut self, id: u32, end: bool) {
        if !end {
            self.open.insert(id, None);
        }
    }

    pub fn abort(&mut self, id: u32) {
        self.open.remove(&id);
    }

    fn begin(&self, workspace: &Workspace, first: &[u8]) -> Result<Option<Upload>, Fault> {
        if self.open.values().flatten().count() >= MOST_OPEN {
            return Err(Fault::new(fault::LIMIT, "too many files are being written"));
        }
        Ok(Some(Upload { write: workspace.begin_write(first)?, taken: 0, announced: CREDIT }))
    }
}

impl Upload {
    fn append(mut self, data: &[u8]) -> Result<Upload, Fault> {
        self.write.append(data)?;
        self.taken += data.len() as u64;
        Ok(self)
    }

    /// The credit, when the server should hear of it.
    fn news(&mut self) -> Option<u64> {
        let credit = self.taken + CREDIT;
        if credit < self.announced + STEP {
            return None;
        }
        self.announced = credit;
        Some(credit)
    }
}
