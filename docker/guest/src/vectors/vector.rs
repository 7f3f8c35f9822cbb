//! One frame with the names of its values.

use crate::wire::{Frame, Seal, Writer};

#[derive(Clone)]
pub struct Vector {
    pub name: &'static str,
    pub kind: u8,
    pub end: bool,
    pub session: u32,
    pub id: u32,
    pub payload: Writer,
    values: Vec<String>,
}

impl Vector {
    pub fn new(name: &'static str, kind: u8, session: u32, id: u32) -> Vector {
        Vector { name, kind, end: true, session, id, payload: Writer::new(), values: Vec::new() }
    }

    pub fn unfinished(mut self) -> Vector {
        self.end = false;
        self
    }

    fn value(&mut self, name: &str, value: impl ToString) -> &mut Writer {
        self.values.push(format!("{}={}", name, value.to_string()));
        &mut self.payload
    }

    pub fn u8(mut self, name: &str, value: u8) -> Vector {
        self.value(name, value).u8(value);
        self
    }

    pub fn u16(mut self, name: &str, value: u16) -> Vector {
        self.value(name, value).u16(value);
        self
    }

    pub fn u32(mut self, name: &str, value: u32) -> Vector {
        self.value(name, value).u32(value);
        self
    }

    pub fn u64(mut self, name: &str, value: u64) -> Vector {
        self.value(name, value).u64(value);
        self
    }

    pub fn i64(mut self, name: &str, value: i64) -> Vector {
        self.value(name, value).i64(value);
        self
    }

    pub fn str(mut self, name: &str, value: &str) -> Vector {
        self.value(name, format!("{:?}", value)).str(value.as_bytes());
        self
    }

    pub fn list(mut self, name: &str, values: &[&str]) -> Vector {
        let payload = self.value(name, format!("{:?}", values).replace(", ", ","));
        payload.u32(values.len() as u32);
        values.iter().for_each(|value| {
            payload.str(value.as_bytes());
        });
        self
    }

    pub fn bytes(mut self, name: &str, value: &[u8]) -> Vector {
        self.value(name, format!("0x{}", hex(value))).bytes(value);
        self
    }

    pub fn frame(&self) -> Vec<u8> {
        let frame = Frame {
            kind: self.kind,
            end: self.end,
            session: self.session,
            id: self.id,
            payload: self.payload.as_bytes(),
        };
        let mut bytes = Vec::new();
        frame.append_to(&mut bytes, &[], Seal::Whole);
        bytes
    }

    pub fn lines(&self) -> String {
        let header = format!(
            "# {} frame.type={} frame.end={} frame.session={} frame.id={}",
            self.name,
            self.kind,
            u8::from(self.end),
            self.session,
            self.id
        );
        let values: String = self.values.iter().map(|value| format!(" {}", value)).collect();
        format!("{}{}\n{} {}\n", header, values, self.name, hex(&self.frame()))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{:02x}", byte)).collect()
}
