//! The 512 bytes before each entry of a tar archive (POSIX ustar, with what GNU made of it).

use super::BLOCK;

pub const FILE: u8 = b'0';
pub const HARD_LINK: u8 = b'1';
pub const SYMLINK: u8 = b'2';
pub const DIRECTORY: u8 = b'5';
pub const PAX: u8 = b'x';

const SUM: std::ops::Range<usize> = 148..156;

/// What fits into the fields; `pax` records say the rest.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Header {
    pub name: Vec<u8>,
    pub mode: u32,
    pub size: u64,
    pub mtime: i64,
    pub kind: u8,
    pub link: Vec<u8>,
}

impl Header {
    /// Owned by nobody in particular: it belongs to whoever unpacks it.
    pub fn to_bytes(&self) -> [u8; BLOCK] {
        let mut block = [0; BLOCK];
        let (prefix, name) = split_name(&self.name).unwrap_or((b"", cut(&self.name, 100)));
        put(&mut block[..100], name);
        octal(&mut block[100..108], u64::from(self.mode));
        octal(&mut block[108..116], 0);
        octal(&mut block[116..124], 0);
        octal(&mut block[124..136], self.size);
        octal(&mut block[136..148], self.mtime.max(0) as u64);
        block[156] = self.kind;
        put(&mut block[157..257], cut(&self.link, 100));
        put(&mut block[257..265], b"ustar\x0000");
        put(&mut block[345..500], prefix);
        let text = format!("{:06o}\0 ", sum(&block));
        put(&mut block[SUM], text.as_bytes());
        block
    }

    /// Nothing when the checksum or a number is wrong.
    pub fn parse(block: &[u8; BLOCK]) -> Option<Header> {
        let stored = number(&block[SUM])?;
        if stored != i128::from(sum(block)) && stored != signed_sum(block) {
            return None;
        }
        let mut name = text(&block[..100]).to_vec();
        if &block[257..263] == b"ustar\0" && block[345] != 0 {
            name = [text(&block[345..500]), &name].join(&b'/');
        }
        Some(Header {
            name,
            mode: number(&block[100..108])? as u32,
            size: u64::try_from(number(&block[124..136])?).ok()?,
            mtime: i64::try_from(number(&block[136..148])?).ok()?,
            kind: block[156],
            link: text(&block[157..257]).to_vec(),
        })
    }
}

/// The two fields for a name, if it fits into them.
pub fn split_name(name: &[u8]) -> Option<(&[u8], &[u8])> {
    if name.len() <= 100 {
        return Some((b"", name));
    }
    let slash = name.iter().take(156).rposition(|byte| *byte == b'/')?;
    let rest = &name[slash + 1..];
    (slash > 0 && !rest.is_empty() && rest.len() <= 100).then(|| (&name[..slash], rest))
}

fn cut(bytes: &[u8], length: usize) -> &[u8] {
    &bytes[..bytes.len().min(length)]
}

fn put(field: &mut [u8], bytes: &[u8]) {
    field[..bytes.len()].copy_from_slice(bytes);
}

/// Octal with a NUL at the end, or base 256 for what is larger.
fn octal(field: &mut [u8], value: u64) {
    let digits = field.len() - 1;
    if value >> (3 * digits) == 0 {
        put(field, format!("{:0width$o}", value, width = digits).as_bytes());
    } else {
        let start = field.len() - 8;
        put(&mut field[start..], &value.to_be_bytes());
        field[0] = 0x80;
    }
}

fn number(field: &[u8]) -> Option<i128> {
    if field[0] & 0x80 != 0 {
        let start = if field[0] & 0x40 != 0 { -1 } else { i128::from(field[0] & 0x3F) };
        return Some(field[1..].iter().fold(start, |value, byte| value << 8 | i128::from(*byte)));
    }
    let mut value = 0;
    let digits = field.iter().skip_while(|byte| **byte == b' ');
    for byte in digits.take_while(|byte| !matches!(byte, 0 | b' ')) {
        match byte {
            b'0'..=b'7' => value = value * 8 + i128::from(byte - b'0'),
            _ => return None,
        }
    }
    Some(value)
}

fn text(field: &[u8]) -> &[u8] {
    field.split(|byte| *byte == 0).next().unwrap_or(b"")
}

/// The checksum's own field counts as spaces.
fn sum(block: &[u8; BLOCK]) -> u32 {
    let all: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    let own: u32 = block[SUM].iter().map(|byte| u32::from(*byte)).sum();
    all - own + 8 * 32
}

/// Of old programs whose characters have a sign.
fn signed_sum(block: &[u8; BLOCK]) -> i128 {
    let signed = |bytes: &[u8]| bytes.iter().map(|byte| i128::from(*byte as i8)).sum::<i128>();
    signed(block) - signed(&block[SUM]) + 8 * 32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(name: &str, size: u64) -> Header {
        let name = name.as_bytes().to_vec();
        Header { name, mode: 0o755, size, mtime: 1_700_000_000, kind: FILE, link: b"l".to_vec() }
    }

    #[test]
    fn comes_back() {
        let long = format!("{}/{}", "d".repeat(150), "n".repeat(100));
        for header in [header("a", 0), header(&long, 5), header("big", 1 << 40)] {
            assert_eq!(Header::parse(&header.to_bytes()), Some(header));
        }
    }

    #[test]
    fn splits_only_where_both_parts_fit() {
        assert!(split_name("n".repeat(101).as_bytes()).is_none());
        assert!(split_name(format!("d/{}", "n".repeat(101)).as_bytes()).is_none());
        assert!(split_name(format!("{}/n", "d".repeat(156)).as_bytes()).is_none());
        assert!(split_name(format!("{}/n", "d".repeat(155)).as_bytes()).is_some());
    }

    #[test]
    fn damage_is_noticed() {
        let whole = header("a", 7).to_bytes();
        for at in [0, 100, 130, 156, 200, 400] {
            let mut block = whole;
            block[at] ^= 1;
            assert_eq!(Header::parse(&block), None, "{}", at);
        }
    }

    #[test]
    fn numbers_in_all_their_forms() {
        assert_eq!(number(b"  644 \0 "), Some(0o644));
        assert_eq!(number(b"\0\0\0\0"), Some(0));
        assert_eq!(number(b"12x\0"), None);
        assert_eq!(number(&[0x80, 0, 1, 0]), Some(256));
        assert_eq!(number(&[0xFF, 0xFF, 0xFF, 0xFE]), Some(-2));
    }
}
