use std::os::unix::fs::symlink;

use super::scratch::Scratch;
use crate::fault;
use crate::files;
use crate::wire::{Reader, Writer};

type Outcome = (u8, u64, Vec<u8>);

fn sift(ws: &Scratch, needle: &str, limit: u32, paths: &[&str]) -> Result<Vec<Outcome>, u16> {
    let mut request = Writer::new();
    request.str(needle.as_bytes()).u32(limit).u32(paths.len() as u32);
    paths.iter().for_each(|path| drop(request.str(path.as_bytes())));
    let reply = ws.client.frames(files::SIFT, &request).map_err(|fault| fault.code)?.concat();
    let mut reader = Reader::new(&reply);
    let mut outcomes = Vec::new();
    while reader.end().is_err() {
        let (outcome, size) = (reader.u8().unwrap(), reader.u64().unwrap());
        outcomes.push((outcome, size, reader.str().unwrap().to_vec()));
    }
    Ok(outcomes)
}

#[test]
fn sends_what_may_have_it() {
    let ws = Scratch::new();
    ws.file("with", "hay needle hay");
    ws.file("without", "hay needl");
    ws.file("zero", "");
    ws.file("binary", "needle\0");
    ws.file("late", [&[b'x'; 8192][..], b"\0"].concat());
    symlink("with", ws.root.join("link")).unwrap();
    symlink("../outside/secret", ws.root.join("out")).unwrap();
    let names = ["with", "without", "zero", "binary", "late", "link", "out", "none", "", "/with"];
    let outcomes = |needle| -> Vec<u8> {
        sift(&ws, needle, 4 << 20, &names).unwrap().iter().map(|it| it.0).collect()
    };
    assert_eq!(outcomes("needle"), [0, 2, 2, 1, 2, 3, 3, 3, 3, 3]);
    assert_eq!(outcomes(""), [0, 0, 0, 1, 0, 3, 3, 3, 3, 3]);
    assert_eq!(sift(&ws, "", 5, &["with"]), Ok(vec![(0, 14, b"hay n".to_vec())]));
    assert_eq!(sift(&ws, "needle", 5, &["with"]), Ok(vec![(2, 14, Vec::new())]));
}

#[test]
fn ends_when_it_has_read_enough() {
    let ws = Scratch::new();
    ws.file("large", vec![b'x'; 5 << 20]);
    let asked = ["none", "large", "large"];
    for needle in ["x", "y"] {
        let outcomes = sift(&ws, needle, 4 << 20, &asked).unwrap();
        assert_eq!(outcomes.len(), 2);
        assert_eq!(outcomes[1].1, 5 << 20);
    }
    assert_eq!(sift(&ws, "x", 1 << 20, &asked).unwrap().len(), 3);
}

#[test]
fn bad_requests_are_refused() {
    let ws = Scratch::new();
    assert_eq!(sift(&ws, "", 4 << 20, &[]), Ok(Vec::new()));
    assert_eq!(sift(&ws, "", (4 << 20) + 1, &[]), Err(fault::INVALID));
    assert_eq!(sift(&ws, "", 1, &["a"; 1025]), Err(fault::INVALID));
}
