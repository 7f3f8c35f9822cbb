//! What a SPAWN asks for.

use std::time::Duration;

use crate::fault::Fault;
use crate::wire::Reader;

const TTY: u32 = 1;
const STDIN: u32 = 2;
const DROP_OLDEST: u32 = 4;
const SHELL: u32 = 8;
const KEY_MAX: usize = 64;

pub struct SpawnRequest<'a> {
    pub key: &'a [u8],
    pub argv: Vec<&'a [u8]>,
    pub env: Vec<&'a [u8]>,
    pub cwd: &'a [u8],
    pub tty: bool,
    pub stdin: bool,
    pub drop_oldest: bool,
    /// The first program of `argv` that exists becomes a shell for RUN.
    pub shell: bool,
    pub rows: u16,
    pub columns: u16,
    pub window: usize,
    pub credit: u32,
    pub timeout: Option<Duration>,
    pub grace: Duration,
}

impl<'a> SpawnRequest<'a> {
    pub fn parse(payload: &'a [u8]) -> Result<SpawnRequest<'a>, Fault> {
        let mut reader = Reader::new(payload);
        let key = checked_key(reader.str()?)?;
        let argv = reader.list_of_str()?;
        let env = reader.list_of_str()?;
        let cwd = reader.str()?;
        let flags = reader.u32()?;
        let request = SpawnRequest {
            key,
            argv,
            env,
            cwd,
            tty: flags & TTY != 0,
            stdin: flags & STDIN != 0,
            drop_oldest: flags & DROP_OLDEST != 0,
            shell: flags & SHELL != 0,
            rows: reader.u16()?,
            columns: reader.u16()?,
            window: reader.u32()? as usize,
            credit: reader.u32()?,
            timeout: Some(reader.u64()?).filter(|it| *it > 0).map(Duration::from_millis),
            grace: Duration::from_millis(u64::from(reader.u32()?)),
        };
        reader.end()?;
        if flags & !(TTY | STDIN | DROP_OLDEST | SHELL) != 0 {
            return Err(Fault::invalid("unknown flags"));
        }
        if request.shell && (request.tty || request.stdin) {
            return Err(Fault::invalid("a shell has neither a terminal nor stdin"));
        }
        Ok(request)
    }
}

pub fn checked_key(key: &[u8]) -> Result<&[u8], Fault> {
    if key.is_empty() || key.len() > KEY_MAX {
        return Err(Fault::invalid("the key must have 1 to 64 bytes"));
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectors;

    #[test]
    fn reads_the_vector() {
        let payload = vectors::payload("spawn");
        let request = SpawnRequest::parse(&payload).unwrap();
        assert_eq!((request.key, request.cwd), (&b"e_01"[..], &b"/workspace"[..]));
        assert_eq!(request.argv, [&b"sh"[..], b"-c", "echo \"hé\" $A".as_bytes()]);
        assert_eq!(request.env, [&b"A=1=2"[..], b"HOME"]);
        assert!(request.tty && request.stdin && request.drop_oldest);
        assert_eq!((request.rows, request.columns), (24, 80));
        assert_eq!((request.window, request.credit), (1 << 20, 262_144));
        assert_eq!(request.timeout, Some(Duration::from_secs(600)));
        assert_eq!(request.grace, Duration::from_secs(5));
    }

    #[test]
    fn refuses_every_part_of_it() {
        let payload = vectors::payload("spawn");
        for length in 0..payload.len() {
            assert!(SpawnRequest::parse(&payload[..length]).is_err());
        }
        assert!(SpawnRequest::parse(&[payload, vec![0]].concat()).is_err());
    }
}
