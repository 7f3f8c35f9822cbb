//! What stays in a shell, and what a script cannot break.

use std::time::Instant;

use crate::exec::{exit_of, next_output, Spawn};
use crate::guest::Guest;
use crate::shells::{in_each, open, say, Run, SHELL};
use crate::wire::kind;

#[test]
fn keeps_its_state() {
    in_each(|guest, shell| {
        say(guest, shell, "cd /usr; export A=1; B=2; f() { echo f $1; }; set -- x 'y z'");
        assert_eq!(say(guest, shell, "pwd; echo $A$B; f 3; echo $2"), "/usr\n12\nf 3\ny z\n");
        assert_eq!(say(guest, shell, "sh -c 'echo $A-$B-$PWD'"), "1--/usr\n");
        let mut run = Run::new(shell, "pwd; echo \"$C\"");
        run.cwd = "/tmp";
        run.env = vec!["C=a 'b'\nc"];
        assert_eq!(run.run(guest).stdout, b"/tmp\na 'b'\nc\n");
        assert_eq!(say(guest, shell, "pwd; sh -c 'echo \"$C\"'"), "/tmp\na 'b'\nc\n");
    });
}

#[test]
fn tells_each_status() {
    in_each(|guest, shell| {
        for (script, value) in
            [("(exit 7)", 7), ("true", 0), ("no-such-program", 127), ("false", 1)]
        {
            let exit = Run::new(shell, script).run(guest).exit;
            assert_eq!((exit.kind, exit.value, exit.reason), (0, value, 0), "{}", script);
        }
        let exit = Run::new(shell, "sh -c 'kill -9 $$'").run(guest).exit;
        assert_eq!((exit.kind, exit.value, exit.oom_killed), (0, 137, 0));
    });
}

#[test]
fn survives_what_is_no_script() {
    in_each(|guest, shell| {
        for script in [
            "if",
            "echo 'x",
            "echo \"",
            "}",
            "case",
            "$(",
            "break",
            "continue",
            ". /no/such",
            "cat <<E",
            "a=(",
        ] {
            let exit = Run::new(shell, script).run(guest).exit;
            assert_eq!((exit.kind, exit.reason), (0, 0), "{}", script);
            assert_eq!(say(guest, shell, "echo ok"), "ok\n", "{}", script);
        }
    });
}

#[test]
fn passes_every_byte() {
    let every: Vec<u8> = (1..=255).collect();
    let mut state = 1u64;
    let mut random = move || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize
    };
    let mut texts = vec![every];
    for _ in 0..40 {
        let alphabet: &[u8] =
            &[b'\'', b'"', b'\n', b'\\', b'$', b' ', b'`', b'\t', b'!', 1, 127, 255, b'a'];
        let length = random() % 300;
        texts.push((0..length).map(|_| alphabet[random() % alphabet.len()]).collect());
    }
    in_each(|guest, shell| {
        for text in &texts {
            let quoted = String::from("'").into_bytes();
            let inner: Vec<u8> = text
                .iter()
                .flat_map(|byte| match byte {
                    b'\'' => b"'\\''".to_vec(),
                    byte => vec![*byte],
                })
                .collect();
            let script = [b"printf %s ".to_vec(), quoted.clone(), inner, quoted].concat();
            let finished = Run::of_bytes(shell, &script).run(guest);
            assert_eq!((&finished.stdout, finished.exit.value), (text, 0));
        }
        assert_eq!(Run::of_bytes(shell, b"a\0b").request(guest).fault_code(), 1);
    });
}

#[test]
fn takes_a_long_script() {
    in_each(|guest, shell| {
        let script = format!("X=1 # {}\necho done", "'\n# ".repeat(15_000));
        assert_eq!(say(guest, shell, &script), "done\n");
    });
}

