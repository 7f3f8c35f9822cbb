//! The records of a pax header: what does not fit into the fields of the next entry.

use super::header::{split_name, Header};

/// What the fields of the header cannot say.
pub fn needed(header: &Header) -> Vec<u8> {
    let mut records = Vec::new();
    let path = split_name(&header.name).is_none();
    let link = header.link.len() > 100;
    let utf8 = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok();
    if (path && !utf8(&header.name)) || (link && !utf8(&header.link)) {
        append(&mut records, b"hdrcharset", b"BINARY");
    }
    if path {
        append(&mut records, b"path", &header.name);
    }
    if link {
        append(&mut records, b"linkpath", &header.link);
    }
    if header.size >= 1 << 33 {
        append(&mut records, b"size", header.size.to_string().as_bytes());
    }
    records
}

/// `LENGTH KEY=VALUE\n`, where the length counts its own digits.
fn append(records: &mut Vec<u8>, key: &[u8], value: &[u8]) {
    let rest = key.len() + value.len() + 3;
    let mut length = rest + 1;
    while length != rest + length.to_string().len() {
        length = rest + length.to_string().len();
    }
    records.extend_from_slice(length.to_string().as_bytes());
    records.extend_from_slice(&[b" ", key, b"=", value, b"\n"].concat());
}

/// The keys and values; nothing when they are malformed.
pub fn parse(mut records: &[u8]) -> Option<Vec<(&[u8], &[u8])>> {
    let mut found = Vec::new();
    while !records.is_empty() {
        let space = records.iter().position(|byte| *byte == b' ')?;
        let length: usize = std::str::from_utf8(&records[..space]).ok()?.parse().ok()?;
        if length <= space + 1 || length > records.len() || records[length - 1] != b'\n' {
            return None;
        }
        let record = &records[space + 1..length - 1];
        let equals = record.iter().position(|byte| *byte == b'=')?;
        found.push((&record[..equals], &record[equals + 1..]));
        records = &records[length..];
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_count_themselves() {
        for length in [1, 90, 91, 92, 93, 94, 985, 986, 987, 988, 4096] {
            let value = vec![b'v'; length];
            let mut records = Vec::new();
            append(&mut records, b"path", &value);
            append(&mut records, b"size", b"7");
            let found = parse(&records).unwrap();
            assert_eq!(found, [(&b"path"[..], &value[..]), (&b"size"[..], &b"7"[..])]);
        }
    }

    #[test]
    fn what_is_malformed_is_nothing() {
        for records in [&b"7 a=b"[..], b"x a=b\n", b"99 a=b\n", b"0 a=b\n", b"6 abc\n", b"2 \n"] {
            assert_eq!(parse(records), None, "{:?}", records);
        }
    }
}
