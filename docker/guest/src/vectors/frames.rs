//! The frames about the channel and about commands.

use super::vector::Vector;
use crate::wire::kind::*;

pub const SESSION: u32 = 0xA1B2_C3D4;
const NONCE: &[u8; 16] = b"0123456789abcdef";
const LARGE: u64 = 0x0123_4567_89AB_CDEF;
/// 2024-01-02T03:04:05.678901Z.
const TIME: u64 = 1_704_164_645_678_901;

fn request(name: &'static str, kind: u8) -> Vector {
    Vector::new(name, kind, SESSION, 7)
}

fn reply(name: &'static str, kind: u8) -> Vector {
    Vector::new(name, kind | REPLY, SESSION, 7)
}

/// What a frame is about whose id is the handle.
fn about(name: &'static str, kind: u8) -> Vector {
    Vector::new(name, kind, SESSION, 3)
}

fn hello_reply(name: &'static str, nonce: &[u8], session: u32, id: u32) -> Vector {
    Vector::new(name, HELLO | REPLY, session, id)
        .bytes("nonce", nonce)
        .u32("session", session)
        .u32("protocol", 1)
        .bytes("instance", b"\x00\x01\x02\x03\xfc\xfd\xfe\xff--instance")
        .str("version", "1.2.3")
        .u32("uid", 1000)
        .u32("gid", 1001)
}

fn exec_state(vector: Vector, at: usize, key: &str, state: u8, seqs: [u64; 3]) -> Vector {
    let name = |field: &str| format!("execs.{}.{}", at, field);
    vector
        .u32(&name("handle"), 3 + at as u32)
        .str(&name("key"), key)
        .u8(&name("state"), state)
        .u64(&name("acked_seq"), seqs[0])
        .u64(&name("first_seq"), seqs[1])
        .u64(&name("next_seq"), seqs[2])
        .u64(&name("stdin_bytes"), 12 * at as u64)
}

pub fn channel() -> Vec<Vector> {
    let execs = hello_reply("hello_reply", NONCE, SESSION, 1).u32("execs", 2);
    let execs = exec_state(execs, 0, "e_one", 1, [4, 5, 9]);
    vec![
        Vector::new("hello", HELLO, 0, 1).bytes("nonce", NONCE),
        hello_reply("announcement", &[0; 16], 0, 0).u32("execs", 0),
        exec_state(execs, 1, "zwei", 2, [0, 1, LARGE]),
        request("ping", PING).bytes("data", b"\x00ping\xff"),
        request("ping_part", PING).unfinished().bytes("data", b"first"),
        reply("ping_reply", PING).bytes("data", b"\x00ping\xff"),
        request("shutdown", SHUTDOWN).u32("grace_ms", 2_000),
        reply("shutdown_reply", SHUTDOWN),
        request("stats", STATS),
        reply("stats_reply", STATS)
            .u64("memory_bytes", 12_345_678)
            .u64("memory_peak_bytes", LARGE)
            .u64("memory_limit_bytes", u64::MAX)
            .u64("cpu_us", 987_654)
            .u32("pids", 5)
            .u32("pids_limit", u32::MAX),
        request("link", LINK)
            .str("name", "0123456789abcdef0123456789abcdef")
            .bytes("token", b"\x00\x01\x02\x03\xfc\xfd\xfe\xff---token"),
        reply("link_reply", LINK),
        Vector::new("garbled", GARBLED, SESSION, 0),
        request("fault", FAULT).u16("code", 2).u32("errno", 2).str("message", "no such file: ä"),
    ]
}

pub fn commands() -> Vec<Vector> {
    vec![
        request("spawn", SPAWN)
            .str("key", "e_01")
            .list("argv", &["sh", "-c", "echo \"hé\" $A"])
            .list("env", &["A=1=2", "HOME"])
            .str("cwd", "/workspace")
            .u32("flags", 7)
            .u16("rows", 24)
            .u16("cols", 80)
            .u32("window", 1 << 20)
            .u32("credit", 262_144)
            .u64("timeout_ms", 600_000)
            .u32("grace_ms", 5_000),
        reply("spawn_reply", SPAWN).u32("handle", 3).u32("pid", 42).u64("started", TIME),
        request("run", RUN)
            .u32("shell", 3)
            .str("key", "e_02")
            .str("script", "cd /tmp\necho \"hé\" $A")
            .str("cwd", "/workspace")
            .list("env", &["A=1=2"])
            .u32("window", 1 << 20)
            .u32("credit", 262_144)
            .u64("timeout_ms", 600_000)
            .u32("grace_ms", 5_000),
        reply("run_reply", RUN).u32("handle", 4).u32("pid", 42).u64("started", TIME),
        request("signal", SIGNAL).u32("handle", 3).u32("signal", 15),
        reply("signal_reply", SIGNAL).u8("running", 1),
        request("stop", STOP).u32("handle", 3).u8("reason", 2).u32("grace_ms", 5_000),
        reply("stop_reply", STOP).u8("running", 0),
        request("subscribe", SUBSCRIBE)
            .u32("handle", 3)
            .u64("from_seq", LARGE)
            .u32("credit", 65_536),
        reply("subscribe_reply", SUBSCRIBE),
        request("forget", FORGET).u32("handle", 3),
        reply("forget_reply", FORGET),
        request("resize", RESIZE).u32("handle", 3).u16("rows", 50).u16("cols", 132),
        reply("resize_reply", RESIZE),
        about("credit", CREDIT).u32("bytes", 65_536),
        about("ack", ACK).u64("seq", LARGE),
        about("stdin", STDIN).unfinished().bytes("data", b"typed\n\x00"),
        about("stdin_end", STDIN),
    ]
}

pub fn news() -> Vec<Vector> {
    vec![
        about("output", OUTPUT)
            .u64("seq", 5)
            .u8("stream", 2)
            .u64("offset", LARGE)
            .u64("us", TIME)
            .bytes("data", "hé\n".as_bytes()),
        about("exit", EXIT)
            .u64("seq", 1)
            .u8("kind", 1)
            .u32("value", 9)
            .u8("reason", 2)
            .u8("oom_killed", 1)
            .u64("wall_us", 1_500_000)
            .u64("user_us", 250_001)
            .u64("system_us", 250_002)
            .u64("peak_rss_bytes", 7_340_032)
            .u64("stdout_bytes", 0)
            .u64("stderr_bytes", 0)
            .u64("dropped_bytes", 0)
            .u64("started", TIME)
            .u64("ended", TIME + 1_500_000)
            .u32("survivors", 4),
        about("stdin_credit", STDIN_CREDIT).u64("total", 327_680),
        request("write_credit", WRITE_CREDIT).u64("total", 1_310_720),
    ]
}
