//! The environment of a command: the agent's own, changed by the request.

use std::collections::BTreeMap;
use std::env;
use std::os::unix::ffi::OsStringExt;

const DEFAULT_PATH: &[u8] = b"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Where the server lets pip and npm install to; see `package-homes.ts` there.
const INSTALLED_PATH: &[u8] = b"/workspace/.local/bin";

pub struct Environment(BTreeMap<Vec<u8>, Vec<u8>>);

impl Environment {
    pub fn inherited() -> Environment {
        let pairs = env::vars_os().map(|(name, value)| (name.into_vec(), value.into_vec()));
        let mut environment = Environment(pairs.collect());
        environment.find_installed();
        environment
    }

    /// Programs that package managers put into the workspace are found after those of the image.
    fn find_installed(&mut self) {
        let path = self.0.entry(b"PATH".to_vec());
        let path = path.or_insert_with(|| DEFAULT_PATH.to_vec());
        path.push(b':');
        path.extend_from_slice(INSTALLED_PATH);
    }

    /// `K=V` sets, `K` alone removes.
    pub fn change(&mut self, entry: &[u8]) {
        match entry.iter().position(|byte| *byte == b'=') {
            Some(at) => self.0.insert(entry[..at].to_vec(), entry[at + 1..].to_vec()),
            None => self.0.remove(entry),
        };
    }

    pub fn entries(&self) -> impl Iterator<Item = Vec<u8>> + '_ {
        let pairs = self.0.iter();
        pairs.map(|(name, value)| [name.as_slice(), value].join(&b'='))
    }

    /// Where a program of that name may be, in the order of PATH.
    pub fn candidates(&self, program: &[u8]) -> Vec<Vec<u8>> {
        if program.contains(&b'/') {
            return vec![program.to_vec()];
        }
        let path = self.0.get(&b"PATH"[..]).map_or(DEFAULT_PATH, Vec::as_slice);
        path.split(|byte| *byte == b':')
            .map(|folder| match folder {
                [] => program.to_vec(),
                _ => [folder, program].join(&b'/'),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_and_removes() {
        let mut environment = Environment(BTreeMap::new());
        environment.change(b"A=1=2");
        environment.change(b"B=");
        environment.change(b"C=3");
        environment.change(b"C");
        environment.change(b"MISSING");
        let entries: Vec<Vec<u8>> = environment.entries().collect();
        assert_eq!(entries, [b"A=1=2".to_vec(), b"B=".to_vec()]);
    }

    #[test]
    fn finds_what_was_installed_last() {
        let mut environment = Environment(BTreeMap::new());
        environment.change(b"PATH=/a");
        environment.find_installed();
        let expected = [b"/a/x".to_vec(), b"/workspace/.local/bin/x".to_vec()];
        assert_eq!(environment.candidates(b"x"), expected);
        let mut bare = Environment(BTreeMap::new());
        bare.find_installed();
        assert_eq!(bare.candidates(b"x").len(), 7);
    }

    #[test]
    fn searches_the_path() {
        let mut environment = Environment(BTreeMap::new());
        environment.change(b"PATH=/a::/b");
        let expected = [b"/a/x".to_vec(), b"x".to_vec(), b"/b/x".to_vec()];
        assert_eq!(environment.candidates(b"x"), expected);
        assert_eq!(environment.candidates(b"./x"), [b"./x".to_vec()]);
        environment.change(b"PATH");
        assert_eq!(environment.candidates(b"x").len(), 6);
    }
}
