//! Commands: started, supervised, ended, and their output kept until it is acknowledged.

mod command;
mod ending;
mod entry;
mod environment;
mod events;
mod exit;
mod finish;
mod hunt;
mod launch;
mod log;
mod output;
mod program;
mod report;
mod request;
pub mod requests;
mod reserve;
mod shell;
mod stdin;
mod store;
mod strays;
mod subscription;
mod supervisor;
mod table;
mod tree;
mod utf8;

pub use ending::WITH_WORKSPACE;
#[cfg(test)]
mod log_tests;

pub use events::Part;
pub use table::Table;
