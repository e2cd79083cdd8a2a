//! Runs tasks on threads, with their output in order.

use std::io;
use std::slice::Iter;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::error::CliError;
use crate::output::Sink;

/// The most parts of output that a task may have waiting.
const QUEUE: usize = 64;

/// A message from the thread of a task.
enum Message<R> {
    Output(Vec<u8>),
    End(R),
}

/// The tasks that no thread has begun, and the sender that announces one as begun.
type Rest<'t, T, R> = Mutex<(Iter<'t, T>, SyncSender<Receiver<Message<R>>>)>;

/// Runs tasks on threads. Prints their output and calls `each` with their results, in order.
pub(crate) fn in_order<T: Sync, R: Send>(
    tasks: &[T],
    threads: usize,
    work: impl Fn(&T, &mut Sink<'_>) -> R + Sync,
    print: &mut Sink<'_>,
    mut each: impl FnMut(R) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let (begun, order) = sync_channel(threads);
    let rest = Mutex::new((tasks.iter(), begun));
    thread::scope(|scope| {
        for _ in 0..threads.min(tasks.len()) {
            scope.spawn(|| {
                // Tasks are begun in order, so the one whose output is printed next is always
                // running or done.
                while let Some((task, sender)) = begin(&rest) {
                    let mut sink = |part: &mut Vec<u8>| {
                        let gone = |_| CliError::Output(io::ErrorKind::BrokenPipe.into());
                        if part.is_empty() {
                            Ok(())
                        } else {
                            sender.send(Message::Output(std::mem::take(part))).map_err(gone)
                        }
                    };
                    let result = work(task, &mut sink);
                    if sender.send(Message::End(result)).is_err() {
                        return;
                    }
                }
            });
        }
        // Moved here, so that it is dropped on an early return and the threads stop.
        let order = order;
        for _ in tasks {
            // A thread that panics sends nothing; the scope then panics too.
            for message in order.recv().into_iter().flatten() {
                match message {
                    Message::Output(mut part) => print(&mut part)?,
                    Message::End(result) => each(result)?,
                }
            }
        }
        Ok(())
    })
}

/// Begins the next task. Returns it with the sender for its messages.
fn begin<'t, T, R>(rest: &Rest<'t, T, R>) -> Option<(&'t T, SyncSender<Message<R>>)> {
    let mut rest = rest.lock().ok()?;
    let task = rest.0.next()?;
    let (sender, receiver) = sync_channel(QUEUE);
    // Blocks while too many tasks are ahead of the one whose output is printed.
    rest.1.send(receiver).ok()?;
    Some((task, sender))
}
