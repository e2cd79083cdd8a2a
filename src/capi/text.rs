//! Texts to tag, with their options.

use core::ffi::c_char;

use super::pointers::{bytes, reference, sized, utf8};
use super::status::Failure;
use super::tagger::gaztag_tagger;
use crate::{Language, Tagger, Text};

/// What the caller knows about a text. Set struct_size, and set unused fields to 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_text_options {
    /// sizeof(gaztag_text_options). A newer library takes 0 for fields that the caller's header
    /// does not have.
    pub struct_size: usize,
    /// The language of the text, an ISO 639 code of two or three lower-case letters such as "en";
    /// NULL if unknown. It is evidence for judging names, not a filter: acronyms, demonyms and
    /// minerals that neither the language nor English has count only near a word that shows their
    /// language, and so do full names of countries beside a capitalised word of English text. A
    /// language that no form of the gazetteer has counts as unknown. Not kept after the call.
    pub language: *const c_char,
    /// The length of language in bytes.
    pub language_len: usize,
}

const SMALLEST: usize = size_of::<gaztag_text_options>();

/// A text as a call receives it.
pub(super) struct GivenText {
    pub(super) text: *const c_char,
    pub(super) len: usize,
    pub(super) options: *const gaztag_text_options,
}

impl GivenText {
    /// The text, if the tagger's limits allow it.
    ///
    /// # Safety
    /// As [`read_unchecked`](Self::read_unchecked).
    pub(super) unsafe fn read<'a>(
        &self,
        tagger: *const gaztag_tagger,
    ) -> Result<(&'a Tagger<'static>, Text<'a>), Failure> {
        // SAFETY: this function has the contract of `read_checked`.
        let (tagger, text) = unsafe { self.read_checked(tagger)? };
        Ok((&tagger.tagger, text))
    }

    /// As [`read`](Self::read), with the handle's own fields.
    ///
    /// # Safety
    /// As [`read_unchecked`](Self::read_unchecked).
    pub(super) unsafe fn read_checked<'a>(
        &self,
        tagger: *const gaztag_tagger,
    ) -> Result<(&'a gaztag_tagger, Text<'a>), Failure> {
        // SAFETY: this function has the contract of `read_unchecked`.
        let (tagger, text) = unsafe { self.read_unchecked(tagger)? };
        tagger.limits.check(text.bytes())?;
        Ok((tagger, text))
    }

    /// The text, without a check of the tagger's limits.
    ///
    /// # Safety
    /// `tagger` is a handle, `self.text` and `self.options` are inputs, by the contract of calls,
    /// and all three stay unchanged during `'a`.
    pub(super) unsafe fn read_unchecked<'a>(
        &self,
        tagger: *const gaztag_tagger,
    ) -> Result<(&'a gaztag_tagger, Text<'a>), Failure> {
        // SAFETY: a handle and two inputs: this function's contract.
        let (tagger, bytes, language) = unsafe {
            let tagger = reference(tagger, "tagger")?;
            (tagger, bytes(self.text, self.len, "text")?, language_of_options(self.options)?)
        };
        let text = Text::new(bytes);
        Ok((tagger, language.map_or(text, |language| text.with_language(language))))
    }
}

/// The language in the options, if there is one.
///
/// # Safety
/// `options` is an input by the contract of calls.
pub(super) unsafe fn language_of_options(
    options: *const gaztag_text_options,
) -> Result<Option<Language>, Failure> {
    if options.is_null() {
        return Ok(None);
    }
    // SAFETY: `options` is an input that begins with `struct_size`: this function's contract. The
    // struct has only numbers and pointers.
    let options = unsafe { sized(options, SMALLEST, "the text's options")? };
    // SAFETY: pointers inside an input are inputs: contract of calls.
    let code = unsafe { utf8(options.language, options.language_len, "the text's language")? };
    if options.language.is_null() { Ok(None) } else { language_of(code).map(Some) }
}

/// The language with a code.
pub(super) fn language_of(code: &str) -> Result<Language, Failure> {
    Language::new(code).ok_or_else(|| {
        Failure::argument(alloc::format!(
            "{code:?} is not a language; expected an ISO 639 code of two or three lower-case letters"
        ))
    })
}
