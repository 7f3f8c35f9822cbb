//! A file that nobody sees until it is complete. Dropped, it is gone.

use std::fs::File;
use std::io;

use super::consts::*;
use super::place::Place;
use super::sys;

pub struct Temp {
    pub file: File,
    /// Only where the file system has no unnamed files.
    name: Option<(File, Vec<u8>)>,
}

impl Temp {
    pub fn create(dir: &File) -> io::Result<Temp> {
        match sys::open_at(dir, b".", O_TMPFILE | O_RDWR, 0o600) {
            Ok(file) => Ok(Temp { file, name: None }),
            Err(error) if unsupported(&error) => Temp::create_named(dir),
            Err(error) => Err(error),
        }
    }

    pub fn create_named(dir: &File) -> io::Result<Temp> {
        let name = hidden_name();
        let file = sys::open_at(dir, &name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)?;
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
    pub fn publish_over(&mut self, place: &Place) -> io::Result<()> {
        if self.name.is_none() {
            let name = hidden_name();
            sys::link_open_file(&self.file, &place.dir, &name)?;
            self.name = Some((place.dir.try_clone()?, name));
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

pub fn hidden_name() -> Vec<u8> {
    let random: String = sys::random().iter().map(|byte| format!("{:02x}", byte)).collect();
    format!(".devbench-{}", random).into_bytes()
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
            let mut temp = Temp::create_named(&place.dir).unwrap();
            temp.file.write_all(content.as_bytes()).unwrap();
            temp
        };
        temp("1").publish_new(&place).unwrap();
        assert_eq!(temp("2").publish_new(&place).unwrap_err().raw_os_error(), Some(EEXIST));
        assert_eq!(fs::read(root.join("file")).unwrap(), b"1");
        temp("3").publish_over(&place).unwrap();
        drop(temp("4"));
        assert_eq!(fs::read(root.join("file")).unwrap(), b"3");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1);
        fs::remove_dir_all(root).unwrap();
    }
}
