//! Tags texts, one after the other. `scripts/count` runs it under callgrind, which counts the
//! instructions of each call of [`counted`] and writes them apart.
//!
//! Each call has a line on standard output, with tabs: the section, the row, the column, and what
//! to divide the instructions by (bytes or calls).

mod hostile;
mod kinds;
mod short;

use std::hint::black_box;
use std::process::ExitCode;

use gaztag::{Backend, Tagger, TaggerBuilder};
use gaztag_samples::Any;

/// The fastest backend that most machines have. All must count the same instructions.
const BACKEND: Backend = Backend::Avx2;

/// A builder with the backend that is counted.
fn tagger() -> TaggerBuilder<'static> {
    Tagger::builder().backend(BACKEND)
}

/// What callgrind counts: it finds the function by its name.
#[inline(never)]
#[unsafe(no_mangle)]
fn counted(run: &mut dyn FnMut() -> usize) {
    black_box(run());
}

/// Where the figure is printed.
#[derive(Clone, Copy)]
struct Place<'p> {
    section: &'p str,
    row: &'p str,
    column: &'p str,
}

/// Counts the instructions of one run, and prints its line. A run before has made the memory that
/// later runs use again.
fn count(place: Place<'_>, divisor: usize, mut run: impl FnMut() -> usize) {
    run();
    counted(&mut run);
    let Place { section, row, column } = place;
    println!("{section}\t{row}\t{column}\t{divisor}");
}

/// How many mentions a tagger finds, in memory that is used again.
fn tag(tagger: Tagger<'static>) -> impl FnMut(&[u8]) -> usize {
    let mut memory = Vec::new();
    move |text| {
        let mut count = 0;
        tagger.tag_each_in(black_box(text), &mut memory, |_, _| count += 1);
        count
    }
}

fn run() -> Result<(), Any> {
    kinds::count_all()?;
    short::count_all()?;
    hostile::count_all()
}

fn main() -> ExitCode {
    if !BACKEND.is_available() {
        println!("{BACKEND:?} is not available");
        return ExitCode::SUCCESS;
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("instructions: {error}");
            ExitCode::FAILURE
        }
    }
}
