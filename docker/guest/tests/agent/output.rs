//! Output arrives exactly once, in order, and within its bounds.

use crate::exec::{finish, next, next_output, Finished, News, Spawn, DROP_OLDEST};
use crate::guest::Guest;
use crate::process;
use crate::wire::{kind, Writer};

const MIB: usize = 1 << 20;

/// Bytes that show where they are from.
fn pattern(length: usize) -> Vec<u8> {
    (0..length / 8).flat_map(|at| format!("{:07}\n", at).into_bytes()).collect()
}

fn pattern_script(length: usize) -> String {
    format!("seq -f %07.0f 0 {}", length / 8 - 1)
}

#[test]
fn keeps_every_byte_with_tiny_credits() {
    let mut guest = Guest::start();
    let script = pattern_script(50 * MIB);
    let mut spawn = Spawn::shell(&script);
    spawn.credit = 1_000;
    spawn.window = 256 << 10;
    let handle = spawn.start(&mut guest);
    let mut finished = Finished::default();
    loop {
        match next(&mut guest, handle) {
            News::Output(output) => {
                let length = output.data.len() as u32;
                guest.ack(handle, output.seq);
                finished.add(output);
                guest.credit(handle, length);
            }
            News::Exit(exit) => {
                assert_eq!(exit.stdout_bytes, 50 * MIB as u64);
                break;
            }
        }
    }
    assert!(finished.stdout == pattern(50 * MIB));
}

#[test]
fn keeps_any_bytes() {
    let mut guest = Guest::start();
    let script = "head -c 3000000 /dev/urandom | tee /dev/stderr";
    let finished = Spawn::shell(script).run(&mut guest);
    assert_eq!(finished.stdout.len(), 3_000_000);
    assert!(finished.stdout == finished.stderr);
}

#[test]
fn makes_the_command_wait_when_nobody_reads() {
    let mut guest = Guest::start();
    let script = pattern_script(4 * MIB);
    let mut spawn = Spawn::shell(&script);
    spawn.credit = 0;
    spawn.window = 64 << 10;
    let handle = spawn.start(&mut guest);
    let other = Spawn::new(&["echo", "neighbour"]).run(&mut guest);
    assert_eq!(other.stdout, b"neighbour\n");
    assert!(!guest.has_come(|it| it.kind == kind::OUTPUT && it.id == handle));
    guest.subscribe(handle, 1, u32::MAX);
    assert!(finish(&mut guest, handle).stdout == pattern(4 * MIB));
}

