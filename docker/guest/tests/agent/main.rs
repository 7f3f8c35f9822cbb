//! The agent from outside, over its stream.

#[allow(dead_code, unused_imports)]
#[path = "../../src/wire/mod.rs"]
mod wire;

mod commands;
mod container;
mod ending;
mod exec;
mod files;
mod fuzz;
mod guest;
mod link;
mod links;
mod output;
mod process;
mod sessions;
mod shell;
mod shell_ending;
mod shell_life;
mod shells;
mod stdin;
