//! CRC-32 as in zlib, sixteen bytes at a time.

const TABLES: [[u32; 256]; 16] = tables();

const fn tables() -> [[u32; 256]; 16] {
    let mut tables = [[0; 256]; 16];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 * (crc & 1));
            bit += 1;
        }
        tables[0][byte] = crc;
        byte += 1;
    }
    let mut table = 1;
    while table < 16 {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[table - 1][byte];
            tables[table][byte] = (before >> 8) ^ tables[0][(before & 0xff) as usize];
            byte += 1;
        }
        table += 1;
    }
    tables
}

pub struct Crc(u32);

impl Crc {
    pub fn new() -> Crc {
        Crc(!0)
    }

    pub fn add(mut self, bytes: &[u8]) -> Crc {
        let mut chunks = bytes.chunks_exact(16);
        for chunk in &mut chunks {
            let low = self.0 ^ u32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]);
            let low = low.to_le_bytes();
            let begin = (0..4).fold(0, |crc, at| crc ^ TABLES[15 - at][usize::from(low[at])]);
            self.0 = (4..16).fold(begin, |crc, at| crc ^ TABLES[15 - at][usize::from(chunk[at])]);
        }
        for byte in chunks.remainder() {
            self.0 = (self.0 >> 8) ^ TABLES[0][((self.0 ^ u32::from(*byte)) & 0xff) as usize];
        }
        self
    }

    pub fn value(self) -> u32 {
        !self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_zlib() {
        assert_eq!(Crc::new().value(), 0);
        assert_eq!(Crc::new().add(b"123456789").value(), 0xCBF4_3926);
        let pangram = b"The quick brown fox jumps over the lazy dog";
        assert_eq!(Crc::new().add(pangram).value(), 0x414F_A339);
    }

    #[test]
    fn does_not_depend_on_how_the_bytes_arrive() {
        let bytes: Vec<u8> = (0..100).map(|n| (n * 7) as u8).collect();
        let whole = Crc::new().add(&bytes).value();
        for cut in 0..bytes.len() {
            let parts = Crc::new().add(&bytes[..cut]).add(&bytes[cut..]);
            assert_eq!(parts.value(), whole);
        }
    }
}
