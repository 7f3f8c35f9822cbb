//! PID 1 of a workspace: runs commands and keeps files for a server at the other end of one stream.

mod agent;
mod cgroup;
mod channel;
mod clock;
mod event_loop;
mod exec;
mod fault;
mod files;
mod hello;
mod lanes;
mod requests;
mod sys;
#[cfg(test)]
mod vectors;
mod wire;

use std::env;
use std::io;
use std::path::PathBuf;
use std::process::exit;

use agent::Agent;
use event_loop::EventLoop;
use lanes::Lanes;
use sys::oom::OomScore;
use sys::{fd, process, signals};

/// Each switch of processes on the way to the server moves that much.
const PIPE_SIZE: i32 = 256 << 10;
const WORKSPACE: &str = "/workspace";

fn main() {
    let mut arguments = env::args_os().skip(1);
    match arguments.next() {
        Some(what) if what == "--version" => {
            println!("devbench-guest {} protocol {}", hello::VERSION, hello::PROTOCOL);
            return;
        }
        Some(what) if what == "copy" => exit(files::duplicate::main(arguments)),
        _ => {}
    }
    if let Err(error) = run() {
        eprintln!("devbench-guest: {}", error);
        exit(1);
    }
}

fn run() -> io::Result<()> {
    let oom_score = OomScore::open();
    process::forbid_inspection();
    process::adopt_orphans();
    signals::reset();
    let signals = signals::open()?;
    fd::set_nonblocking(1)?;
    (0..=1).for_each(|stream| fd::widen_pipe(stream, PIPE_SIZE));
    let root = env::var_os("DEVBENCH_WORKSPACE").map_or_else(|| WORKSPACE.into(), PathBuf::from);
    // Without a workspace directory there is nothing to put right.
    let _ = files::recover(&root);
    let mut agent = Agent::new(signals, Lanes::start(root)?, oom_score);
    hello::announce(&mut agent);
    EventLoop::new().run(&mut agent);
    Ok(())
}
