//! What a RUN asks for.

use std::time::Duration;

use super::driver;
use crate::exec::request::checked_key;
use crate::fault::Fault;
use crate::wire::Reader;

pub struct RunRequest<'a> {
    pub shell: u32,
    pub key: &'a [u8],
    pub script: &'a [u8],
    pub cwd: &'a [u8],
    pub env: Vec<(&'a [u8], &'a [u8])>,
    pub window: usize,
    pub credit: u32,
    pub timeout: Option<Duration>,
    pub grace: Duration,
}

impl<'a> RunRequest<'a> {
    pub fn parse(payload: &'a [u8]) -> Result<RunRequest<'a>, Fault> {
        let mut reader = Reader::new(payload);
        let shell = reader.u32()?;
        let key = checked_key(reader.str()?)?;
        let (script, cwd, entries) = (reader.str()?, reader.str()?, reader.list_of_str()?);
        let request = RunRequest {
            shell,
            key,
            script,
            cwd,
            env: entries.into_iter().map(assignment).collect::<Result<_, _>>()?,
            window: reader.u32()? as usize,
            credit: reader.u32()?,
            timeout: Some(reader.u64()?).filter(|it| *it > 0).map(Duration::from_millis),
            grace: Duration::from_millis(u64::from(reader.u32()?)),
        };
        reader.end()?;
        Ok(request)
    }

    pub fn line(&self) -> Result<Vec<u8>, Fault> {
        let line = driver::line(self.cwd, &self.env, self.script);
        match line.contains(&0) {
            true => Err(Fault::invalid("a NUL byte for a shell")),
            false => Ok(line),
        }
    }
}

/// The name goes unquoted into the line, so it must be one.
fn assignment(entry: &[u8]) -> Result<(&[u8], &[u8]), Fault> {
    let end = entry.iter().position(|byte| *byte == b'=').unwrap_or(0);
    let name = &entry[..end];
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    if !name.iter().all(fits) || !name.first().map_or(false, |it| !it.is_ascii_digit()) {
        return Err(Fault::invalid("a shell cannot take such a variable"));
    }
    Ok((name, &entry[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectors;

    #[test]
    fn reads_the_vector() {
        let payload = vectors::payload("run");
        let request = RunRequest::parse(&payload).unwrap();
        assert_eq!((request.shell, request.key), (3, &b"e_02"[..]));
        assert_eq!(request.script, "cd /tmp\necho \"hé\" $A".as_bytes());
        assert_eq!(
            (request.cwd, &request.env[..]),
            (&b"/workspace"[..], &[(&b"A"[..], &b"1=2"[..])][..])
        );
        assert_eq!((request.window, request.credit), (1 << 20, 262_144));
        assert_eq!(request.timeout, Some(Duration::from_secs(600)));
        assert_eq!(request.grace, Duration::from_secs(5));
        for length in 0..payload.len() {
            assert!(RunRequest::parse(&payload[..length]).is_err());
        }
        assert!(RunRequest::parse(&[payload, vec![0]].concat()).is_err());
    }

    #[test]
    fn refuses_names_that_are_code() {
        for entry in ["", "A", "=1", "A B=1", "A;=1", "1A=1", "$A=1"] {
            assert!(assignment(entry.as_bytes()).is_err(), "{}", entry);
        }
        assert_eq!(assignment(b"_a1==").unwrap(), (&b"_a1"[..], &b"="[..]));
    }
}
