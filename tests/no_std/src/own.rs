//! A gazetteer built in the program, and the allocator for that.

extern crate alloc;

use core::alloc::{GlobalAlloc, Layout};
use core::ffi::c_void;

use gaztag::{GazetteerBuilder, Surface, Tagger};

#[link(name = "c")]
unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(pointer: *mut c_void);
}

struct Malloc;

// SAFETY: malloc returns null or memory of the requested size, aligned to 16 bytes on the 64-bit
// machines that run this test; `alloc` returns null for greater alignments.
unsafe impl GlobalAlloc for Malloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > 16 {
            return core::ptr::null_mut();
        }
        // SAFETY: malloc may be called with any size.
        unsafe { malloc(layout.size()) }.cast()
    }

    unsafe fn dealloc(&self, pointer: *mut u8, _: Layout) {
        // SAFETY: the caller passes a pointer that `alloc` returned, which is from malloc.
        unsafe { free(pointer.cast()) }
    }
}

#[global_allocator]
static ALLOCATOR: Malloc = Malloc;

/// A tagger that knows two countries.
pub(crate) fn tagger() -> Result<Tagger<'static>, gaztag::Error> {
    let mut builder = GazetteerBuilder::new();
    builder.add_entity("country/MLI", "Mali")?.add_surface("country/MLI", Surface::new("Mali"))?;
    builder
        .add_entity("country/CIV", "Côte d'Ivoire")?
        .add_surface("country/CIV", Surface::new("Côte d'Ivoire"))?;
    Tagger::builder().gazetteer(builder.build()?).build()
}
