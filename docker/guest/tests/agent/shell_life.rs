//! What outlives a command of a shell, and how a shell ends.

use crate::exec::{exit_of, finish, next_output};
use crate::shells::{in_each, say, Run};

#[test]
fn background_jobs_stay_and_write_to_the_shell() {
    in_each(|guest, shell| {
        say(guest, shell, "(sleep 0.05; echo later) & J=$!");
        assert_eq!(next_output(guest, shell).data, b"later\n");
        assert_eq!(say(guest, shell, "wait $J; echo $?"), "0\n");
    });
}

#[test]
fn ends_with_exit() {
    in_each(|guest, shell| {
        let exit =
            Run::new(shell, "trap 'echo bye' EXIT; sleep 1000 & echo out; exit 3").start(guest);
        let finished = finish(guest, exit);
        assert_eq!((finished.exit.kind, finished.exit.value, finished.exit.reason), (0, 3, 0));
        assert_eq!(finished.stdout, b"out\nbye\n");
        let own = exit_of(guest, shell);
        assert_eq!((own.kind, own.value, own.reason), (0, 3, 0));
        assert_eq!(Run::new(shell, "true").request(guest).fault_code(), 15);
    });
}

#[test]
fn ends_with_a_failure_under_errexit() {
    in_each(|guest, shell| {
        assert_eq!(say(guest, shell, "set -e; echo on"), "on\n");
        let finished = Run::new(shell, "echo a; false; echo b").run(guest);
        assert_eq!((&finished.stdout[..], finished.exit.value), (&b"a\n"[..], 1));
        assert_eq!(exit_of(guest, shell).value, 1);
    });
}

#[test]
fn ends_with_a_signal() {
    in_each(|guest, shell| {
        let exit = Run::new(shell, "kill -9 $$").run(guest).exit;
        assert_eq!((exit.kind, exit.value, exit.reason), (1, 9, 0));
        assert_eq!(exit_of(guest, shell).value, 9);
    });
}
