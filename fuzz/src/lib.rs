//! What each fuzz target does with an input. Shared with `tests/fuzz_cases.rs`, which replays the
//! inputs of `fuzz/cases`.
//!
//! A target panics if gaztag's result differs from that of its oracle: a second implementation, or
//! another interface.

#[path = "../../tests/overwritten/calls.rs"]
mod calls;
#[cfg(feature = "capi")]
mod capi;
mod gazetteer;
mod image;
#[path = "../../tests/reference/mod.rs"]
mod reference;
mod tag;
mod text;

use std::fmt::Debug;

use gaztag::{AttributeType, Format, GazetteerBuilder, Spell};
use reference::texts::NAMES;

#[cfg(feature = "capi")]
pub use capi::capi;
pub use gazetteer::gazetteer;
pub use image::image;
pub use tag::tag;

/// Removes the first bytes of an input and returns them. Missing bytes are zeros.
fn take<const N: usize>(input: &mut &[u8]) -> [u8; N] {
    let len = N.min(input.len());
    let mut taken = [0; N];
    taken[..len].copy_from_slice(&input[..len]);
    *input = &input[len..];
    taken
}

/// A builder with [`NAMES`] and at least one of everything else that an image can contain.
fn names() -> GazetteerBuilder {
    names_in(GazetteerBuilder::new())
}

/// The same in a builder.
fn names_in(mut builder: GazetteerBuilder) -> GazetteerBuilder {
    builder.read(Format::Tsv, "names.tsv", NAMES.as_bytes()).unwrap();
    builder.set_data_version("2026.11");
    builder
        .add_member("bloc/aes", "country/MLI", Spell::new("member").with_joined("2023"))
        .unwrap();
    builder
        .add_member(
            "bloc/aes",
            "country/NER",
            Spell::new("member").with_joined("2023").with_left("2030"),
        )
        .unwrap();
    builder
        .add_member(
            "bloc/aes",
            "country/NER",
            Spell::new("observer").with_joined("2031").with_source("general"),
        )
        .unwrap();
    builder.set_attribute("country/MLI", "continent", "Africa").unwrap();
    builder
        .set_typed_attribute("country/MLI", "independent", AttributeType::Date, "1960-09-22")
        .unwrap();
    builder.retire_key("country/SDN-FR", "country/MLI").unwrap();
    builder.set_attribute("mineral/gold", "symbol", "Au").unwrap();
    builder
}

/// Panics with the first difference between the mentions found and those expected.
fn check_same<T: PartialEq + Debug>(found: &[T], expected: &[T], what: impl Debug, text: &[u8]) {
    if found != expected {
        let same =
            found.iter().zip(expected).take_while(|(found, expected)| found == expected).count();
        let text = String::from_utf8_lossy(&text[..text.len().min(2000)]);
        panic!(
            "{what:?}: mention {same} is {:?}, expected {:?}, in {text:?}",
            found.get(same),
            expected.get(same)
        );
    }
}
