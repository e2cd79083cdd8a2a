//! A value that one call at a time may use: the inside of cursors and streams.

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicBool, Ordering};

use super::status::{Failure, code};

/// A value that one call at a time may use. A second call, by another thread or by a callback,
/// fails.
pub(super) struct Exclusive<T> {
    busy: AtomicBool,
    value: UnsafeCell<T>,
}

/// Clears the flag at the end of a call, also when it panics.
struct Busy<'a>(&'a AtomicBool);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl<T: Send> Exclusive<T> {
    pub(super) fn new(value: T) -> Self {
        Self { busy: AtomicBool::new(false), value: UnsafeCell::new(value) }
    }

    /// Runs `body` with the value. Fails with the message `in_use` while another call runs.
    pub(super) fn with<R>(
        &self,
        in_use: &'static str,
        body: impl FnOnce(&mut T) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        if self.busy.swap(true, Ordering::Acquire) {
            return Err(Failure::new(code::GAZTAG_ERR_STATE, in_use));
        }
        let _busy = Busy(&self.busy);
        // SAFETY: the swap above found `busy` clear and set it, so no other call has a reference to
        // the value; `_busy` clears it only after `body` has returned or unwound.
        body(unsafe { &mut *self.value.get() })
    }
}
