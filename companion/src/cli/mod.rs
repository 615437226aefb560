//! The command line: the same core as the page, in a terminal.
//!
//! Takes arguments and two writers, gives an exit code; an error is written once, here.

mod asked;
mod audit;
mod check;
mod compare;
mod doctor;
mod formats;
mod gather;
mod golden;
mod input;
mod load;
mod marked;
mod records;
mod report;
mod roles;
mod serve;
mod summarize;
mod sweep;

use clap::{Parser, Subcommand};
use input::{Input, Known};
use std::ffi::OsString;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(name = "chimera-insight", version, about = "Reads benchmark files and says what they show")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the page, and let it use the models of Ollama
    Serve {
        /// Address to listen on; only this machine may reach it
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4173")]
        listen: SocketAddr,
        #[command(flatten)]
        ollama: OllamaAt,
    },
    /// Read files and say what they show, without a model
    Summarize(summarize::Arguments),
    /// Read files and write a report, with a model when one is named
    Report(report::Arguments),
    /// Read files and print every value, as read and as computed
    Records {
        #[command(flatten)]
        input: Input,
        /// How it is written
        #[arg(long, value_enum, default_value_t = records::Format::Jsonl)]
        format: records::Format,
    },
    /// Read a file and say what each column of it is
    Roles {
        /// The file
        #[arg(value_name = "FILE")]
        path: PathBuf,
        #[command(flatten)]
        known: Known,
        /// How it is written
        #[arg(long, value_enum, default_value_t = roles::Format::Json)]
        format: roles::Format,
    },
    /// Compare two sets of measurements: what changed, and whether the data can say so
    Compare(compare::Arguments),
    /// Read files and say what in them misleads: where, what shows it, and what one would get wrong
    Audit {
        #[command(flatten)]
        input: Input,
        /// How it is written
        #[arg(long, value_enum, default_value_t = audit::Format::Text)]
        format: audit::Format,
    },
    /// Check the numbers and comparisons of a text against facts
    Check(check::Arguments),
    /// How much load a server takes, and whether it holds what is asked of it
    Load(load::Arguments),
    /// Settings that were varied: what each does, and whether any can be recommended
    Sweep {
        #[command(flatten)]
        input: Input,
        /// How it is written
        #[arg(long, value_enum, default_value_t = sweep::Format::Text)]
        format: sweep::Format,
    },
    /// Hold the statistics against known answers
    Golden {
        /// Files of cases
        #[arg(required = true, value_name = "FILE")]
        paths: Vec<PathBuf>,
    },
    /// List what can be read, or say of a file why it is read as it is
    Formats {
        /// A file, or a folder of them
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// How the list is written
        #[arg(long, value_enum, default_value_t = formats::Format::Text)]
        format: formats::Format,
    },
    /// Say what is missing here and how to get it
    Doctor {
        #[command(flatten)]
        ollama: OllamaAt,
    },
}

#[derive(Debug, clap::Args)]
struct OllamaAt {
    /// Where Ollama is
    #[arg(long = "ollama", value_name = "URL", env = "OLLAMA_HOST", default_value = "http://127.0.0.1:11434")]
    address: String,
}

/// Runs one command; `arguments` begin with the name of the program.
pub async fn run<A>(arguments: A, out: &mut (dyn Write + Send), err: &mut (dyn Write + Send)) -> ExitCode
where
    A: IntoIterator<Item = OsString>,
{
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // Whoever compares by machine tells a wrong call from a result that is unknown.
    let wrong_call = if arguments.get(1).is_some_and(|word| word == "compare") { compare::INPUT_ERROR } else { 2 };
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(help) => {
            let shown = help.render();
            let written = if help.use_stderr() { write!(err, "{shown}") } else { write!(out, "{shown}") };
            return if written.is_ok() && !help.use_stderr() { ExitCode::SUCCESS } else { ExitCode::from(wrong_call) };
        }
    };
    let done = match arguments.command {
        Command::Serve { listen, ollama } => serve::run(listen, &ollama.address, out).await,
        Command::Summarize(arguments) => summarize::run(&arguments, out),
        Command::Report(arguments) => report::run(arguments, out, err).await,
        Command::Records { input, format } => records::run(&input, format, out),
        Command::Roles { path, known, format } => roles::run(&path, &known, format, out),
        Command::Compare(arguments) => return compare::run(&arguments, out, err),
        Command::Audit { input, format } => audit::run(&input, format, out),
        Command::Check(arguments) => check::run(&arguments, out),
        Command::Load(arguments) => load::run(&arguments, out),
        Command::Sweep { input, format } => sweep::run(&input, format, out),
        Command::Golden { paths } => golden::run(&paths, out),
        Command::Formats { file, format } => formats::run(file, format, out),
        Command::Doctor { ollama } => doctor::run(&ollama.address, out).await,
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            // Nobody is left to tell when this fails.
            let _ = writeln!(err, "error: {}", marked::plain(&format!("{error:#}")));
            ExitCode::FAILURE
        }
    }
}
