//! The progress of long work on a terminal, and its end by Ctrl-C.
//!
//! Readers count the bytes here and end with an error after Ctrl-C, and so does the judging of a
//! text, so that what was found before is still printed. A thread ends the program if a read, or
//! another call that cannot be stopped, does not return.

use std::fs;
use std::io::{self, IsTerminal, Read};
#[cfg(feature = "parquet")]
use std::io::{Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use signal_hook::consts::SIGINT;
use signal_hook::flag;

use crate::error::CliError;

/// The exit status after Ctrl-C, as of shells.
pub(crate) const INTERRUPTED: u8 = 130;

/// How often a thread looks whether a call goes on after Ctrl-C, and how often it must.
const PAUSE: Duration = Duration::from_millis(100);
const PAUSES: u32 = 3;

/// How long nothing is shown.
const QUIET: Duration = Duration::from_secs(1);

/// When the work began, and the number of its bytes, if progress is wanted.
static WANTED: OnceLock<(Instant, Option<u64>)> = OnceLock::new();
static BAR: OnceLock<ProgressBar> = OnceLock::new();
static STOPPED: OnceLock<Arc<AtomicBool>> = OnceLock::new();
static READ: AtomicU64 = AtomicU64::new(0);
static FOUND: AtomicU64 = AtomicU64::new(0);
/// How many threads are in a call that cannot be stopped.
static IN_CALLS: AtomicU64 = AtomicU64::new(0);
/// A file that must not be left over.
static TEMPORARY: Mutex<Option<PathBuf>> = Mutex::new(None);
/// Whether all inputs have been read, or reading has stopped.
static ENDED: AtomicBool = AtomicBool::new(false);

/// Watches for Ctrl-C, and shows progress on standard error if that is a terminal. `total` is the
/// number of bytes of all inputs, if it is known.
pub(crate) fn begin(total: Option<u64>, shown: bool) {
    let stopped = STOPPED.get_or_init(Arc::default);
    // The second one ends the program at once.
    let watched =
        flag::register_conditional_shutdown(SIGINT, INTERRUPTED.into(), Arc::clone(stopped))
            .and_then(|_| flag::register(SIGINT, Arc::clone(stopped)));
    if watched.is_ok() {
        thread::spawn(watch);
    }
    if shown && io::stderr().is_terminal() {
        let _ = WANTED.set((Instant::now(), total));
    }
}

/// The progress bar, if it is wanted and the work takes long.
fn bar() -> Option<&'static ProgressBar> {
    let &(begin, total) = WANTED.get()?;
    if begin.elapsed() < QUIET {
        return None;
    }
    Some(BAR.get_or_init(|| {
        let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        let template = if total.is_some() {
            "{bar:24} {bytes}/{total_bytes} {bytes_per_sec} {msg} {eta} left"
        } else {
            "{spinner} {bytes} {bytes_per_sec} {msg}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.with_elapsed(begin.elapsed())
    }))
}

/// Ends the program if a call that cannot be stopped goes on after Ctrl-C.
fn watch() {
    let mut blocked = 0;
    while !ENDED.load(Ordering::Relaxed) {
        thread::sleep(PAUSE);
        blocked = if stopped() && IN_CALLS.load(Ordering::Relaxed) > 0 { blocked + 1 } else { 0 };
        if blocked == PAUSES {
            if let Ok(Some(file)) = TEMPORARY.lock().as_deref() {
                let _ = fs::remove_file(file);
            }
            eprintln!("gaztag: {}", done());
            std::process::exit(INTERRUPTED.into());
        }
    }
}

/// Names a file to remove if the program ends so.
pub(crate) fn temporary(file: PathBuf) {
    if let Ok(mut temporary) = TEMPORARY.lock() {
        *temporary = Some(file);
    }
}

/// Whether Ctrl-C was pressed.
pub(crate) fn stopped() -> bool {
    STOPPED.get().is_some_and(|stopped| stopped.load(Ordering::Relaxed))
}

/// Fails after Ctrl-C.
pub(crate) fn check() -> Result<(), CliError> {
    if stopped() { Err(CliError::Interrupted) } else { Ok(()) }
}

/// Makes a call that cannot be stopped: after Ctrl-C the program does not wait for it.
pub(crate) fn unstoppable<T>(call: impl FnOnce() -> T) -> T {
    IN_CALLS.fetch_add(1, Ordering::Relaxed);
    let result = call();
    IN_CALLS.fetch_sub(1, Ordering::Relaxed);
    result
}

/// Counts bytes that were read, and shows what was done.
pub(crate) fn read(bytes: u64) {
    READ.fetch_add(bytes, Ordering::Relaxed);
    if let Some(bar) = bar() {
        bar.set_position(READ.load(Ordering::Relaxed));
        bar.set_message(format!("{} mentions", HumanCount(FOUND.load(Ordering::Relaxed))));
    }
}

/// Counts mentions.
pub(crate) fn found(mentions: u64) {
    FOUND.fetch_add(mentions, Ordering::Relaxed);
}

/// Ends the progress bar; from now on nothing is read.
pub(crate) fn end() {
    ENDED.store(true, Ordering::Relaxed);
    if let Some(bar) = BAR.get() {
        bar.finish_and_clear();
    }
}

/// What was done until Ctrl-C.
pub(crate) fn done() -> String {
    format!(
        "interrupted; bytes read: {}, mentions: {}",
        HumanCount(READ.load(Ordering::Relaxed)),
        HumanCount(FOUND.load(Ordering::Relaxed))
    )
}

/// Writes something to standard error that does not become a part of the progress bar.
pub(crate) fn aside(write: impl FnOnce()) {
    match BAR.get() {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

/// An input that counts its bytes and ends with an error after Ctrl-C.
pub(crate) struct Watched<R>(pub(crate) R);

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if stopped() {
            return Err(io::Error::other("interrupted"));
        }
        let result = unstoppable(|| self.0.read(to));
        read(*result.as_ref().unwrap_or(&0) as u64);
        result
    }
}

#[cfg(feature = "parquet")]
impl<R: Seek> Seek for Watched<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}
