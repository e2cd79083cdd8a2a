//! Many documents in one call, over memory as Arrow has it.

use core::ffi::c_char;

use super::mention::{fill, gaztag_mention};
use super::pointers::{array, bytes, exclusive, gaztag_str, out, reference, room, utf8};
use super::status::{Failure, MORE, OK, Outcome, gaztag_error, gaztag_status, guard};
use super::tagger::gaztag_tagger;
use super::text::language_of;
use crate::Text;

/// The arguments of both calls.
struct Documents<O> {
    tagger: *const gaztag_tagger,
    data: *const c_char,
    data_len: usize,
    offsets: *const O,
    documents: usize,
    languages: *const gaztag_str,
    next_document: *mut usize,
    out: *mut gaztag_mention,
    capacity: usize,
    out_len: *mut usize,
    document_ends: *mut usize,
}

impl<O: Copy> Documents<O>
where
    usize: TryFrom<O>,
{
    /// # Safety
    /// As the header says of gaztag_tag_batch64.
    unsafe fn tag(&self) -> Outcome {
        // SAFETY: the same contracts.
        let (len, out) = unsafe {
            (self::out(self.out_len, 0, "out_len")?, room(self.out, self.capacity, "out")?)
        };
        // SAFETY: the same contracts.
        let (tagger, data) = unsafe {
            (reference(self.tagger, "tagger")?, bytes(self.data, self.data_len, "data")?)
        };
        let most = self
            .documents
            .checked_add(1)
            .ok_or_else(|| Failure::argument("documents is larger than any memory"))?;
        // SAFETY: the same contracts.
        let (offsets, ends, next) = unsafe {
            (
                if self.documents == 0 { &[] } else { array(self.offsets, most, "offsets")? },
                room(self.document_ends, self.documents, "document_ends")?,
                exclusive(self.next_document, "next_document")?,
            )
        };
        let languages = if self.languages.is_null() {
            &[]
        } else {
            // SAFETY: the same contracts.
            unsafe { array(self.languages, self.documents, "languages")? }
        };
        if *next > self.documents {
            return Err(Failure::argument(alloc::format!(
                "next_document is {next}; there are {} documents",
                self.documents
            )));
        }
        while *next < self.documents {
            let document = *next;
            let text = usize::try_from(offsets[document])
                .ok()
                .zip(usize::try_from(offsets[document + 1]).ok())
                .and_then(|(start, end)| data.get(start..end));
            let text = text.ok_or_else(|| {
                Failure::argument(alloc::format!(
                    "the offsets of document {document} go backwards or point behind the data"
                ))
            })?;
            tagger.limits.check(text).map_err(|failure| failure.of_document(document))?;
            // SAFETY: the same contracts.
            let text = unsafe { text_of(text, languages.get(document)) }
                .map_err(|failure| failure.of_document(document))?;
            let filled = fill(tagger.tagger.drafts(text), &mut out[*len..]);
            if filled.rest.is_some() {
                return Ok(MORE);
            }
            *len += filled.len;
            ends[document].write(*len);
            *next += 1;
        }
        Ok(OK)
    }
}

/// A document with its language, if that is known.
///
/// # Safety
/// As [`utf8`].
unsafe fn text_of<'t>(text: &'t [u8], language: Option<&gaztag_str>) -> Result<Text<'t>, Failure> {
    let text = Text::new(text);
    match language {
        Some(code) if !code.ptr.is_null() || code.len > 0 => {
            // SAFETY: the same contract.
            let code = unsafe { utf8(code.ptr, code.len, "the language")? };
            Ok(text.with_language(language_of(code)?))
        }
        _ => Ok(text),
    }
}

/// The mentions of many documents in one call, over memory as Arrow has it: document d is the bytes
/// data[offsets[d] .. offsets[d + 1]]. Allocates nothing.
///
/// offsets: documents + 1 numbers that never go backwards. Offsets of mentions are counted from the
/// start of their document. languages: NULL, or one for each document as gaztag_text_options has
/// it, NULL where it is unknown. next_document: in, the first document to tag (0 at first); out,
/// the first that was not. out, capacity, out_len: room for the mentions of this call, those of one
/// document behind those of the one before. document_ends: documents numbers; of each document that
/// this call tagged, how many mentions of this call there are up to its end. Returns GAZTAG_OK when
/// all documents are tagged, GAZTAG_MORE when the mentions of the next document do not fit: take
/// these out and call again. If no document was tagged, that one has more mentions than capacity:
/// give a larger array, or use gaztag_tag with a cursor for it. Errors: GAZTAG_ERR_NULL;
/// GAZTAG_ERR_ARG for bad offsets; GAZTAG_ERR_ARG and GAZTAG_ERR_UTF8 for a bad language;
/// GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8, with the offset in the document, if the tagger was
/// built so. next_document is at the document then; what was tagged before is there, as with
/// GAZTAG_MORE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_tag_batch64(
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
    let call = Documents {
        tagger,
        data,
        data_len,
        offsets,
        documents,
        languages,
        next_document,
        out,
        capacity,
        out_len,
        document_ends,
    };
    // SAFETY: as the header says.
    guard(error, || unsafe { call.tag() })
}

/// The same with offsets of 32 bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_tag_batch32(
    tagger: *const gaztag_tagger,
    data: *const c_char,
    data_len: usize,
    offsets: *const i32,
    documents: usize,
    languages: *const gaztag_str,
    next_document: *mut usize,
    out: *mut gaztag_mention,
    capacity: usize,
    out_len: *mut usize,
    document_ends: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    let call = Documents {
        tagger,
        data,
        data_len,
        offsets,
        documents,
        languages,
        next_document,
        out,
        capacity,
        out_len,
        document_ends,
    };
    // SAFETY: as the header says.
    guard(error, || unsafe { call.tag() })
}
