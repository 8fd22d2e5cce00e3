//! `korsel completions` and `korsel man`: what a shell and a reader are told of the command line, made
//! from the command line itself.

use std::io;

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use crate::cli::{Answer, Cli, print};
use crate::error::Result;

#[derive(Args)]
pub(super) struct Arguments {
    /// The shell that is to complete
    shell: Shell,
}

/// Prints a completion script.
pub(super) fn completions(arguments: &Arguments) -> Result<Answer> {
    let mut script = Vec::new();
    generate(arguments.shell, &mut Cli::command(), "korsel", &mut script);
    print(&String::from_utf8_lossy(&script));
    Ok(Answer::Yes)
}

/// Prints the manual page: the program, then each verb.
pub(super) fn man() -> Result<Answer> {
    let mut page = Vec::new();
    let written = pages(&mut page);
    written.expect("memory takes it");
    print(&String::from_utf8_lossy(&page));
    Ok(Answer::Yes)
}

fn pages(to: &mut Vec<u8>) -> io::Result<()> {
    let mut command = Cli::command();
    command.build();
    Man::new(command.clone()).render(to)?;
    let verbs = command.get_subcommands().filter(|verb| verb.get_name() != "help");
    for verb in verbs {
        let man = Man::new(verb.clone());
        man.render_name_section(to)?;
        man.render_synopsis_section(to)?;
        man.render_options_section(to)?;
    }
    Ok(())
}
