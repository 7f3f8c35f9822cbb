//! Bytes in blocks, appended at the end and released from the front. A place is an offset over all blocks.

use std::collections::VecDeque;
use std::io;

use crate::sys::pages::Pages;

const BLOCK: usize = 128 << 10;
/// With less left, a block is not begun to be filled any more.
const LEAST_LEFT: usize = 4 << 10;
/// Blocks that are kept for what comes next, as many as a window has: new ones cost more than what is copied into them.
const MOST_SPARE: usize = 32;

#[derive(Default)]
pub struct Store {
    blocks: VecDeque<Pages>,
    spare: Vec<Pages>,
    first: u64,
    filled: usize,
}

impl Store {
    /// Room for up to `most` new bytes in one piece.
    pub fn fresh(&mut self, most: usize) -> io::Result<&mut [u8]> {
        if self.more_room() < LEAST_LEFT {
            let block = self.spare.pop().map_or_else(|| Pages::new(BLOCK), Ok)?;
            self.blocks.push_back(block);
            self.filled = 0;
        }
        let most = most.min(self.more_room());
        Ok(&mut self.more()[..most])
    }

    /// The room directly behind the last byte.
    pub fn more(&mut self) -> &mut [u8] {
        let filled = self.filled;
        self.blocks.back_mut().map_or(&mut [], |it| &mut it[filled..])
    }

    pub fn more_room(&self) -> usize {
        self.blocks.back().map_or(0, |block| block.len() - self.filled)
    }

    /// Whether that place is directly behind the last byte, within its block.
    pub fn goes_on_at(&self, place: u64) -> bool {
        self.filled > 0 && self.end() == place
    }

    fn end(&self) -> u64 {
        let before = (self.first + self.blocks.len() as u64).saturating_sub(1);
        before * BLOCK as u64 + self.filled as u64
    }

    /// Keeps the first `length` bytes of the room and says where they are.
    pub fn taken(&mut self, length: usize) -> u64 {
        let place = self.end();
        self.filled += length;
        place
    }

    pub fn bytes(&self, place: u64, length: usize) -> &[u8] {
        let block = (place / BLOCK as u64 - self.first) as usize;
        let start = (place % BLOCK as u64) as usize;
        &self.blocks[block][start..start + length]
    }

    pub fn release_before(&mut self, place: u64) {
        while self.first < place / BLOCK as u64 {
            self.release_block();
        }
    }

    /// Keeps the last block for what comes next, and no more: all was read, so it is no flood.
    pub fn release_all(&mut self) {
        while self.blocks.len() > 1 {
            self.release_block();
        }
        self.spare.clear();
        self.filled = 0;
    }

    fn release_block(&mut self) {
        let block = self.blocks.pop_front();
        self.first += 1;
        if self.spare.len() < MOST_SPARE {
            self.spare.extend(block);
        }
    }
}
