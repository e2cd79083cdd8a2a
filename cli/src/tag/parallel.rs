//! Tasks on threads, with output in their order.

use std::io;
use std::slice::Iter;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::error::CliError;
use crate::output::Sink;

/// Parts of a task's output that wait while another's is printed.
const QUEUE: usize = 64;

/// What a thread tells of its task.
enum Message<R> {
    Output(Vec<u8>),
    End(R),
}

/// The tasks that no thread has yet, and where to tell that one was begun.
type Rest<'t, T, R> = Mutex<(Iter<'t, T>, SyncSender<Receiver<Message<R>>>)>;

/// Does tasks on some threads. Prints what they print and calls `each` with what they give, in
/// order.
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
                // Tasks are begun in their order, so the one that is being printed is always among
                // those being done.
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
        // Owned here, so that the threads learn at once that nobody reads any more.
        let order = order;
        for _ in tasks {
            // Only a thread that panicked does not send; the scope passes its panic on.
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

/// Begins the next task: it, and the sender for what it gives.
fn begin<'t, T, R>(rest: &Rest<'t, T, R>) -> Option<(&'t T, SyncSender<Message<R>>)> {
    let mut rest = rest.lock().ok()?;
    let task = rest.0.next()?;
    let (sender, receiver) = sync_channel(QUEUE);
    // Waits while too many tasks are ahead of the one being printed.
    rest.1.send(receiver).ok()?;
    Some((task, sender))
}
