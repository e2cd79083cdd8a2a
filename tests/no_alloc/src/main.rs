//! Tags texts without std and without an allocator: with the built-in gazetteer, and with an image that stands in a static. Ends with 0 if the mentions are right.

#![no_std]
#![no_main]

use core::ffi::{c_int, c_void};

use gaztag::{Gazetteer, Kind, Tagger};

// The only thing taken from outside: the system's C library ends the process.
#[link(name = "c")]
unsafe extern "C" {
    fn abort() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    // SAFETY: abort takes nothing and does not return.
    unsafe { abort() }
}

// The `core` that comes with the compiler was built to unwind; nothing here does.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume(_: *mut c_void) -> ! {
    // SAFETY: abort takes nothing and does not return.
    unsafe { abort() }
}

/// An image as it would stand in flash.
static IMAGE: &[u8] = include_bytes!("../../../src/gazetteer/builtin.gaz");

const TEXT: &str = "Mali's neighbour is Cote d’Ivoire; both are in ECOWAS.";

fn is_right() -> bool {
    let places = |tagger: &Tagger<'_>| tagger.mentions(TEXT).map(|m| (m.start(), m.end())).eq([(0, 4), (20, 35), (49, 55)]);
    let Ok(gazetteer) = Gazetteer::from_image(IMAGE) else { return false };
    let Ok(tagger) = Tagger::builder().gazetteer(gazetteer.clone()).build() else { return false };
    let Ok(countries) = Tagger::builder().gazetteer(gazetteer).kinds(&[Kind::Country]).build() else { return false };
    places(&Tagger::builtin()) && places(&tagger) && countries.mentions(TEXT).count() == 2 && Gazetteer::from_image(&IMAGE[1..]).is_err()
}

#[unsafe(no_mangle)]
extern "C" fn main(_: c_int, _: *const *const u8) -> c_int {
    c_int::from(!is_right())
}
