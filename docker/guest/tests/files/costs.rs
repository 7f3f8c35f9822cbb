//! What the operations cost: `cargo test --release --test files costs -- --ignored --nocapture`.

use std::fs;
use std::time::Instant;

use super::client::RECURSIVE;
use super::scratch::Scratch;

fn measure(name: &str, rounds: u32, mut run: impl FnMut(u32)) {
    let mut times: Vec<_> = (0..rounds)
        .map(|round| {
            let start = Instant::now();
            run(round);
            start.elapsed()
        })
        .collect();
    times.sort();
    let (median, worst) = (times[times.len() / 2], times[times.len() * 95 / 100]);
    println!("{:32} median {:>10.1?}  p95 {:>10.1?}", name, median, worst);
}

#[test]
#[ignore]
fn costs() {
    let ws = Scratch::new();
    ws.file("small", vec![1; 4096]);
    ws.file("edge", vec![1; 65_536]);
    ws.file("large", vec![1; 8 << 20]);
    for path in ["small", "edge", "large"] {
        measure(&format!("stat {}", path), 1000, |_| drop(ws.client.stat(path).unwrap()));
    }
    measure("read 4 KiB", 1000, |_| drop(ws.client.read("small").unwrap()));
    measure("read 8 MiB", 20, |_| drop(ws.client.read("large").unwrap()));
    measure("write 4 KiB, new", 1000, |n| {
        drop(ws.client.write(&format!("n{}", n), [1; 4096]).unwrap())
    });
    measure("write 4 KiB, over", 1000, |_| drop(ws.client.write("small", [2; 4096]).unwrap()));
    measure("write 100 KB, over", 100, |_| {
        drop(ws.client.write("large", vec![2; 100_000]).unwrap())
    });
    for index in 0..100_000 {
        fs::File::create(ws.root.join(format!("{:05}", index))).unwrap();
    }
    measure("list 1000 of 100,000", 20, |_| drop(ws.client.page(b"", 0, b"", 1000).unwrap()));
    measure("list 1000 of 100,000, middle", 20, |_| {
        drop(ws.client.page(b"", 0, b"5", 1000).unwrap())
    });
    fs::create_dir(ws.root.join("tree")).unwrap();
    measure("delete a tree of 1000", 5, |_| {
        for index in 0..1000 {
            ws.file(&format!("tree/{}/f", index), "");
        }
        ws.client.delete("tree", RECURSIVE).unwrap();
    });
}
