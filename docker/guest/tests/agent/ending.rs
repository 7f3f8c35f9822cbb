//! No process outlives its command.

use std::time::Duration;

use crate::exec::{exit_of, finish, next_output, Spawn};
use crate::guest::Guest;
use crate::process::{await_end, await_state, children_of, kill, lives, until};
use crate::wire::{kind, Writer};

/// Starts the script and reads the process ids that it prints in its first lines.
fn start(guest: &mut Guest, script: &str, count: usize) -> (u32, Vec<i32>) {
    let handle = Spawn::shell(script).start(guest);
    let pids = read_pids(guest, handle, count);
    (handle, pids)
}

fn read_pids(guest: &mut Guest, handle: u32, count: usize) -> Vec<i32> {
    let mut text = String::new();
    while text.lines().count() < count || !text.ends_with('\n') {
        let output = next_output(guest, handle);
        text += std::str::from_utf8(&output.data).unwrap();
    }
    text.lines().map(|line| line.trim().parse().unwrap()).collect()
}

#[test]
fn stops_on_timeout() {
    let mut guest = Guest::start();
    let mut spawn = Spawn::shell("echo partial; sleep 1000");
    spawn.timeout_ms = 100;
    let finished = spawn.run(&mut guest);
    assert_eq!(finished.stdout, b"partial\n");
    assert_eq!((finished.exit.kind, finished.exit.value, finished.exit.reason), (1, 15, 1));
    assert!((100_000..2_000_000).contains(&finished.exit.wall_us));
}

#[test]
fn kills_what_ignores_term() {
    let mut guest = Guest::start();
    let script = "trap '' TERM; echo $$; sleep 1000 & echo $!; wait; wait; sleep 1000";
    let (handle, pids) = start(&mut guest, script, 2);
    assert_eq!(guest.stop(handle, 2, 100), 1);
    let exit = exit_of(&mut guest, handle);
    assert_eq!((exit.kind, exit.value, exit.reason, exit.oom_killed), (1, 9, 2, 0));
    assert!(!pids.into_iter().any(lives));
}

#[test]
fn kills_without_grace() {
    let mut guest = Guest::start();
    let (handle, pids) = start(&mut guest, "sleep 1000 & echo $!; wait", 1);
    guest.stop(handle, 3, 0);
    let exit = exit_of(&mut guest, handle);
    assert_eq!((exit.value, exit.reason), (9, 3));
    assert!(!lives(pids[0]));
}

#[test]
fn reaches_sessions_and_orphans() {
    let mut guest = Guest::start();
    let script = "setsid sh -c 'echo $$; (setsid sleep 1000 & echo $!); sleep 1000' & \
                  (sh -c 'echo $$; trap \"\" TERM HUP; sleep 1000; sleep 1000' &) ; sleep 1000";
    let (handle, pids) = start(&mut guest, script, 3);
    guest.stop(handle, 2, 50);
    assert_eq!(exit_of(&mut guest, handle).reason, 2);
    assert!(!pids.into_iter().any(lives));
}

#[test]
fn kills_leftovers_when_the_command_ends() {
    let mut guest = Guest::start();
    let script = "(setsid sh -c 'trap \"\" TERM; echo $$; sleep 1000; sleep 1000' &); \
                  sleep 1000 & echo $!; read line < /dev/null; exit 4";
    let handle = Spawn::shell(script).start(&mut guest);
    let finished = finish(&mut guest, handle);
    assert_eq!((finished.exit.value, finished.exit.reason), (4, 0));
    assert!(finished.exit.survivors >= 1, "{:?}", finished.exit);
    let text = String::from_utf8(finished.stdout).unwrap();
    assert!(!text.lines().any(|line| lives(line.parse().unwrap())));
}

#[test]
fn leaves_the_grace_to_what_is_left() {
    let mut guest = Guest::start();
    let script =
        "sh -c 'trap \"echo graceful; exit\" TERM; echo $$; sleep 0.3 & wait; wait' & wait";
    let handle = Spawn::shell(script).start(&mut guest);
    read_pids(&mut guest, handle, 1);
    guest.stop(handle, 2, 10_000);
    assert_eq!(next_output(&mut guest, handle).data, b"graceful\n");
    assert_eq!(exit_of(&mut guest, handle).value, 15);
}

#[test]
fn wakes_stopped_processes_to_end_them() {
    let mut guest = Guest::start();
    let script = "trap 'echo woken; exit 3' TERM; echo $$; kill -STOP $$; sleep 1000";
    let (handle, pids) = start(&mut guest, script, 1);
    crate::process::await_state(pids[0], 'T');
    guest.stop(handle, 2, 10_000);
    assert_eq!(exit_of(&mut guest, handle).value, 3);
}

#[test]
fn signals_the_group() {
    let mut guest = Guest::start();
    let (handle, _) = start(&mut guest, "trap 'exit 5' USR1; sleep 1000 & echo $$; wait", 1);
    let mut payload = Writer::new();
    payload.u32(handle).u32(10);
    assert_eq!(guest.ok(kind::SIGNAL, payload.as_bytes()).payload, [1]);
    let exit = exit_of(&mut guest, handle);
    assert_eq!((exit.kind, exit.value, exit.reason), (0, 5, 0));
    assert_eq!(guest.ok(kind::SIGNAL, payload.as_bytes()).payload, [0]);
}

