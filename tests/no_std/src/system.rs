//! How the program ends where there is a system.

// From the C library of the system.
#[link(name = "c")]
unsafe extern "C" {
    fn abort() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    // SAFETY: abort has no arguments and may be called at any time.
    unsafe { abort() }
}

// The precompiled `core` refers to these two symbols; with `panic = "abort"` nothing calls them.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() -> ! {
    // SAFETY: abort has no arguments and may be called at any time.
    unsafe { abort() }
}
