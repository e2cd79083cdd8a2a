//! Tags a text without std, with an image in a static. There is an allocator only with the feature
//! `alloc`, which builds a gazetteer. The exit status is 0 if the mentions are right. For a device
//! without a system the program is linked and not run.

#![no_std]
#![no_main]

#[cfg(feature = "alloc")]
mod own;

#[cfg(not(target_os = "none"))]
mod system;

use core::ffi::c_int;

use gaztag::{Gazetteer, Kind, Tagger};

// A device has no system to end the program.
#[cfg(target_os = "none")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}

/// An image, as a device has it in flash.
static IMAGE: &[u8] = include_bytes!("../../../src/gazetteer/builtin.gaz");

const TEXT: &str = "Mali's neighbour is Cote d’Ivoire.";

/// Whether a tagger finds the two names of the text.
fn finds_both(tagger: &Tagger<'_>) -> bool {
    tagger.mentions_incremental(TEXT).map(|m| (m.start(), m.end())).eq([(0, 4), (20, 35)])
}

fn is_right() -> Result<bool, gaztag::Error> {
    let gazetteer = Gazetteer::from_image(IMAGE)?;
    let minerals =
        Tagger::builder().gazetteer(gazetteer.clone()).kinds(&[Kind::Mineral]).build()?;
    let right = finds_both(&Tagger::builder().gazetteer(gazetteer).build()?)
        && !minerals.is_match(TEXT)
        && Gazetteer::from_image(&IMAGE[1..]).is_err();
    #[cfg(feature = "builtin")]
    let right = right && finds_both(&Tagger::builtin());
    #[cfg(feature = "alloc")]
    let right = right && finds_both(&own::tagger()?);
    Ok(right)
}

#[unsafe(no_mangle)]
extern "C" fn main(_: c_int, _: *const *const u8) -> c_int {
    c_int::from(!is_right().unwrap_or(false))
}
