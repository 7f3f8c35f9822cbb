//! Shells that stay: a RUN is an exec whose script a running shell evaluates.

mod driver;
mod origin;
mod pipes;
mod program;
mod request;
mod requests;
mod run;
mod turn;

pub use driver::DRIVER;
pub use pipes::Pipes;
pub use program::first_program;
pub use request::RunRequest;
pub use run::Run;
pub use turn::{turn, Turn};
