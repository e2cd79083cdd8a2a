//! Texts to be tagged, as C gives them.

use core::ffi::c_char;

use super::pointers::{bytes, reference, sized, utf8};
use super::status::Failure;
use super::tagger::gaztag_tagger;
use crate::{Language, Tagger, Text};

/// What is known of a text beside its bytes. Set struct_size, and everything that is not used to 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_text_options {
    /// sizeof(gaztag_text_options), as the caller's header has it. A later library may know more
    /// fields: those are then 0.
    pub struct_size: usize,
    /// The language of the text, an ISO 639 code of two or three lower-case letters such as "en";
    /// NULL: unknown. Evidence for judging names, no filter. This version checks it and does not
    /// use it yet: the mentions are those of a text of an unknown language. Not kept after the
    /// call.
    pub language: *const c_char,
    /// Bytes of language.
    pub language_len: usize,
}

const SMALLEST: usize = size_of::<gaztag_text_options>();

/// A text as a call gets it.
pub(super) struct GivenText {
    pub(super) text: *const c_char,
    pub(super) len: usize,
    pub(super) options: *const gaztag_text_options,
}

impl GivenText {
    /// The text, which the tagger takes.
    ///
    /// # Safety
    /// As [`read_unchecked`](Self::read_unchecked).
    pub(super) unsafe fn read<'a>(
        &self,
        tagger: *const gaztag_tagger,
    ) -> Result<(&'a Tagger<'static>, Text<'a>), Failure> {
        // SAFETY: the same contract.
        let (tagger, text) = unsafe { self.read_unchecked(tagger)? };
        tagger.limits.check(text.bytes())?;
        Ok((&tagger.tagger, text))
    }

    /// The same of a text that may be one that the tagger does not take.
    ///
    /// # Safety
    /// As [`reference`] and [`bytes`]; the options are NULL or as [`sized`] wants them.
    pub(super) unsafe fn read_unchecked<'a>(
        &self,
        tagger: *const gaztag_tagger,
    ) -> Result<(&'a gaztag_tagger, Text<'a>), Failure> {
        // SAFETY: the same contracts.
        let (tagger, bytes) =
            unsafe { (reference(tagger, "tagger")?, bytes(self.text, self.len, "text")?) };
        let text = Text::new(bytes);
        // SAFETY: the same contract.
        let language = unsafe { language_of_options(self.options)? };
        Ok((tagger, language.map_or(text, |language| text.with_language(language))))
    }
}

/// The language that options name.
///
/// # Safety
/// NULL, or as [`sized`] and [`utf8`].
pub(super) unsafe fn language_of_options(
    options: *const gaztag_text_options,
) -> Result<Option<Language>, Failure> {
    if options.is_null() {
        return Ok(None);
    }
    // SAFETY: the same contract; the fields are numbers and pointers.
    let options = unsafe { sized(options, SMALLEST, "the text's options")? };
    // SAFETY: the same contract.
    let code = unsafe { utf8(options.language, options.language_len, "the text's language")? };
    if options.language.is_null() { Ok(None) } else { language_of(code).map(Some) }
}

/// The language with a code.
pub(super) fn language_of(code: &str) -> Result<Language, Failure> {
    Language::new(code).ok_or_else(|| {
        Failure::argument(alloc::format!(
            "{code:?} is no language; expected an ISO 639 code of two or three lower-case letters"
        ))
    })
}
