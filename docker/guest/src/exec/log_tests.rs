use super::log::{Log, RECORD_COST, RECORD_MAX};

fn write(log: &mut Log, stream: u8, bytes: &[u8]) -> usize {
    let slot = log.slot(stream).unwrap();
    let length = bytes.len().min(slot.len());
    slot[..length].copy_from_slice(&bytes[..length]);
    log.commit(stream, length, 5);
    length
}

fn all(log: &Log) -> Vec<(u64, u8, u64, Vec<u8>)> {
    let records = (log.first_seq()..log.next_seq()).filter_map(|seq| log.record(seq));
    records.map(|(it, bytes)| (it.seq, it.stream, it.offset, bytes.to_vec())).collect()
}

#[test]
fn joins_what_was_not_sent() {
    let mut log = Log::new(1 << 20, false);
    write(&mut log, 1, b"a");
    write(&mut log, 1, b"b");
    write(&mut log, 2, b"c");
    write(&mut log, 1, b"d");
    log.mark_sent(3);
    write(&mut log, 1, b"e");
    let expected = [(1, 1, 0, "ab"), (2, 2, 0, "c"), (3, 1, 2, "d"), (4, 1, 3, "e")];
    let expected: Vec<_> =
        expected.iter().map(|it| (it.0, it.1, it.2, it.3.as_bytes().to_vec())).collect();
    assert_eq!(all(&log), expected);
    assert_eq!((log.total(1), log.total(2)), (4, 1));
}

#[test]
fn waits_at_the_window_and_goes_on_after_acknowledgement() {
    let mut log = Log::new(100_000, false);
    let mut written = 0;
    while log.has_room() {
        written += write(&mut log, 1, &[7; RECORD_MAX]);
    }
    assert!(log.used() <= 100_000 && written > 90_000);
    log.acknowledge(1);
    assert_eq!(log.first_seq(), 1, "what was not sent stays");
    log.mark_sent(2);
    log.acknowledge(9);
    assert_eq!((log.first_seq(), log.acked), (3, 2));
    assert!(log.has_room());
}

#[test]
fn keeps_bytes_over_many_blocks() {
    let mut log = Log::new(1 << 20, false);
    let (mut written, mut read) = (0u64, 0u64);
    for round in 0..5_000u64 {
        let stream = 1 + (round / 7 % 2) as u8;
        let bytes: Vec<u8> = (0..1 + round * 37 % 9_000).map(|at| (written + at) as u8).collect();
        if log.has_room() {
            written += write(&mut log, stream, &bytes) as u64;
        }
        if round % 5 == 0 {
            let first = log.first_seq();
            if let Some((record, bytes)) = log.record(first) {
                let expected: Vec<u8> =
                    (0..bytes.len() as u64).map(|at| (read + at) as u8).collect();
                assert!(bytes == expected);
                read += record.length as u64;
                log.mark_sent(first);
                log.acknowledge(first);
            }
        }
    }
    assert!(written > 5 << 20, "{}", written);
}

#[test]
fn drops_the_oldest() {
    let mut log = Log::new(50_000, true);
    for round in 0..100u8 {
        write(&mut log, 1, &[round; 10_000]);
        log.mark_sent(u64::from(round) + 1);
        assert!(log.has_room() && log.used() <= 50_000);
    }
    let kept: u64 = all(&log).iter().map(|it| it.3.len() as u64).sum();
    assert_eq!(log.dropped_bytes + kept, 1_000_000);
    assert_eq!(all(&log).last().unwrap().3[0], 99);
}

#[test]
fn small_records_count_their_cost() {
    let mut log = Log::new(64 << 10, false);
    let mut count = 0;
    while log.has_room() {
        write(&mut log, 1, b"x");
        count += 1;
        log.mark_sent(count);
    }
    assert!(count <= (64 << 10) / RECORD_COST as u64);
}
