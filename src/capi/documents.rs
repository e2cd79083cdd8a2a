//! Many documents in one call.

use core::ffi::c_char;

use super::mention::{fill, gaztag_mention};
use super::pointers::{array, buffer, bytes, exclusive, gaztag_str, out, reference, utf8};
use super::status::{Failure, MORE, OK, gaztag_error, gaztag_status, guard};
use super::tagger::gaztag_tagger;
use super::text::language_of;
use crate::Text;

/// Documents that lie one after another, as Arrow's large_utf8 columns do.
struct Documents<'a> {
    data: &'a [u8],
    /// One more than there are documents, or none if there are none.
    offsets: &'a [i64],
    /// One for each document, or none.
    languages: &'a [gaztag_str],
}

impl<'a> Documents<'a> {
    /// # Safety
    /// The pointers are inputs by the contract of calls, `offsets` with one number more than
    /// `documents`, and they stay unchanged during `'a`.
    unsafe fn read(
        (data, data_len): (*const c_char, usize),
        offsets: *const i64,
        documents: usize,
        languages: *const gaztag_str,
    ) -> Result<Self, Failure> {
        let offsets_len = match documents {
            0 => 0,
            _ => documents
                .checked_add(1)
                .ok_or_else(|| Failure::argument("documents is larger than any memory"))?,
        };
        let languages_len = if languages.is_null() { 0 } else { documents };
        // SAFETY: `data`, `offsets` and `languages` are inputs of these lengths, by the contract.
        unsafe {
            Ok(Self {
                data: bytes(data, data_len, "data")?,
                offsets: array(offsets, offsets_len, "offsets")?,
                languages: array(languages, languages_len, "languages")?,
            })
        }
    }

    /// A document, with its language if that is known.
    ///
    /// # Safety
    /// The strings of `languages` are inputs by the contract of calls.
    unsafe fn text(&self, document: usize) -> Result<Text<'a>, Failure> {
        let text = usize::try_from(self.offsets[document])
            .ok()
            .zip(usize::try_from(self.offsets[document + 1]).ok())
            .and_then(|(start, end)| self.data.get(start..end));
        let text = Text::new(text.ok_or_else(|| {
            Failure::argument(alloc::format!(
                "the offsets of document {document} descend or exceed the length of data"
            ))
        })?);
        match self.languages.get(document) {
            Some(code) if !code.ptr.is_null() || code.len > 0 => {
                // SAFETY: `code` is an input, by the contract.
                let code = unsafe { utf8(code.ptr, code.len, "the language") };
                let language =
                    code.and_then(language_of).map_err(|failure| failure.of_document(document))?;
                Ok(text.with_language(language))
            }
            _ => Ok(text),
        }
    }
}

/// Finds the mentions of many documents in one call. Allocates nothing. Document d is the bytes
/// data[offsets[d]] up to data[offsets[d + 1]], as in a large_utf8 column of Arrow.
///
/// offsets: documents + 1 numbers that do not descend; not read if documents is 0. languages: NULL,
/// or a string for each document: an ISO 639 code as in gaztag_text_options, or NULL if unknown.
/// next_document: set it to 0 for the first call; the call sets it to the first document that was
/// not tagged. out, capacity, out_len: an array for the mentions of this call, which are those of
/// one document after those of the document before; their offsets count from the start of their
/// document. document_ends: an array of documents numbers; for each document that was tagged in
/// this call, the number of mentions in out up to the end of this document. Returns GAZTAG_OK when
/// all documents are tagged. Returns GAZTAG_MORE when the mentions of the next document do not fit:
/// process those of out, then call again. If next_document did not change, this document alone has
/// more mentions than capacity: use a larger array, or gaztag_tag with a cursor. Errors:
/// GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for invalid offsets; GAZTAG_ERR_ARG and GAZTAG_ERR_UTF8 for an
/// invalid language; GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8 for a document that the tagger's
/// options refuse. After an error next_document is the document with the error, and the outputs
/// have the mentions of the documents before it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_tag_batch(
    tagger: *const gaztag_tagger,
    data: *const c_char,
    data_len: usize,
    offsets: *const i64,
    documents: usize,
    languages: *const gaztag_str,
    next_document: *mut usize,
    out: *mut gaztag_mention,
    capacity: usize,
    out_len: *mut usize,
    document_ends: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out_len`, `out`, `document_ends` and `next_document` are outputs, the last one
        // initialised; `tagger` is a handle and the others are inputs: contract of calls.
        let (len, out, tagger, given, ends, next) = unsafe {
            let len = self::out(out_len, 0, "out_len")?;
            let out = buffer(out, capacity, "out")?;
            (
                len,
                out,
                reference(tagger, "tagger")?,
                Documents::read((data, data_len), offsets, documents, languages)?,
                buffer(document_ends, documents, "document_ends")?,
                exclusive(next_document, "next_document")?,
            )
        };
        if *next > documents {
            return Err(Failure::argument(alloc::format!(
                "next_document is {next}; there are {documents} documents"
            )));
        }
        while *next < documents {
            let document = *next;
            // SAFETY: the strings of `languages` are inputs: contract of calls.
            let text = unsafe { given.text(document)? };
            tagger.limits.check(text.bytes()).map_err(|failure| failure.of_document(document))?;
            let filled = fill(tagger.tagger.drafts(text), &mut out[*len..]);
            if filled.rest.is_some() {
                return Ok(MORE);
            }
            *len += filled.len;
            ends[document].write(*len);
            *next += 1;
        }
        Ok(OK)
    })
}
