//! The C ABI, called as C calls it: every function returns what the Rust library returns, for any
//! arguments and in any order of calls.
//!
//! An input is a byte that chooses one of the functions below, then the input of that function.

#[path = "../../tests/capi/abi.rs"]
mod abi;
#[path = "../../tests/capi/equality.rs"]
mod equality;
#[path = "../../tests/capi/wrapper.rs"]
mod wrapper;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use abi::*;
use gaztag::{Format, Gazetteer, GazetteerBuilder, Input, OffsetUnit, Overlap, Tagger};
use wrapper::{
    CBuilder, CCursor, CGazetteer, CTagger, Fields, array, call, default_options, expected, fields,
};

use super::reference::cued;
use super::text::{Forms, composed};
use super::{names, take};

static SMALL: LazyLock<Gazetteer<'static>> = LazyLock::new(|| names().build().unwrap());

/// Runs one input; its format is described at the top of this file.
pub fn capi(mut input: &[u8]) {
    let [script] = take(&mut input);
    match script % 5 {
        0 => tag(input),
        1 => stream(input),
        2 => file(input),
        3 => image(input),
        _ => pages(input),
    }
}

thread_local! {
    /// Taggers by their options.
    static TAGGERS: RefCell<HashMap<u8, &'static Both>> = RefCell::default();
    /// The gazetteers in Rust and in C, so that each image is checked once.
    static GAZETTEERS: [(Gazetteer<'static>, CGazetteer); 3] =
        [SMALL.clone(), cued::gazetteer(), Gazetteer::builtin()].map(|gazetteer| {
            let of_c = CGazetteer::from_image(gazetteer.to_image()).unwrap();
            (gazetteer, of_c)
        });
}

/// The same tagger in Rust and in C, and what its gazetteer has.
type Both = (Tagger<'static>, CTagger, Forms);

/// The taggers by a byte of options.
fn taggers(input: &mut &[u8]) -> &'static Both {
    let [options] = take(input);
    TAGGERS.with_borrow_mut(|known| {
        *known.entry(options).or_insert_with(|| Box::leak(Box::new(made(options))))
    })
}

fn made(options: u8) -> Both {
    let (index, forms) = match (options & 0x20, options & 0x80) {
        (0, 0) => (0, Forms::Small),
        (0, _) => (1, Forms::Cued),
        _ => (2, Forms::Builtin),
    };
    GAZETTEERS.with(|all| {
        let (rust, c) = made_of(options, &all[index]);
        (rust, c, forms)
    })
}

fn made_of(
    options: u8,
    (gazetteer, of_c): &(Gazetteer<'static>, CGazetteer),
) -> (Tagger<'static>, CTagger) {
    let (all, html, context, unit) =
        (options & 1, options >> 1 & 1, options >> 2 & 1, u32::from(options >> 3 & 3).min(2));
    let given = gaztag_options {
        overlap: all.into(),
        input: html.into(),
        flags: if context == 0 { GAZTAG_FLAG_NO_CONTEXT } else { 0 },
        offset_unit: unit,
        min_confidence: if options & 0x40 == 0 { 0 } else { -1 },
        ..default_options()
    };
    let mut builder = Tagger::builder()
        .gazetteer(gazetteer.clone())
        .overlap([Overlap::Longest, Overlap::All][usize::from(all)])
        .input([Input::Text, Input::Html][usize::from(html)])
        .context(context == 1)
        .offset_unit([OffsetUnit::Bytes, OffsetUnit::Utf16, OffsetUnit::CodePoints][unit as usize]);
    if options & 0x40 != 0 {
        builder = builder.min_confidence(0);
    }
    (builder.build().unwrap(), CTagger::new(Some(of_c), &given).unwrap())
}

/// Tags a text, or one that is put together, with some of the functions: with one kind of calls for
/// each input, so that many inputs are run.
fn tag(mut input: &[u8]) {
    let (rust, tagger, forms) = taggers(&mut input);
    let [what] = take(&mut input);
    let composed = (what & 0x80 != 0).then(|| composed(input, *forms));
    let text = composed.as_deref().unwrap_or(input);
    match what & 0x0F {
        part @ 0..equality::PARTS => equality::check_part(part, rust, tagger, text, 3),
        6..14 => {
            let cut = text.first().map_or(0, |&byte| usize::from(byte) % (text.len() + 1));
            equality::check_stream(rust, tagger, text, [vec![cut], vec![cut / 2, cut]]);
        }
        _ => equality::check_offsets(&text[..text.len().min(128)]),
    }
}

/// Pages of a text through one cursor, with resets and another text in between.
fn pages(mut input: &[u8]) {
    let (_, tagger, _) = taggers(&mut input);
    let [count] = take(&mut input);
    let (steps, text) = input.split_at(usize::from(count % 16).min(input.len()));
    let (all, other) = (tagger.tag_once(text, text.len().max(1)).unwrap().1, text.to_vec());
    // The number of mentions in the pages so far, and whether there are more.
    let (cursor, mut found, mut more) = (CCursor::new(), 0, false);
    for step in steps {
        match step & 7 {
            0 => {
                cursor.reset();
                (found, more) = (0, false);
            }
            1 if more => {
                assert_eq!(tagger.page(&other, &cursor, 4).unwrap_err().status, GAZTAG_ERR_STATE)
            }
            1 => {
                assert!(tagger.page(&other, &cursor, 1).is_ok());
                cursor.reset();
            }
            _ => {
                let (status, page) = tagger.page(text, &cursor, usize::from(step >> 3)).unwrap();
                assert!(all[found..].starts_with(&page), "{:?}", String::from_utf8_lossy(text));
                (found, more) = (found + page.len(), status == GAZTAG_MORE);
                assert_eq!(more, found < all.len(), "{:?}", String::from_utf8_lossy(text));
                if !more {
                    found = 0;
                }
            }
        }
    }
}

/// Calls of a stream in any order: at the end of a text all its mentions were returned.
fn stream(mut input: &[u8]) {
    let (rust, tagger, _) = taggers(&mut input);
    let stream = tagger.stream();
    let (mut text, mut all): (Vec<u8>, Vec<Fields>) = Default::default();
    // Whether mentions may be pending, and whether the text has ended.
    let (mut waits, mut ended) = (false, false);
    while !input.is_empty() {
        let [what, size] = take(&mut input);
        let chunk = &input[..usize::from(size).min(input.len())];
        let capacity = usize::from(what >> 4);
        let (mut status, mut consumed) = (Ok(0), 0);
        match what % 5 {
            0 | 1 => {
                let (_, mentions) = array::<gaztag_mention>(capacity, |out, len| {
                    let (pointer, size) = wrapper::c(chunk);
                    // SAFETY: `stream` owns the handle; the chunk and the outputs outlive the call.
                    status = call(|error| unsafe {
                        gaztag_incremental_feed(
                            stream.0,
                            pointer,
                            size,
                            &mut consumed,
                            out,
                            capacity,
                            len,
                            error,
                        )
                    });
                    0
                });
                all.extend(mentions.iter().map(fields));
            }
            2 => {
                let mut given = Vec::new();
                match stream.feed_each(chunk, capacity + 1, &mut given) {
                    Ok((stopped, taken)) => (status, consumed) = (Ok(stopped), taken),
                    Err(failed) => status = Err(failed),
                }
                all.extend(given.iter().map(|(mention, _)| *mention));
            }
            3 if what & 0x10 != 0 => {
                let mut given = Vec::new();
                status = stream.finish_each(capacity, &mut given);
                all.extend(given.iter().map(|(mention, _)| *mention));
            }
            3 => {
                let (_, mentions) = array::<gaztag_mention>(capacity, |out, len| {
                    // SAFETY: `stream` owns the handle; the chunk and the outputs outlive the call.
                    status = call(|error| unsafe {
                        gaztag_incremental_finish(stream.0, out, capacity, len, error)
                    });
                    0
                });
                all.extend(mentions.iter().map(fields));
            }
            _ if what & 0x80 != 0 => {
                stream.reset();
                (text, all) = Default::default();
                (waits, ended) = (false, false);
                continue;
            }
            _ => {
                assert!(stream.settled() <= text.len() as u64);
                continue;
            }
        }
        text.extend_from_slice(&chunk[..consumed]);
        input = &input[consumed..];
        match status {
            Err(failed) => {
                assert!(failed.status == GAZTAG_ERR_STATE && (waits || ended), "{failed:?}")
            }
            Ok(GAZTAG_OK) if what % 5 == 3 => {
                let mentions: Vec<_> = rust.mentions_incremental(&text).collect();
                assert_eq!(all, expected(&mentions), "{:?}", String::from_utf8_lossy(&text));
                (text, all) = Default::default();
                (waits, ended) = (false, false);
            }
            Ok(status) => {
                waits = status != GAZTAG_OK;
                ended |= what % 5 == 3;
            }
        }
    }
}

/// A gazetteer file gives the same gazetteer or the same error in Rust and C.
fn file(mut input: &[u8]) {
    let [options] = take(&mut input);
    let format = usize::from(options & 3);
    // A builder with names is slow, and rare.
    let (mut rust, builder) = if options & 0x1C != 4 {
        (GazetteerBuilder::new(), CBuilder::new())
    } else {
        (names(), CBuilder::from(&CGazetteer::from_image(SMALL.to_image()).unwrap()))
    };
    let formats = [Format::Tsv, Format::JsonLines, Format::Flashtext, Format::Spacy];
    assert_eq!(
        builder.check(format as u32, "file", input, false).len(),
        rust.check(formats[format], "file", input).len()
    );
    match (rust.read(formats[format], "file", input), builder.read(format as u32, "file", input)) {
        (Ok(forms), Ok(c_forms)) => assert_eq!(forms, c_forms),
        (Err(error), Err(failed)) => {
            if let Some(place) = error.location() {
                assert_eq!(
                    (place.line, place.column, place.byte),
                    (failed.line.into(), failed.column.into(), failed.offset)
                );
            }
        }
        (rust, c) => panic!("{rust:?} and {c:?}"),
    }
    // For half of all inputs, since it is slow.
    if options & 0x20 == 0 {
        return;
    }
    match (rust.build(), builder.build()) {
        (Ok(rust), Ok(gazetteer)) => {
            assert!(rust.to_image() == gazetteer.image(), "the gazetteers differ")
        }
        (Err(_), Err(_)) => {}
        _ => panic!("only one of Rust and C builds it"),
    }
}

/// A modified image, with its old checksum or a valid one: Rust and C both refuse it, or both find
/// the same mentions with it.
fn image(mut input: &[u8]) {
    let mut image = SMALL.to_image().to_vec();
    let [mend, cut] = take(&mut input);
    while let [high, low, by, rest @ ..] = input {
        let at = usize::from(u16::from_be_bytes([*high, *low])) % image.len();
        image[at] ^= by;
        input = rest;
    }
    if cut > 0 {
        image.truncate(image.len() - usize::from(cut));
    }
    if mend & 1 == 1 {
        image = super::image::sealed(image);
    }
    match (Gazetteer::from_image(&image), CGazetteer::from_image(&image)) {
        (Err(_), Err(failed)) => {
            assert!([GAZTAG_ERR_CORRUPT, GAZTAG_ERR_VERSION].contains(&failed.status), "{failed:?}")
        }
        (Ok(_), Ok(gazetteer)) => {
            let rust = Tagger::builder()
                .gazetteer(Gazetteer::from_image_owned(image.clone()).unwrap())
                .build()
                .unwrap();
            let tagger = CTagger::new(Some(&gazetteer), &default_options()).unwrap();
            let text = "Mali, South Sudan and gold; US, the AES, Georgia Tech".as_bytes();
            equality::check_part((mend >> 1) % equality::PARTS, &rust, &tagger, text, 2);
        }
        (rust, _) => panic!("Rust gives {:?} and C does not", rust.err()),
    }
}
