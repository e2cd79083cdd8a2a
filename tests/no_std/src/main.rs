//! Tags a text without std: with an allocator of its own, and its own way to panic. Ends with 0 if the mentions are right.

#![no_std]
#![no_main]

extern crate alloc;

use core::alloc::{GlobalAlloc, Layout};
use core::ffi::{c_int, c_void};

use gaztag::{GazetteerBuilder, Surface, Tagger};

// The only things taken from outside: the system's C library gives memory and ends the process.
#[link(name = "c")]
unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(pointer: *mut c_void);
    fn abort() -> !;
}

struct Malloc;

// SAFETY: malloc gives memory that fits and is aligned for anything up to 16 bytes; nothing here asks for more.
unsafe impl GlobalAlloc for Malloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > 16 {
            return core::ptr::null_mut();
        }
        // SAFETY: malloc takes any size.
        unsafe { malloc(layout.size()) }.cast()
    }

    unsafe fn dealloc(&self, pointer: *mut u8, _: Layout) {
        // SAFETY: the pointer came from malloc.
        unsafe { free(pointer.cast()) }
    }
}

#[global_allocator]
static ALLOCATOR: Malloc = Malloc;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    // SAFETY: abort takes nothing and does not return.
    unsafe { abort() }
}

// The `alloc` that comes with the compiler was built to unwind; nothing here does.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() -> ! {
    // SAFETY: abort takes nothing and does not return.
    unsafe { abort() }
}

fn tagger() -> Result<Tagger<'static>, gaztag::Error> {
    let mut builder = GazetteerBuilder::new();
    builder.add_entity("country/MLI", "Mali")?.add_surface("country/MLI", Surface::new("Mali"))?;
    builder.add_entity("country/CIV", "Côte d'Ivoire")?.add_surface("country/CIV", Surface::new("Côte d'Ivoire"))?;
    Tagger::builder().gazetteer(builder.build()?).build()
}

fn is_right() -> bool {
    let text = "Mali's neighbour is Cote d’Ivoire.";
    let own = tagger().is_ok_and(|tagger| tagger.mentions(text).map(|m| (m.start(), m.end())).eq([(0, 4), (20, 35)]));
    #[cfg(feature = "builtin")]
    let own = own && Tagger::builtin().mentions(text).map(|m| (m.start(), m.end())).eq([(0, 4), (20, 35)]);
    own
}

#[unsafe(no_mangle)]
extern "C" fn main(_: c_int, _: *const *const u8) -> c_int {
    c_int::from(!is_right())
}
