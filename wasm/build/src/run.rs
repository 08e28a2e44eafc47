//! Running other programs.

use std::path::Path;
use std::process::Command;

use crate::Failure;

/// Runs a command to its end; its failure is ours.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| format!("{program} can't be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{program} failed: {status}").into()) }
}

/// A program that npm installed. It is started with node: it may be a script.
pub fn npm_tool(path: &Path) -> Result<Command, Failure> {
    if !path.exists() {
        return Err(format!("{} is not there: run tests/setup/js first", path.display()).into());
    }
    let mut command = Command::new("node");
    command.arg(path);
    Ok(command)
}
