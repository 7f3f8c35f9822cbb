//! How commands of a shell are brought to their end, and what of the shell stays.

use crate::exec::{exit_of, finish, next_output};
use crate::guest::Guest;
use crate::process::lives;
use crate::shells::{in_each, open, say, Run};
use crate::wire::{kind, Writer};

fn pid_of(guest: &mut Guest, handle: u32) -> i32 {
    let output = next_output(guest, handle);
    String::from_utf8(output.data).unwrap().trim().parse().unwrap()
}

#[test]
fn a_timeout_leaves_the_shell() {
    in_each(|guest, shell| {
        say(guest, shell, "A=kept");
        let mut run = Run::new(shell, "echo partial; sleep 1000; (exit 9)");
        run.timeout_ms = 50;
        let finished = run.run(guest);
        assert_eq!(finished.stdout, b"partial\n");
        assert_eq!((finished.exit.kind, finished.exit.value, finished.exit.reason), (0, 9, 1));
        assert_eq!(say(guest, shell, "echo $A"), "kept\n");
    });
}

#[test]
fn a_stop_spares_earlier_jobs() {
    in_each(|guest, shell| {
        let early: i32 =
            say(guest, shell, "sleep 1000 >/dev/null & echo $!").trim().parse().unwrap();
        let handle = Run::new(shell, "setsid sleep 1000 & echo $!; sleep 1000; true").start(guest);
        let late = pid_of(guest, handle);
        assert_eq!(guest.stop(handle, 2, 1_000), 1);
        let exit = exit_of(guest, handle);
        assert_eq!((exit.kind, exit.value, exit.reason), (0, 0, 2));
        assert!(lives(early) && !lives(late));
        assert_eq!(guest.stop(handle, 2, 0), 0);
        assert_eq!(say(guest, shell, "kill $!; echo on"), "on\n");
    });
}

#[test]
fn kills_what_ignores_term() {
    in_each(|guest, shell| {
        let handle =
            Run::new(shell, "sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1; done'; true")
                .start(guest);
        let pid = pid_of(guest, handle);
        guest.stop(handle, 2, 100);
        let exit = exit_of(guest, handle);
        assert_eq!((exit.value, exit.reason), (0, 2));
        assert!(!lives(pid));
        assert_eq!(say(guest, shell, "echo on"), "on\n");
    });
}

#[test]
fn waits_for_background_jobs_that_ignore_term() {
    let mut guest = Guest::start();
    let shell = open(&mut guest, "sh");
    let script = "sh -c 'trap \"\" TERM; echo $$; while :; do sleep 0.1; done' & wait";
    let handle = Run::new(shell, script).start(&mut guest);
    let pid = pid_of(&mut guest, handle);
    guest.stop(handle, 2, 200);
    let exit = exit_of(&mut guest, handle);
    assert_eq!(exit.reason, 2);
    assert!(!lives(pid));
}

#[test]
fn a_loop_of_builtins_takes_the_shell_along() {
    in_each(|guest, shell| {
        let mut run = Run::new(shell, "while :; do :; done");
        run.timeout_ms = 50;
        run.grace_ms = 50;
        let exit = run.run(guest).exit;
        assert_eq!((exit.kind, exit.value, exit.reason), (1, 9, 1));
        let own = exit_of(guest, shell);
        assert_eq!((own.kind, own.value, own.reason), (1, 9, 3));
    });
}

#[test]
fn a_program_in_place_of_the_shell_is_killed() {
    let mut guest = Guest::start();
    let shell = open(&mut guest, "sh");
    let handle = Run::new(shell, "exec sleep 1000").start(&mut guest);
    guest.stop(handle, 2, 50);
    assert_eq!(exit_of(&mut guest, handle).reason, 2);
    assert_eq!(exit_of(&mut guest, shell).reason, 3);
}

#[test]
fn the_end_of_the_shell_ends_its_command() {
    let mut guest = Guest::start();
    let shell = open(&mut guest, "sh");
    let handle = Run::new(shell, "echo x; sleep 1000").start(&mut guest);
    next_output(&mut guest, handle);
    guest.stop(shell, 2, 1_000);
    let exit = exit_of(&mut guest, handle);
    assert_eq!((exit.kind, exit.value, exit.reason), (1, 15, 2));
    assert_eq!(exit_of(&mut guest, shell).reason, 2);
}

#[test]
fn signals_reach_the_command_and_not_the_shell() {
    in_each(|guest, shell| {
        let script =
            "sh -c 'trap \"echo got; exit 4\" USR1; echo $$; while :; do sleep 0.01; done'";
        let handle = Run::new(shell, script).start(guest);
        pid_of(guest, handle);
        let mut payload = Writer::new();
        payload.u32(handle).u32(10);
        assert_eq!(guest.ok(kind::SIGNAL, payload.as_bytes()).payload, [1]);
        let finished = crate::exec::exit_of(guest, handle);
        assert_eq!(finished.value, 4);
        assert_eq!(guest.ok(kind::SIGNAL, payload.as_bytes()).payload, [0]);
        assert_eq!(say(guest, shell, "echo on"), "on\n");
    });
}

#[test]
fn goes_on_in_the_next_session() {
    let mut guest = Guest::start();
    let shell = open(&mut guest, "sh");
    let handle = Run::new(shell, "A=5; sleep 0.2; echo late").start(&mut guest);
    guest.hello();
    guest.subscribe(handle, 1, 1 << 20);
    assert_eq!(finish(&mut guest, handle).stdout, b"late\n");
    assert_eq!(say(&mut guest, shell, "echo $A"), "5\n");
}

#[test]
fn leaves_with_the_agent() {
    let mut guest = Guest::start();
    let shell = open(&mut guest, "sh");
    let handle = Run::new(shell, "echo $$; sleep 1000").start(&mut guest);
    let pid = pid_of(&mut guest, handle);
    guest.ok(kind::SHUTDOWN, &1_000u32.to_le_bytes());
    assert_eq!(exit_of(&mut guest, handle).reason, 3);
    assert!(!lives(pid));
}