#[test]
fn stays_small_when_nobody_acknowledges() {
    let mut guest = Guest::start();
    let mut spawn = Spawn::new(&["yes"]);
    spawn.window = 1 << 20;
    let handle = spawn.start(&mut guest);
    let mut received = 0;
    while received < 900 << 10 {
        received += next_output(&mut guest, handle).data.len();
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", guest.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    let kib: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    assert!(kib < 16 << 10, "{}", line);
    guest.stop(handle, 2, 0);
    while let News::Output(output) = next(&mut guest, handle) {
        received += output.data.len();
        guest.ack(handle, output.seq);
    }
    // The window, and what the pipe had taken when it ended.
    assert!(received <= (1 << 20) + (128 << 10), "{}", received);
}

#[test]
fn drops_the_oldest_by_request() {
    let mut guest = Guest::start();
    let script = pattern_script(4 * MIB);
    let mut spawn = Spawn::shell(&script);
    spawn.credit = 0;
    spawn.window = 128 << 10;
    spawn.flags = DROP_OLDEST;
    let handle = spawn.start(&mut guest);
    let hello = await_ended(&mut guest);
    let first_seq = hello;
    guest.subscribe(handle, 1, u32::MAX);
    let first = next_output(&mut guest, handle);
    assert_eq!(first.seq, first_seq);
    let start = first.offset as usize;
    let mut kept = first.data;
    let exit = loop {
        match next(&mut guest, handle) {
            News::Output(output) => kept.extend_from_slice(&output.data),
            News::Exit(exit) => break exit,
        }
    };
    assert!(kept == pattern(4 * MIB)[start..]);
    assert_eq!(exit.dropped_bytes as usize + kept.len(), 4 * MIB);
    assert!(kept.len() <= 128 << 10 && kept.len() > 64 << 10, "{}", kept.len());
}

/// Asks with hellos until the only exec has ended; gives back its oldest record.
fn await_ended(guest: &mut Guest) -> u64 {
    loop {
        let state = crate::sessions::states(&guest.hello()).remove(0);
        if state.state == 2 {
            return state.first_seq;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn cuts_between_characters() {
    let mut guest = Guest::start();
    let text = "aé€😀".repeat(20_000);
    let script = "i=0; while [ $i -lt 20000 ]; do printf 'aé€😀'; i=$((i+1)); done";
    let handle = Spawn::shell(script).start(&mut guest);
    let mut joined = String::new();
    while let News::Output(output) = next(&mut guest, handle) {
        guest.ack(handle, output.seq);
        joined += std::str::from_utf8(&output.data).expect("whole characters");
    }
    assert!(joined == text);
}

#[test]
fn waits_for_the_rest_of_a_character_but_not_for_ever() {
    let mut guest = Guest::start();
    let script = r"printf '\303'; read x; printf 'a\342\202'; read x";
    let mut spawn = Spawn::shell(script);
    spawn.flags = crate::exec::STDIN;
    let handle = spawn.start(&mut guest);
    let first = next_output(&mut guest, handle);
    assert_eq!(first.data, [0xC3]);
    guest.send_as(kind::STDIN, handle, b"\n", false);
    assert_eq!(next_output(&mut guest, handle).data, b"a");
    guest.send_as(kind::STDIN, handle, b"\n", true);
    assert_eq!(next_output(&mut guest, handle).data, [0xE2, 0x82]);
    assert!(matches!(next(&mut guest, handle), News::Exit(_)));
}

#[test]
fn sends_at_once_and_joins_what_waits() {
    let mut guest = Guest::start();
    let mut spawn =
        Spawn::shell("for i in 1 2 3 4 5 6 7 8; do echo $i; done; echo end >&2; read x");
    spawn.flags = crate::exec::STDIN;
    spawn.credit = 0;
    let handle = spawn.start(&mut guest);
    let reply = guest.ok(kind::PING, b"");
    assert!(reply.payload.is_empty());
    let shell = process::children_of(guest.child.id() as i32)[0];
    process::await_state(process::children_of(shell)[0], 'S');
    guest.credit(handle, 1);
    let first = next_output(&mut guest, handle);
    assert_eq!(first.seq, 1);
    guest.send_as(kind::STDIN, handle, b"", true);
    guest.credit(handle, 1_000);
    let mut rest = first.data;
    while let News::Output(output) = next(&mut guest, handle) {
        rest.extend(output.data);
    }
    assert_eq!(rest, b"1\n2\n3\n4\n5\n6\n7\n8\nend\n");
}

#[test]
fn does_not_wait_for_writers_outside() {
    let mut guest = Guest::start();
    let handle = Spawn::shell("echo $$; sleep 1000").start(&mut guest);
    let pid = String::from_utf8(next_output(&mut guest, handle).data).unwrap();
    let path =
        format!("exec >/proc/{}/fd/1; echo $$ >&2; while :; do echo intruder; done", pid.trim());
    let intruder = Spawn::shell(&path).start(&mut guest);
    while next_output(&mut guest, intruder).stream != 2 {}
    guest.stop(handle, 2, 0);
    let mut payload = Writer::new();
    payload.u32(handle);
    while !matches!(next(&mut guest, handle), News::Exit(_)) {}
    guest.stop(intruder, 2, 0);
    while !matches!(next(&mut guest, intruder), News::Exit(_)) {}
}