#[test]
fn survives_a_killed_supervisor() {
    let mut guest = Guest::start();
    let script =
        "echo $$; (setsid sleep 1000 & echo $!); sleep 1000 & echo $!; kill -9 $PPID; wait";
    let (handle, pids) = start(&mut guest, script, 3);
    let exit = exit_of(&mut guest, handle);
    assert_eq!((exit.kind, exit.value, exit.reason), (1, 9, 4));
    assert!(!pids.into_iter().any(lives));
    assert_eq!(Spawn::new(&["echo", "on"]).run(&mut guest).stdout, b"on\n");
}

fn supervisor_of_next(guest: &mut Guest) -> i32 {
    let stdout = Spawn::shell("echo $PPID").run(guest).stdout;
    std::str::from_utf8(&stdout).unwrap().trim().parse().unwrap()
}

#[test]
fn uses_a_supervisor_again_until_its_tree_was_killed() {
    let mut guest = Guest::start();
    let first = supervisor_of_next(&mut guest);
    assert_eq!(supervisor_of_next(&mut guest), first);
    assert_eq!(Spawn::shell("sleep 1000 &").run(&mut guest).exit.survivors, 1);
    let second = supervisor_of_next(&mut guest);
    assert_ne!(second, first);
    until(|| !lives(first));
    kill(second, 9);
    until(|| !lives(second));
    assert_ne!(supervisor_of_next(&mut guest), second);
}

#[test]
fn keeps_the_supervisor_when_a_command_cannot_be_given_to_it() {
    let mut guest = Guest::start();
    let supervisor = supervisor_of_next(&mut guest);
    let id = guest.send(kind::SPAWN, &Spawn::new(&["echo", "a\0b"]).payload());
    assert_eq!(guest.next(|it| it.id == id).fault_code(), 1);
    assert_eq!(supervisor_of_next(&mut guest), supervisor);
}

#[test]
fn begins_anew_when_the_supervisor_that_waits_is_killed() {
    let mut guest = Guest::start();
    let supervisor = supervisor_of_next(&mut guest);
    let agent = guest.child.id() as i32;
    // It must not see the end before the request.
    kill(agent, 19);
    kill(supervisor, 9);
    await_state(supervisor, 'Z');
    let id = guest.send(kind::SPAWN, &Spawn::new(&["true"]).payload());
    kill(agent, 18);
    let handle = guest.answer(kind::SPAWN, id).reader().u32().unwrap();
    assert_eq!(exit_of(&mut guest, handle).value, 0);
}

#[test]
fn counts_for_each_command_alone() {
    let mut guest = Guest::start();
    let busy = Spawn::shell("i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done").run(&mut guest);
    let idle = Spawn::new(&["true"]).run(&mut guest);
    assert!(idle.exit.user_us < busy.exit.user_us / 2, "{:?} {:?}", idle.exit, busy.exit);
}

#[test]
fn survives_a_stopped_supervisor() {
    let mut guest = Guest::start();
    let finished = Spawn::shell("kill -STOP $PPID; exit 6").run(&mut guest);
    assert_eq!((finished.exit.value, finished.exit.reason), (6, 0));
}

#[test]
fn spares_other_commands() {
    let mut guest = Guest::start();
    let (spared, pids) = start(&mut guest, "echo $$; sleep 1000", 1);
    let lost = Spawn::shell("sleep 1000 & kill -9 $PPID").run(&mut guest);
    assert_eq!(lost.exit.reason, 4);
    assert!(lives(pids[0]));
    guest.stop(spared, 2, 0);
    assert_eq!(exit_of(&mut guest, spared).reason, 2);
}

#[test]
fn wins_against_a_tree_that_grows() {
    let mut guest = Guest::start();
    let script = "echo $$; trap '' TERM; f() { for i in 1 2 3 4 5 6 7 8 9 10 11 12; do \
                  (trap '' TERM; g $1 &); done; }; \
                  g() { while :; do sleep 0.01; (sleep 0.02 &) ; done; }; f; g";
    let (handle, pids) = start(&mut guest, script, 1);
    guest.stop(handle, 2, 100);
    assert_eq!(exit_of(&mut guest, handle).reason, 2);
    assert!(!lives(pids[0]));
    until(|| children_of(guest.child.id() as i32).is_empty());
}

#[test]
fn shuts_down() {
    for by_signal in [false, true] {
        let mut guest = Guest::start();
        let (handle, pids) = start(&mut guest, "trap '' TERM; echo $$; sleep 1000; sleep 1000", 1);
        if by_signal {
            kill(guest.child.id() as i32, 15);
        } else {
            guest.ok(kind::SHUTDOWN, &100u32.to_le_bytes());
            assert_eq!(
                guest.request(kind::SPAWN, &Spawn::new(&["true"]).payload()).fault_code(),
                18
            );
        }
        assert_eq!(exit_of(&mut guest, handle).reason, 3);
        assert_eq!(guest.child.wait().unwrap().code(), Some(0));
        assert!(!lives(pids[0]));
    }
}

#[test]
fn ends_with_its_stream_outside_a_container() {
    let mut guest = Guest::start();
    let (_, pids) = start(&mut guest, "echo $$; sleep 1000", 1);
    guest.close_stdin();
    await_end(&mut guest.child, Duration::from_secs(5));
    assert!(!lives(pids[0]));
}
