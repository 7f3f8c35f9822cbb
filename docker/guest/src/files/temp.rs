//! A file that nobody sees until it is complete. Dropped, it is gone.

use std::fs::File;
use std::io;

use super::consts::*;
use super::place::Place;
use super::{names, sys};

pub struct Temp {
    pub file: File,
    /// Only where the file system has no unnamed files.
    name: Option<(File, Vec<u8>)>,
}

impl Temp {
    pub fn create(root: &File, dir: &File) -> io::Result<Temp> {
        match sys::open_at(dir, b".", O_TMPFILE | O_RDWR, 0o600) {
            Ok(file) => Ok(Temp { file, name: None }),
            Err(error) if unsupported(&error) => Temp::create_named(root, dir),
            Err(error) => Err(error),
        }
    }

    pub fn create_named(root: &File, dir: &File) -> io::Result<Temp> {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW;
        let ((dir, name), file) =
            unplaced(root, dir, |dir, name| sys::open_at(dir, name, flags, 0o600))?;
        Ok(Temp { file, name: Some((dir.try_clone()?, name)) })
    }

    /// Gives the file its name; fails with EEXIST when that is taken.
    pub fn publish_new(&mut self, place: &Place) -> io::Result<()> {
        match &self.name {
            None => sys::link_open_file(&self.file, &place.dir, &place.name),
            Some((dir, name)) => {
                sys::rename((dir, name), place.at(), RENAME_NOREPLACE)?;
                self.name = None;
                Ok(())
            }
        }
    }

    /// Gives the file its name, instead of what has it.
    pub fn publish_over(&mut self, root: &File, place: &Place) -> io::Result<()> {
        if self.name.is_none() {
            let link = |dir: &File, name: &[u8]| sys::link_open_file(&self.file, dir, name);
            let ((dir, name), ()) = unplaced(root, &place.dir, link)?;
            self.name = Some((dir.try_clone()?, name));
        }
        if let Some((dir, name)) = &self.name {
            sys::rename((dir, name), place.at(), 0)?;
        }
        self.name = None;
        Ok(())
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        if let Some((dir, name)) = &self.name {
            let _ = sys::unlink(dir, name);
        }
    }
}

/// Makes something that gets its place later: in the root, where the next agent finds it when this one is killed,
/// or beside its place when the root takes nothing.
pub fn unplaced<'a, T>(
    root: &'a File,
    dir: &'a File,
    make: impl Fn(&File, &[u8]) -> io::Result<T>,
) -> io::Result<((&'a File, Vec<u8>), T)> {
    let name = names::of_new();
    match make(root, &name) {
        Ok(made) => Ok(((root, name), made)),
        Err(_) => make(dir, &name).map(|made| ((dir, name), made)),
    }
}

fn unsupported(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(EOPNOTSUPP) | Some(EISDIR) | Some(EINVAL))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::Write;
    use std::rc::Rc;

    #[test]
    fn a_file_system_without_unnamed_files_does_as_well() {
        let root = std::env::temp_dir().join(format!("temp-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir(&root).unwrap();
        let place = Place { dir: Rc::new(File::open(&root).unwrap()), name: b"file".to_vec() };
        let temp = |content: &str| {
            let mut temp = Temp::create_named(&place.dir, &place.dir).unwrap();
            temp.file.write_all(content.as_bytes()).unwrap();
            temp
        };
        temp("1").publish_new(&place).unwrap();
        assert_eq!(temp("2").publish_new(&place).unwrap_err().raw_os_error(), Some(EEXIST));
        assert_eq!(fs::read(root.join("file")).unwrap(), b"1");
        temp("3").publish_over(&place.dir, &place).unwrap();
        drop(temp("4"));
        assert_eq!(fs::read(root.join("file")).unwrap(), b"3");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1);
        fs::remove_dir_all(root).unwrap();
    }
}
