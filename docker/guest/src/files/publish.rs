//! Lets a complete file appear, and tells the state that it appeared in.

use std::fs::{File, Permissions};
use std::os::unix::fs::PermissionsExt;

use super::content::{settled, small};
use super::settle::Patience;
use super::stat::Stat;
use crate::fault::Fault;

/// The Stat is of what was written, also when the workload changes the file at once.
pub fn publish(
    file: &File,
    mode: u32,
    appear: impl FnOnce() -> Result<(), Fault>,
) -> Result<Stat, Fault> {
    file.set_permissions(Permissions::from_mode(mode))?;
    let before = file.metadata()?;
    let small = small(file)?;
    appear()?;
    if let Some((mut stat, _)) = small {
        stat.nlink = 1;
        return Ok(stat);
    }
    let stat = settled(file, &mut Patience::new())?;
    Ok(if stat.shows_write_after(&before) { stat.unsettled() } else { stat })
}
