//! What one call at a time uses: the inside of handles that change.

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicBool, Ordering};

use super::status::{Failure, code};

/// A value that one call at a time uses. A second one, of another thread or of a callback, is told
/// so.
pub(super) struct Exclusive<T> {
    busy: AtomicBool,
    value: UnsafeCell<T>,
}

/// Sets the value free when a call is over.
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

    /// Runs a call on the value. Fails with `in_use` if another one runs.
    pub(super) fn with<R>(
        &self,
        in_use: &'static str,
        body: impl FnOnce(&mut T) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        if self.busy.swap(true, Ordering::Acquire) {
            return Err(Failure::new(code::GAZTAG_ERR_STATE, in_use));
        }
        let _busy = Busy(&self.busy);
        // SAFETY: only who has set `busy` comes here, and it is not set back before this is over.
        body(unsafe { &mut *self.value.get() })
    }
}
