//! Whatever the owner sends, the agent lives, answers, and stays small.

use std::process::Command;

use crate::exec::Spawn;
use crate::guest::Guest;
use crate::wire::{kind, Writer};

struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Small numbers, large ones, lengths that lie, and text.
    fn payload(&mut self) -> Vec<u8> {
        let mut payload = Writer::new();
        for _ in 0..self.below(8) {
            match self.below(6) {
                0 => payload.u32(self.below(4) as u32),
                1 => payload.u32(!0 - self.below(4) as u32),
                2 => payload.u64(self.next()),
                3 => payload.str(b"../x"),
                4 => payload.u8(self.next() as u8),
                _ => payload.bytes(&vec![self.next() as u8; self.below(300) as usize]),
            };
        }
        payload.into_bytes()
    }
}

#[test]
fn survives_frames_of_chance() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guest"));
    let mut guest = Guest::start_command(command.env("DEVBENCH_WORKSPACE", "/no/such/folder"));
    guest.hello();
    let mut chance = Chance(0xDEAD_BEEF);
    let mut running = Spawn::new(&["cat"]);
    running.flags = crate::exec::STDIN;
    running.start(&mut guest);
    for round in 0..20_000 {
        let kind = chance.next() as u8;
        // A shutdown would be obeyed, and a hello has its own tests.
        if matches!(kind, kind::SHUTDOWN | kind::HELLO) {
            continue;
        }
        let id = chance.below(4) as u32;
        let payload = chance.payload();
        let mut frame = guest.frame(kind, id, &payload, chance.below(4) > 0);
        if chance.below(10) == 0 {
            let at = chance.below(frame.len() as u64) as usize;
            frame[at] ^= 1 << chance.below(8);
        }
        guest.send_raw(&frame);
        if round % 1_000 == 0 {
            guest.send_raw(&vec![0; 66_580]);
            guest.hello();
        }
    }
    guest.send_raw(&vec![0; 66_580]);
    guest.hello();
    assert_eq!(Spawn::new(&["echo", "alive"]).run(&mut guest).stdout, b"alive\n");
    let status = std::fs::read_to_string(format!("/proc/{}/status", guest.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    let kib: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    assert!(kib < 16 << 10, "{}", line);
}
