//! The frames about files.

use super::frames::SESSION;
use super::vector::Vector;
use crate::wire::kind::*;

const ETAG: &str = "0123456789abcdef0123456789abcdef";

fn request(name: &'static str, kind: u8) -> Vector {
    Vector::new(name, kind, SESSION, 8)
}

fn reply(name: &'static str, kind: u8) -> Vector {
    Vector::new(name, kind | REPLY, SESSION, 8)
}

fn stat(vector: Vector, prefix: &str, file_type: u8, target: &str) -> Vector {
    let name = |field: &str| format!("{}{}", prefix, field);
    vector
        .u8(&name("type"), file_type)
        .u32(&name("mode"), 0o644)
        .u64(&name("size"), 11)
        .i64(&name("mtime_ns"), 1_704_164_645_678_901_234)
        .u32(&name("uid"), 1000)
        .u32(&name("gid"), 1001)
        .u32(&name("nlink"), 1)
        .str(&name("etag"), ETAG)
        .str(&name("target"), target)
}

pub fn files() -> Vec<Vector> {
    let entries = reply("list_reply", LIST).u8("more", 1);
    let entries = stat(entries.str("entries.0.path", "src/a"), "entries.0.", 1, "");
    let entries = stat(entries.str("entries.1.path", "src/é"), "entries.1.", 3, "../b");
    vec![
        request("stat", STAT).str("path", "src/main.rs").u32("flags", 1),
        stat(reply("stat_reply", STAT), "", 1, ""),
        request("read", READ).str("path", "a b").u64("offset", 1 << 40).u32("limit", 8 << 20),
        stat(reply("read_reply", READ).unfinished(), "", 1, ""),
        reply("read_reply_data", READ).bytes("data", b"hello world"),
        request("write", WRITE)
            .unfinished()
            .str("path", "new/file")
            .u32("flags", 13)
            .u32("mode", 0o755)
            .str("if_match", ETAG),
        request("write_data", WRITE).bytes("data", b"hello world"),
        stat(reply("write_reply", WRITE), "", 1, ""),
        request("delete", DELETE).str("path", "old").u32("flags", 9).str("if_match", ETAG),
        reply("delete_reply", DELETE),
        request("list", LIST)
            .str("path", "src")
            .u32("flags", 1)
            .str("after", "src/Z")
            .u32("limit", 2),
        entries,
        request("sift", SIFT)
            .str("needle", "é")
            .u32("limit", 4 << 20)
            .list("paths", &["src/a", "b"]),
        reply("sift_reply", SIFT)
            .u8("0.outcome", 0)
            .u64("0.size", 1 << 33)
            .str("0.content", "caf\u{e9}\n")
            .u8("1.outcome", 3)
            .u64("1.size", 0)
            .str("1.content", ""),
    ]
}

fn summary(vector: Vector) -> Vector {
    vector
        .u32("files", 3)
        .u32("directories", 2)
        .u32("links", 1)
        .u64("bytes", 1 << 40)
        .u32("skipped", 4)
        .str("first_skipped", "src/fifo")
        .u32("changed", 5)
}

pub fn archives() -> Vec<Vector> {
    let import_reply = reply("import_reply", IMPORT).u8("reason", 7).u16("fault", 11);
    vec![
        request("export", EXPORT)
            .str("path", "src")
            .u32("flags", 0)
            .list("include", &["*.rs", "**/a b"])
            .list("exclude", &["target"])
            .u32("credit", 2 << 20),
        reply("export_reply_data", EXPORT).unfinished().bytes("data", b"part of an archive"),
        summary(reply("export_reply", EXPORT).u64("total", 1 << 41)),
        request("export_credit", EXPORT_CREDIT).u64("total", 3 << 20),
        request("import", IMPORT)
            .unfinished()
            .str("path", "new")
            .u32("flags", 2)
            .u64("max_bytes", 1 << 30)
            .u32("max_entries", 1_000_000),
        request("import_data", IMPORT).unfinished().bytes("data", b"part of an archive"),
        summary(import_reply.str("at", "src/é")),
        request("abort", ABORT),
    ]
}

pub fn watches() -> Vec<Vector> {
    const NUMBER: u32 = 1 << 30;
    vec![
        request("watch", WATCH).u32("watch", NUMBER).str("path", "src/é"),
        reply("watch_reply", WATCH),
        request("unwatch", UNWATCH).u32("watch", NUMBER),
        reply("unwatch_reply", UNWATCH),
        Vector::new("changed", CHANGED, SESSION, NUMBER).u8("lost", 1),
    ]
}
