//! Where text may be cut.

/// Bytes of the longest character.
pub const LONGEST: usize = 4;

/// The length of an unfinished character at the end: 0 to 3. Bytes that are no UTF-8 count as finished.
pub fn unfinished(bytes: &[u8]) -> usize {
    for back in 1..=bytes.len().min(3) {
        let byte = bytes[bytes.len() - back];
        let needed = match byte {
            0x80..=0xBF => continue,
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => 0,
        };
        return if needed > back { back } else { 0 };
    }
    0
}

#[cfg(test)]
mod tests {
    use super::unfinished;

    #[test]
    fn finds_unfinished_characters() {
        let text = "aé€😀".as_bytes();
        let unfinished_at: Vec<usize> =
            (0..=text.len()).map(|end| unfinished(&text[..end])).collect();
        assert_eq!(unfinished_at, [0, 0, 1, 0, 1, 2, 0, 1, 2, 3, 0]);
    }

    #[test]
    fn leaves_other_bytes_alone() {
        assert_eq!(unfinished(&[0x80, 0x80, 0x80, 0x80]), 0);
        assert_eq!(unfinished(&[0xFF]), 0);
        assert_eq!(unfinished(&[0xC0]), 0);
        assert_eq!(unfinished(&[0xC3, 0x28]), 0);
    }
}