#[test]
fn streams_while_it_runs() {
    let mut guest = Guest::start();
    let shell = open(&mut guest, "/bin/sh");
    let handle = Run::new(
        shell,
        "echo one; while [ ! -e /proc/$X/stat ]; do sleep 0.01; X=$$; done; echo two >&2",
    )
    .start(&mut guest);
    assert_eq!(next_output(&mut guest, handle).data, b"one\n");
    assert_eq!(next_output(&mut guest, handle).data, b"two\n");
    let exit = exit_of(&mut guest, handle);
    assert_eq!((exit.seq, exit.stdout_bytes, exit.stderr_bytes), (3, 4, 4));
    assert!(exit.wall_us > 0 && exit.ended >= exit.started);
}

#[test]
fn gives_all_output_before_the_exit() {
    in_each(|guest, shell| {
        let finished = Run::new(shell, "head -c 3000000 /dev/zero; echo end >&2").run(guest);
        assert_eq!((finished.stdout.len(), &finished.stderr[..]), (3_000_000, &b"end\n"[..]));
        assert_eq!(say(guest, shell, "cat; echo no input"), "no input\n");
    });
}

#[test]
fn keeps_redirections() {
    in_each(|guest, shell| {
        assert_eq!(say(guest, shell, "exec 1>/dev/null; echo lost"), "");
        let finished = Run::new(shell, "echo lost; echo heard >&2; (exit 5)").run(guest);
        assert_eq!((&finished.stderr[..], finished.exit.value), (&b"heard\n"[..], 5));
        let exit = Run::new(shell, "exec >&- 2>&-").run(guest).exit;
        assert_eq!(exit.value, 0);
        assert_eq!(Run::new(shell, "(exit 6)").run(guest).exit.value, 6);
    });
}

#[test]
fn hides_its_own_pipes() {
    in_each(|guest, shell| {
        let listed = say(guest, shell, "ls -l /proc/self/fd | grep -c ' [89] -> pipe'; true");
        assert_eq!(listed, "0\n");
        let traced = Run::new(shell, "set -x; set +x").run(guest).stderr;
        assert!(!String::from_utf8(traced).unwrap().contains("read"));
    });
}

#[test]
fn refuses_what_is_wrong() {
    let mut guest = Guest::start();
    let shell = open(&mut guest, "sh");
    let other = Spawn::new(&["sleep", "1000"]).start(&mut guest);
    assert_eq!(Run::new(other, "true").request(&mut guest).fault_code(), 1);
    assert_eq!(Run::new(99, "true").request(&mut guest).fault_code(), 15);
    let mut run = Run::new(shell, "true");
    run.cwd = "/no/such";
    assert_eq!(run.request(&mut guest).fault_code(), 2);
    run.cwd = "";
    run.env = vec!["A;true=1"];
    assert_eq!(run.request(&mut guest).fault_code(), 1);
    let busy = Run::new(shell, "sleep 1000").start(&mut guest);
    assert_eq!(Run::new(shell, "true").request(&mut guest).fault_code(), 14);
    assert_eq!(guest.request(kind::FORGET, &busy.to_le_bytes()).fault_code(), 1);
    let mut missing = Spawn::new(&["no-such-shell", "nor-this"]);
    missing.flags = SHELL;
    assert_eq!(guest.request(kind::SPAWN, &missing.payload()).fault_code(), 2);
    missing.argv.push("sh");
    missing.start(&mut guest);
    missing.flags |= crate::exec::TTY;
    assert_eq!(guest.request(kind::SPAWN, &missing.payload()).fault_code(), 1);
    guest.stop(shell, 3, 0);
    guest.stop(other, 3, 0);
    let exit = exit_of(&mut guest, busy);
    assert_eq!((exit.kind, exit.value, exit.reason), (1, 9, 3));
}

#[test]
fn a_thousand_commands_leave_nothing() {
    in_each(|guest, shell| {
        let files = |guest: &Guest| {
            std::fs::read_dir(format!("/proc/{}/fd", guest.child.id())).unwrap().count()
        };
        say(guest, shell, "true");
        let before = files(guest);
        let start = Instant::now();
        for number in 0..1_000 {
            let script = format!("echo {}", number);
            assert_eq!(say(guest, shell, &script), format!("{}\n", number));
        }
        let each = start.elapsed() / 1_000;
        eprintln!("{:?} each", each);
        assert!(each.as_micros() < 2_000, "{:?}", each);
        assert_eq!(files(guest), before);
    });
}
