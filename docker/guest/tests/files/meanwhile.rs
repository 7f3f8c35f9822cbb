//! Something that goes on in another thread during a test.

use std::sync::atomic::{AtomicBool, Ordering};

/// Repeats `disturb` until `body` has ended, also when that panics.
pub fn meanwhile(mut disturb: impl FnMut(u64) + Send, body: impl FnOnce()) {
    struct Stop<'a>(&'a AtomicBool);
    impl Drop for Stop<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let stopped = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let _stop = Stop(&stopped);
        scope.spawn(|| {
            let mut round = 0;
            while !stopped.load(Ordering::Relaxed) {
                round += 1;
                disturb(round);
            }
        });
        body();
    });
}
