//! Tagging a column of documents into a column of mentions: the Arrow C Data Interface.
//!
//! <https://arrow.apache.org/docs/format/CDataInterface.html> specifies the structs,
//! <https://arrow.apache.org/docs/format/Columnar.html> the layouts of columns.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ffi::{CStr, c_char, c_void};
use core::ops::Range;
use core::ptr::{null, null_mut};
use std::collections::HashMap;

use super::pointers::{array, c_string, checked_utf8, optional_out, out, reference};
use super::status::{Failure, OK, code, gaztag_error, gaztag_status, guard};
use super::tagger::gaztag_tagger;
use super::text::language_of;
use crate::{Draft, EntityId, Gazetteer, Kind, Mention, Role, Tagger, Text};

/// The type of a column.
#[repr(C)]
pub struct ArrowSchema {
    format: *const c_char,
    name: *const c_char,
    metadata: *const c_char,
    flags: i64,
    n_children: i64,
    children: *mut *mut ArrowSchema,
    dictionary: *mut ArrowSchema,
    release: Option<unsafe extern "C" fn(*mut ArrowSchema)>,
    private_data: *mut c_void,
}

/// The values of a column.
#[repr(C)]
pub struct ArrowArray {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *mut *const c_void,
    children: *mut *mut ArrowArray,
    dictionary: *mut ArrowArray,
    release: Option<unsafe extern "C" fn(*mut ArrowArray)>,
    private_data: *mut c_void,
}

const NULLABLE: i64 = 2;

/// Flags of gaztag_tag_arrow, one bit each.
#[repr(C)]
pub enum gaztag_arrow_flag {
    /// Return id, name, kind and role as dictionary columns (int32 to utf8), which are smaller and
    /// faster, for engines that support them. The dictionary of id has a value for each entity, in
    /// the order of positions (gaztag_entity_at); those of name and attributes have each text once.
    /// Kinds are country, bloc, mineral, then the gazetteer's own.
    GAZTAG_ARROW_DICTIONARIES = 1,
    /// Return a last field attributes (utf8, or a dictionary column as id): the attributes of the
    /// entity as one object of JSON, numbers as numbers and lists as arrays.
    GAZTAG_ARROW_ATTRIBUTES = 2,
}

/// Finds the mentions of a column of documents, and returns a column of lists of mentions. The type
/// of the column is utf8, large_utf8, utf8_view, binary, large_binary, binary_view, or null (a
/// column without values); or a struct with one such field, as a table with one column is. It may
/// be sliced and have nulls. Each document is judged as a whole.
///
/// schema, array: the column, as struct ArrowSchema and struct ArrowArray of the Arrow C Data
/// Interface. They are read, not released. languages_schema, languages_array: NULL and NULL, or a
/// column of the same types with the language of each document as in gaztag_text_options, null if
/// unknown. flags: bits of gaztag_arrow_flag. out_schema, out_array: structs other than the ones
/// above, for a column with a list for each document; a null document has a null list. The elements
/// are structs with the fields start and end (int64, in the tagger's unit, from the start of the
/// document), id (utf8, the key of the entity), name (utf8, its usual name), kind and role (utf8),
/// and confidence (int8), and with a flag the attributes of the entity. The caller releases the
/// column by its release callbacks; it needs neither the tagger nor the documents. After an error
/// both structs are marked as released.
///
/// Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for a released or inconsistent column, unknown flags or
/// an invalid language; GAZTAG_ERR_UNSUPPORTED for a column of another type; GAZTAG_ERR_TOO_LARGE
/// for more than 2^31 - 1 mentions, or bytes of ids or names: pass fewer documents at once;
/// GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8 for a document that the tagger's options refuse. If
/// memory runs out while the columns grow, the program ends. Only in libraries with
/// GAZTAG_FEATURE_ARROW.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_tag_arrow(
    tagger: *const gaztag_tagger,
    schema: *const ArrowSchema,
    array: *const ArrowArray,
    languages_schema: *const ArrowSchema,
    languages_array: *const ArrowArray,
    flags: u32,
    out_schema: *mut ArrowSchema,
    out_array: *mut ArrowArray,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let is_output = |schema: *const ArrowSchema, array: *const ArrowArray| {
            core::ptr::eq(schema, out_schema) || core::ptr::eq(array, out_array)
        };
        if is_output(schema, array)
            || (!out_schema.is_null()
                && !out_array.is_null()
                && is_output(languages_schema, languages_array))
        {
            // Marking it as released would leak its content.
            return Err(Failure::argument(
                "an input column and an output column are the same struct",
            ));
        }
        // Both are marked as released before anything can fail: a caller could release a struct
        // with old content a second time. SAFETY: `out_schema` and `out_array` are outputs,
        // `tagger` is a handle, `schema` and `array` are inputs: contract of calls.
        let (out_schema, out_array, tagger, schema, array) = unsafe {
            (
                out(out_schema, ArrowSchema::RELEASED, "out_schema")?,
                out(out_array, ArrowArray::RELEASED, "out_array")?,
                reference(tagger, "tagger")?,
                reference(schema, "schema")?,
                reference(array, "array")?,
            )
        };
        let is_set = |flag: gaztag_arrow_flag| flags & flag as u32 != 0;
        let dictionaries = is_set(gaztag_arrow_flag::GAZTAG_ARROW_DICTIONARIES);
        let attributes = is_set(gaztag_arrow_flag::GAZTAG_ARROW_ATTRIBUTES);
        if flags & !3 != 0 {
            return Err(Failure::argument(alloc::format!(
                "flags has the unknown bits {:#x}",
                flags & !3
            )));
        }
        // SAFETY: `schema` and `array` are valid by the Arrow C Data Interface, as inputs of these
        // types are by the comment of this function.
        let column = unsafe { Column::read(schema, array)? };
        // SAFETY: `languages_schema` and `languages_array` are inputs that are valid by the Arrow C
        // Data Interface, by the comment of this function.
        let languages = unsafe { languages_of(languages_schema, languages_array, column.length)? };
        let mut lists = Lists::new(tagger, dictionaries, attributes.then(Attributes::new));
        for index in 0..column.length {
            // SAFETY: `index` is less than the length of `column`, which `languages_of` has
            // compared with the length of `languages`.
            let (document, language) = unsafe {
                (
                    column.document(index)?,
                    languages.as_ref().map_or(Ok(None), |languages| languages.document(index))?,
                )
            };
            let text = match (document.map(Text::new), language) {
                (Some(text), Some(code)) => Some(
                    text.with_language(
                        checked_utf8(code, "the language")
                            .and_then(language_of)
                            .map_err(|failure| failure.of_document(index))?,
                    ),
                ),
                (text, _) => text,
            };
            lists.add(text, index)?;
        }
        let node = lists.node()?;
        (*out_schema, *out_array) = (node.schema(), node.into_array());
        Ok(OK)
    })
}

/// Makes another column with the same buffers, which are not copied, for a second consumer. Each
/// column is released by its own callbacks, on any thread and in any order.
///
/// schema, array: a column that gaztag_tag_arrow or this function returned, of which no part was
/// released or moved. It is read; several threads may do so at the same time. out_schema,
/// out_array: structs other than these; or NULL for one that is not needed, when the input is not
/// read. After an error both are marked as released.
///
/// Errors: GAZTAG_ERR_NULL; GAZTAG_ERR_ARG for a released column. If memory runs out, the program
/// ends. Only in libraries with GAZTAG_FEATURE_ARROW.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_share_arrow(
    schema: *const ArrowSchema,
    array: *const ArrowArray,
    out_schema: *mut ArrowSchema,
    out_array: *mut ArrowArray,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        if (!schema.is_null() && core::ptr::eq(schema, out_schema))
            || (!array.is_null() && core::ptr::eq(array, out_array))
        {
            return Err(Failure::argument(
                "an input column and an output column are the same struct",
            ));
        }
        // Both are marked as released before anything can fail. SAFETY: `out_schema` and
        // `out_array` are outputs: contract of calls.
        let (out_schema, out_array) = unsafe {
            (
                optional_out(out_schema, ArrowSchema::RELEASED, "out_schema")?,
                optional_out(out_array, ArrowArray::RELEASED, "out_array")?,
            )
        };
        // SAFETY: `schema` and `array` are inputs: contract of calls. This file made them, and all
        // of their parts are as they were made: comment of this function.
        unsafe {
            let schema = out_schema.is_some().then(|| reference(schema, "schema")).transpose()?;
            let array = out_array.is_some().then(|| reference(array, "array")).transpose()?;
            if schema.is_some_and(|schema| schema.release.is_none())
                || array.is_some_and(|array| array.release.is_none())
            {
                return Err(Failure::argument("the column was released or moved"));
            }
            if let (Some(schema), Some(out)) = (schema, out_schema) {
                *out = schema.share();
            }
            if let (Some(array), Some(out)) = (array, out_array) {
                *out = array.share();
            }
        }
        Ok(OK)
    })
}

/// A column of languages, if there is one.
///
/// # Safety
/// The pointers are inputs by the contract of calls, and valid as [`Column::read`] requires.
unsafe fn languages_of<'a>(
    schema: *const ArrowSchema,
    array: *const ArrowArray,
    documents: usize,
) -> Result<Option<Column<'a>>, Failure> {
    if schema.is_null() && array.is_null() {
        return Ok(None);
    }
    // SAFETY: two valid inputs: this function's contract.
    let column = unsafe {
        Column::read(reference(schema, "languages_schema")?, reference(array, "languages_array")?)?
    };
    if column.length != documents {
        return Err(Failure::argument(alloc::format!(
            "there are {} languages and {documents} documents",
            column.length
        )));
    }
    Ok(Some(column))
}

/// A column of texts of the caller. The pointers stay valid for `'a`: see [`Column::read`].
struct Column<'a> {
    layout: Layout<'a>,
    offset: usize,
    length: usize,
    validity: Validity,
    /// That of the struct in which the column is the only field.
    outer: Validity,
}

/// A bit for each value, which is 0 for null.
#[derive(Clone, Copy)]
struct Validity {
    /// NULL if there are no nulls.
    bits: *const u8,
    /// The bit of the first value.
    offset: usize,
}

impl Validity {
    const ALL: Self = Self { bits: null(), offset: 0 };

    fn of(array: &ArrowArray, buffers: &[*const c_void], offset: usize) -> Self {
        match buffers.first() {
            Some(bits) if array.null_count != 0 => Self { bits: bits.cast(), offset },
            _ => Self::ALL,
        }
    }

    /// # Safety
    /// There is a bit for each value up to `index`.
    unsafe fn is_null(self, index: usize) -> bool {
        let at = self.offset + index;
        // SAFETY: this function's contract.
        !self.bits.is_null() && unsafe { *self.bits.add(at / 8) } >> (at % 8) & 1 == 0
    }
}

/// Where the texts are. A column of the type null has none.
enum Layout<'a> {
    Offsets { offsets: *const i32, values: *const u8 },
    LargeOffsets { offsets: *const i64, values: *const u8 },
    Views { views: *const [u8; 16], buffers: &'a [*const c_void], sizes: *const i64 },
    Nulls,
}

fn inconsistent(what: &str) -> Failure {
    Failure::argument(alloc::format!("array is not a valid column: {what}"))
}

impl<'a> Column<'a> {
    /// # Safety
    /// Unless they are released, the structs are valid by the Arrow C Data Interface, and they and
    /// their buffers stay unchanged during `'a`.
    unsafe fn read(schema: &'a ArrowSchema, array: &'a ArrowArray) -> Result<Self, Failure> {
        // SAFETY: this function has the contract of `format_of`.
        if unsafe { format_of(schema, array)? } != b"+s" {
            // SAFETY: this function has the contract of `read_values`.
            return unsafe { Self::read_values(schema, array) };
        }
        if schema.n_children != 1 || array.n_children != 1 {
            return Err(Failure::argument(alloc::format!(
                "a table with {} columns; pass only the column with the texts",
                schema.n_children
            )));
        }
        let (offset, length) = extent(array)?;
        // SAFETY: by the interface, which is this function's contract, `children` has `n_children`
        // pointers to structs that are valid as their parents are, and `buffers` has `n_buffers`
        // pointers.
        let (column, buffers) = unsafe {
            let schema = self::array(schema.children.cast_const(), 1, "the schema's children")?[0];
            let values = self::array(array.children.cast_const(), 1, "the array's children")?[0];
            (
                Self::read_values(
                    reference(schema, "the schema's child")?,
                    reference(values, "the array's child")?,
                )?,
                buffers_of(array)?,
            )
        };
        if column.length < offset + length {
            return Err(inconsistent("a field is shorter than its struct"));
        }
        let validity = Validity { offset: column.validity.offset + offset, ..column.validity };
        let outer = Validity::of(array, buffers, offset);
        Ok(Self { offset: column.offset + offset, length, validity, outer, ..column })
    }

    /// [`Column::read`], of a column that is not a struct.
    ///
    /// # Safety
    /// As [`Column::read`].
    unsafe fn read_values(schema: &'a ArrowSchema, array: &'a ArrowArray) -> Result<Self, Failure> {
        // SAFETY: this function has the contract of `format_of`.
        let format = unsafe { format_of(schema, array)? };
        if !matches!(format, b"u" | b"z" | b"U" | b"Z" | b"vu" | b"vz" | b"n")
            || !schema.dictionary.is_null()
        {
            let what = if schema.dictionary.is_null() {
                alloc::string::String::from_utf8_lossy(format)
            } else {
                "dictionary".into()
            };
            let message = alloc::format!(
                "column of the type {what:?}; expected utf8, large_utf8, utf8_view, binary, large_binary, binary_view or null: cast it"
            );
            return Err(Failure::new(code::GAZTAG_ERR_UNSUPPORTED, message));
        }
        let (offset, length) = extent(array)?;
        // SAFETY: this function has the contract of `buffers_of`.
        let buffers = unsafe { buffers_of(array)? };
        let layout = match (format, buffers) {
            (b"u" | b"z", &[_, offsets, values]) => {
                Layout::Offsets { offsets: offsets.cast(), values: values.cast() }
            }
            (b"U" | b"Z", &[_, offsets, values]) => {
                Layout::LargeOffsets { offsets: offsets.cast(), values: values.cast() }
            }
            (b"vu" | b"vz", &[_, views, ref buffers @ .., sizes]) => {
                Layout::Views { views: views.cast(), buffers, sizes: sizes.cast() }
            }
            // The specification has no buffers for this type; Polars passes one, which is NULL.
            (b"n", _) => Layout::Nulls,
            _ => return Err(inconsistent("it has the wrong number of buffers for its type")),
        };
        let validity = Validity::of(array, buffers, offset);
        let column = Self { layout, offset, length, validity, outer: Validity::ALL };
        if length > 0 && column.is_without_buffers() {
            return Err(inconsistent("a buffer is NULL or misaligned"));
        }
        Ok(column)
    }

    fn is_without_buffers(&self) -> bool {
        match self.layout {
            Layout::Offsets { offsets, .. } => offsets.is_null() || !offsets.is_aligned(),
            Layout::LargeOffsets { offsets, .. } => offsets.is_null() || !offsets.is_aligned(),
            Layout::Views { views, buffers, sizes } => {
                views.is_null() || (!buffers.is_empty() && (sizes.is_null() || !sizes.is_aligned()))
            }
            Layout::Nulls => false,
        }
    }

    /// A document, or `None` for a null.
    ///
    /// # Safety
    /// `index` is less than `length`.
    unsafe fn document(&self, index: usize) -> Result<Option<&'a [u8]>, Failure> {
        let at = self.offset + index;
        // SAFETY: `index` is less than `length`. By the interface, which is the contract of `read`,
        // there is a bit for each value.
        if unsafe { self.validity.is_null(index) || self.outer.is_null(index) } {
            return Ok(None);
        }
        let text = match self.layout {
            // SAFETY: by the interface there are `offset + length + 1` offsets, and as many bytes
            // as the last one says. `read` has refused NULL and misaligned offsets.
            Layout::Offsets { offsets, values } => unsafe {
                part(values, (*offsets.add(at)).into(), (*offsets.add(at + 1)).into())
            },
            // SAFETY: as above.
            Layout::LargeOffsets { offsets, values } => unsafe {
                part(values, *offsets.add(at), *offsets.add(at + 1))
            },
            // SAFETY: by the interface there are `offset + length` views, and a size for each
            // buffer. `read` has refused NULL views, and NULL or misaligned sizes of buffers.
            Layout::Views { views, buffers, sizes } => unsafe {
                view(views.add(at), buffers, sizes)
            },
            Layout::Nulls => return Ok(None),
        };
        text.map(Some).ok_or_else(|| {
            inconsistent(&alloc::format!("the bytes of document {index} are not in its buffers"))
        })
    }
}

/// The format of a column that is not released.
///
/// # Safety
/// As [`Column::read`].
unsafe fn format_of<'a>(schema: &'a ArrowSchema, array: &ArrowArray) -> Result<&'a [u8], Failure> {
    let (Some(_), Some(_)) = (schema.release, array.release) else {
        return Err(Failure::argument("the column was released or moved"));
    };
    // SAFETY: by the interface, which is this function's contract, a format is a string with a NUL.
    Ok(unsafe { c_string(schema.format, "the schema's format")? }.to_bytes())
}

fn number(number: i64, what: &str) -> Result<usize, Failure> {
    usize::try_from(number).map_err(|_| inconsistent(what))
}

/// The offset and the length of an array.
fn extent(array: &ArrowArray) -> Result<(usize, usize), Failure> {
    let offset = number(array.offset, "its offset is negative")?;
    let length = number(array.length, "its length is negative")?;
    if offset.saturating_add(length) > isize::MAX as usize / 16 {
        return Err(inconsistent("its length is larger than any memory"));
    }
    Ok((offset, length))
}

/// # Safety
/// As [`Column::read`].
unsafe fn buffers_of(array: &ArrowArray) -> Result<&[*const c_void], Failure> {
    let len = number(array.n_buffers, "its number of buffers is negative")?;
    // SAFETY: by the interface, which is this function's contract, `buffers` has `n_buffers`
    // pointers.
    unsafe { self::array(array.buffers.cast_const(), len, "the array's buffers") }
}

/// The bytes from `start` to `end` of a buffer, unless they are inconsistent.
///
/// # Safety
/// If `start` and `end` are not negative and do not descend, `values` is NULL or has `end` bytes,
/// which stay unchanged during `'a`.
unsafe fn part<'a>(values: *const u8, start: i64, end: i64) -> Option<&'a [u8]> {
    let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
    let len = end.checked_sub(start)?;
    if len == 0 {
        return Some(&[]);
    }
    if values.is_null() || isize::try_from(end).is_err() {
        return None;
    }
    // SAFETY: `values` is not NULL and `0 <= start < end`, as checked above, so it has `end` bytes
    // by this function's contract; `end` is at most `isize::MAX`.
    Some(unsafe { core::slice::from_raw_parts(values.add(start), len) })
}

/// The text of a view, unless it is inconsistent.
///
/// # Safety
/// `view` has 16 bytes. `sizes` has a number for each of `buffers`, which is NULL or has so many
/// bytes. All of them stay unchanged during `'a`.
unsafe fn view<'a>(
    view: *const [u8; 16],
    buffers: &[*const c_void],
    sizes: *const i64,
) -> Option<&'a [u8]> {
    // SAFETY: `view` has 16 bytes by this function's contract. An array of bytes needs no
    // alignment.
    let row: &'a [u8; 16] = unsafe { &*view };
    let number = |at: usize| {
        Some(i32::from_le_bytes([row[at], row[at + 1], row[at + 2], row[at + 3]]))
            .and_then(|number| usize::try_from(number).ok())
    };
    let len = number(0)?;
    if len <= 12 {
        return row.get(4..4 + len);
    }
    let (buffer, start) = (number(8)?, number(12)?);
    let values: *const u8 = buffers.get(buffer)?.cast();
    // SAFETY: `buffers.get` succeeded, and `sizes` has a number for each buffer by this function's
    // contract.
    let size = usize::try_from(unsafe { *sizes.add(buffer) }).ok()?;
    if values.is_null() || start.checked_add(len)? > size {
        return None;
    }
    // SAFETY: `values` is not NULL and `start + len <= size`, as checked above; the buffer has
    // `size` bytes by this function's contract.
    Some(unsafe { core::slice::from_raw_parts(values.add(start), len) })
}

/// The lists of mentions, to which documents are added.
struct Lists<'t> {
    tagger: &'t gaztag_tagger,
    dictionaries: bool,
    ends: Vec<i32>,
    /// A bit for each document, which is 0 for null.
    validity: Vec<u8>,
    nulls: usize,
    starts: Vec<i64>,
    stops: Vec<i64>,
    ids: Texts,
    names: Texts,
    kinds: Texts,
    roles: Texts,
    confidences: Vec<i8>,
    /// If they are asked for.
    attributes: Option<Attributes>,
    /// Memory that all documents reuse.
    drafts: Vec<Draft>,
}

/// A column of attributes.
struct Attributes {
    texts: Texts,
    /// Where the text of each entity is that has one.
    known: BTreeMap<EntityId, Range<usize>>,
}

impl Attributes {
    fn new() -> Self {
        Self { texts: Texts::new(), known: BTreeMap::new() }
    }

    fn push(&mut self, tagger: &Tagger<'_>, mention: &Mention) -> Result<(), Failure> {
        let entity = mention.entity();
        if let Some(known) = self.known.get(&entity) {
            self.texts.bytes.extend_from_within(known.clone());
            return self.texts.end();
        }
        let start = self.texts.bytes.len();
        let text = tagger.gazetteer().entity(entity).map(|entity| entity.attributes_json());
        self.texts.push(&text.unwrap_or_default())?;
        self.known.insert(entity, start..self.texts.bytes.len());
        Ok(())
    }
}

/// A column of texts, or of indices into a dictionary, to which values are added.
struct Texts {
    ends: Vec<i32>,
    bytes: Vec<u8>,
    indices: Vec<i32>,
}

impl Texts {
    fn new() -> Self {
        Self { ends: alloc::vec![0], bytes: Vec::new(), indices: Vec::new() }
    }

    fn push(&mut self, text: &str) -> Result<(), Failure> {
        self.bytes.extend_from_slice(text.as_bytes());
        self.end()
    }

    /// Ends a text.
    fn end(&mut self) -> Result<(), Failure> {
        self.ends.push(i32::try_from(self.bytes.len()).map_err(|_| too_large())?);
        Ok(())
    }

    fn node(self, name: &'static CStr) -> Node {
        Node {
            buffers: alloc::vec![Buffer::None, Buffer::Int32(self.ends), Buffer::Bytes(self.bytes)],
            ..Node::new(c"u", name)
        }
    }

    /// As [`with`](Self::with), but equal texts are once in the dictionary: some engines refuse one
    /// with equal values.
    fn with_each_once<'t>(
        mut self,
        texts: impl Iterator<Item = &'t str>,
        name: &'static CStr,
    ) -> Result<Node, Failure> {
        let (mut values, mut known) = (Vec::new(), HashMap::new());
        let places: Vec<i32> = texts
            .map(|text| {
                *known.entry(text).or_insert_with(|| {
                    values.push(text);
                    values.len() as i32 - 1
                })
            })
            .collect();
        for index in &mut self.indices {
            *index = usize::try_from(*index)
                .ok()
                .and_then(|index| places.get(index).copied())
                .ok_or_else(too_large)?;
        }
        self.with(values.into_iter(), name)
    }

    /// A dictionary column of the indices, with these texts as its dictionary.
    fn with<'t>(
        self,
        texts: impl Iterator<Item = &'t str>,
        name: &'static CStr,
    ) -> Result<Node, Failure> {
        let mut values = Texts::new();
        let mut length = 0;
        for text in texts {
            values.push(text)?;
            length += 1;
        }
        let values = Node { length, ..values.node(c"") };
        Ok(Node {
            buffers: alloc::vec![Buffer::None, Buffer::Int32(self.indices)],
            dictionary: Some(Box::new(values)),
            ..Node::new(c"i", name)
        })
    }
}

fn too_large() -> Failure {
    Failure::new(
        code::GAZTAG_ERR_TOO_LARGE,
        "more mentions or bytes than a column with offsets of 32 bits holds; pass fewer documents at once",
    )
}

/// How many kinds of the library have a number below this one. Numbers may have gaps.
const fn kinds_below(number: u8) -> i32 {
    let (mut n, mut count) = (0, 0);
    while n < number {
        if Kind::from_u8(n).is_some() {
            count += 1;
        }
        n += 1;
    }
    count
}

/// How many kinds the library has. They are first in the dictionary of a column, in the order of
/// their numbers; a gazetteer's own follow.
const KNOWN_KINDS: i32 = kinds_below(Kind::FIRST_OTHER);

/// The index of a kind in the dictionary of a column.
const fn index_of_kind(kind: Kind) -> i32 {
    match kind {
        Kind::Other(n) => KNOWN_KINDS + n as i32,
        known => kinds_below(known.to_u8()),
    }
}

impl<'t> Lists<'t> {
    fn new(tagger: &'t gaztag_tagger, dictionaries: bool, attributes: Option<Attributes>) -> Self {
        Self {
            tagger,
            dictionaries,
            ends: alloc::vec![0],
            validity: Vec::new(),
            nulls: 0,
            starts: Vec::new(),
            stops: Vec::new(),
            ids: Texts::new(),
            names: Texts::new(),
            kinds: Texts::new(),
            roles: Texts::new(),
            confidences: Vec::new(),
            attributes,
            drafts: Vec::new(),
        }
    }

    /// Adds the list of a document, or a null.
    fn add(&mut self, document: Option<Text<'_>>, index: usize) -> Result<(), Failure> {
        if index.is_multiple_of(8) {
            self.validity.push(0);
        }
        match document {
            Some(text) => {
                self.tagger
                    .limits
                    .check(text.bytes())
                    .map_err(|failure| failure.of_document(index))?;
                if let Some(bits) = self.validity.last_mut() {
                    *bits |= 1 << (index % 8);
                }
                let (tagger, mut drafts) = (self.tagger, core::mem::take(&mut self.drafts));
                let mut pushed = Ok(());
                tagger.tagger.tag_each_in(text, &mut drafts, |mention, _| {
                    if pushed.is_ok() {
                        pushed = self.push(mention);
                    }
                });
                self.drafts = drafts;
                pushed?;
            }
            None => self.nulls += 1,
        }
        self.ends.push(i32::try_from(self.starts.len()).map_err(|_| too_large())?);
        Ok(())
    }

    fn push(&mut self, mention: &Mention) -> Result<(), Failure> {
        let tagger: &Tagger<'_> = &self.tagger.tagger;
        self.starts.push(mention.start() as i64);
        self.stops.push(mention.end() as i64);
        self.confidences.push(mention.confidence().cast_signed());
        if self.dictionaries {
            let position = tagger.gazetteer().position(mention.entity());
            let position = position.and_then(|position| i32::try_from(position).ok());
            let attributes = self.attributes.as_mut().map(|attributes| &mut attributes.texts);
            for texts in [&mut self.ids, &mut self.names].into_iter().chain(attributes) {
                texts.indices.push(position.ok_or_else(too_large)?);
            }
            self.kinds.indices.push(index_of_kind(mention.kind()));
            self.roles.indices.push(mention.role() as i32);
            return Ok(());
        }
        if let Some(attributes) = &mut self.attributes {
            attributes.push(tagger, mention)?;
        }
        self.ids.push(tagger.key(mention))?;
        self.names.push(tagger.name(mention))?;
        self.kinds.push(tagger.gazetteer().kind_name(mention.kind()))?;
        self.roles.push(mention.role().as_str())
    }

    fn node(self) -> Result<Node, Failure> {
        let gazetteer: &Gazetteer<'_> = self.tagger.tagger.gazetteer();
        let (length, documents) = (self.starts.len(), self.ends.len() - 1);
        let texts = match self.dictionaries {
            true => {
                // The dictionary ends with the last kind that an entity has.
                let others = gazetteer
                    .entities()
                    .map(|entity| index_of_kind(entity.kind()) + 1 - KNOWN_KINDS)
                    .max()
                    .unwrap_or(0);
                let known = (0..Kind::FIRST_OTHER).filter_map(Kind::from_u8);
                let kinds = known.chain((0..others).map(|n| Kind::Other(n as u8)));
                [
                    self.ids.with(gazetteer.entities().map(|entity| entity.key()), c"id")?,
                    self.names.with_each_once(
                        gazetteer.entities().map(|entity| entity.name()),
                        c"name",
                    )?,
                    self.kinds.with(kinds.map(|kind| gazetteer.kind_name(kind)), c"kind")?,
                    self.roles.with(Role::ALL.iter().map(|role| role.as_str()), c"role")?,
                ]
            }
            false => [
                self.ids.node(c"id"),
                self.names.node(c"name"),
                self.kinds.node(c"kind"),
                self.roles.node(c"role"),
            ],
        };
        let number = |buffer, format, name| Node {
            buffers: alloc::vec![Buffer::None, buffer],
            ..Node::new(format, name)
        };
        let mut children = alloc::vec![
            number(Buffer::Int64(self.starts), c"l", c"start"),
            number(Buffer::Int64(self.stops), c"l", c"end")
        ];
        children.extend(texts);
        children.push(number(Buffer::Int8(self.confidences), c"c", c"confidence"));
        if let Some(Attributes { texts, .. }) = self.attributes {
            children.push(match self.dictionaries {
                true => {
                    let all: Vec<String> =
                        gazetteer.entities().map(|entity| entity.attributes_json()).collect();
                    texts.with_each_once(all.iter().map(|text| &**text), c"attributes")?
                }
                false => texts.node(c"attributes"),
            });
        }
        children.iter_mut().for_each(|child| child.length = length);
        let structs = Node {
            length,
            buffers: alloc::vec![Buffer::None],
            children,
            ..Node::new(c"+s", c"item")
        };
        let validity = if self.nulls == 0 { Buffer::None } else { Buffer::Bytes(self.validity) };
        let lists = Node { length: documents, nulls: self.nulls, ..Node::new(c"+l", c"") };
        Ok(Node {
            buffers: alloc::vec![validity, Buffer::Int32(self.ends)],
            children: alloc::vec![structs],
            ..lists
        })
    }
}

/// A column to return.
struct Node {
    format: &'static CStr,
    name: &'static CStr,
    length: usize,
    nulls: usize,
    buffers: Vec<Buffer>,
    children: Vec<Node>,
    dictionary: Option<Box<Node>>,
}

enum Buffer {
    None,
    Bytes(Vec<u8>),
    Int8(Vec<i8>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
}

impl Buffer {
    fn pointer(&self) -> *const c_void {
        match self {
            Buffer::None => null(),
            Buffer::Bytes(bytes) => bytes.as_ptr().cast(),
            Buffer::Int8(numbers) => numbers.as_ptr().cast(),
            Buffer::Int32(numbers) => numbers.as_ptr().cast(),
            Buffer::Int64(numbers) => numbers.as_ptr().cast(),
        }
    }
}

/// The private data of a schema that was returned.
struct SchemaParts {
    children: Vec<*mut ArrowSchema>,
    dictionary: *mut ArrowSchema,
}

/// The private data of an array that was returned.
struct ArrayParts {
    pointers: Vec<*const c_void>,
    buffers: Arc<Vec<Buffer>>,
    children: Vec<*mut ArrowArray>,
    dictionary: *mut ArrowArray,
}

impl Node {
    fn new(format: &'static CStr, name: &'static CStr) -> Self {
        Self {
            format,
            name,
            length: 0,
            nulls: 0,
            buffers: Vec::new(),
            children: Vec::new(),
            dictionary: None,
        }
    }

    fn schema(&self) -> ArrowSchema {
        let boxed = |node: &Node| Box::into_raw(Box::new(node.schema()));
        let parts = SchemaParts {
            children: self.children.iter().map(boxed).collect(),
            dictionary: self.dictionary.as_deref().map_or(null_mut(), boxed),
        };
        parts.into_schema(self.format.as_ptr(), self.name.as_ptr())
    }

    fn into_array(self) -> ArrowArray {
        let boxed = |node: Node| Box::into_raw(Box::new(node.into_array()));
        let parts = ArrayParts {
            pointers: self.buffers.iter().map(Buffer::pointer).collect(),
            buffers: Arc::new(self.buffers),
            children: self.children.into_iter().map(boxed).collect(),
            dictionary: self.dictionary.map_or(null_mut(), |node| boxed(*node)),
        };
        parts.into_array(self.length as i64, self.nulls as i64)
    }
}

impl SchemaParts {
    /// `format` and `name` are static.
    fn into_schema(self, format: *const c_char, name: *const c_char) -> ArrowSchema {
        let mut parts = Box::new(self);
        ArrowSchema {
            format,
            name,
            metadata: null(),
            // Only lists can be null, but some engines refuse fields that are not nullable.
            flags: NULLABLE,
            n_children: parts.children.len() as i64,
            children: parts.children.as_mut_ptr(),
            dictionary: parts.dictionary,
            release: Some(release_schema),
            private_data: Box::into_raw(parts).cast(),
        }
    }
}

impl ArrayParts {
    fn into_array(self, length: i64, null_count: i64) -> ArrowArray {
        let mut parts = Box::new(self);
        ArrowArray {
            length,
            null_count,
            offset: 0,
            n_buffers: parts.pointers.len() as i64,
            n_children: parts.children.len() as i64,
            buffers: parts.pointers.as_mut_ptr(),
            children: parts.children.as_mut_ptr(),
            dictionary: parts.dictionary,
            release: Some(release_array),
            private_data: Box::into_raw(parts).cast(),
        }
    }
}

impl ArrowSchema {
    const RELEASED: Self = Self {
        format: null(),
        name: null(),
        metadata: null(),
        flags: 0,
        n_children: 0,
        children: null_mut(),
        dictionary: null_mut(),
        release: None,
        private_data: null_mut(),
    };

    /// Another schema of the same type.
    ///
    /// # Safety
    /// [`SchemaParts::into_schema`] made the schema and its children, and none is released.
    unsafe fn share(&self) -> Self {
        // SAFETY: `SchemaParts::into_schema` set `private_data` to a box of `SchemaParts`, whose
        // pointers are those of boxes of schemas that are not released: this function's contract.
        unsafe {
            let parts = &*self.private_data.cast::<SchemaParts>();
            let boxed = |schema: &*mut Self| Box::into_raw(Box::new((**schema).share()));
            let shared = SchemaParts {
                children: parts.children.iter().map(boxed).collect(),
                dictionary: match parts.dictionary.is_null() {
                    true => null_mut(),
                    false => boxed(&parts.dictionary),
                },
            };
            shared.into_schema(self.format, self.name)
        }
    }
}

impl ArrowArray {
    const RELEASED: Self = Self {
        length: 0,
        null_count: 0,
        offset: 0,
        n_buffers: 0,
        n_children: 0,
        buffers: null_mut(),
        children: null_mut(),
        dictionary: null_mut(),
        release: None,
        private_data: null_mut(),
    };

    /// Another array with the same buffers.
    ///
    /// # Safety
    /// [`ArrayParts::into_array`] made the array and its children, and none is released.
    unsafe fn share(&self) -> Self {
        // SAFETY: `ArrayParts::into_array` set `private_data` to a box of `ArrayParts`, whose
        // pointers are those of boxes of arrays that are not released: this function's contract.
        unsafe {
            let parts = &*self.private_data.cast::<ArrayParts>();
            let boxed = |array: &*mut Self| Box::into_raw(Box::new((**array).share()));
            let shared = ArrayParts {
                pointers: parts.pointers.clone(),
                buffers: Arc::clone(&parts.buffers),
                children: parts.children.iter().map(boxed).collect(),
                dictionary: match parts.dictionary.is_null() {
                    true => null_mut(),
                    false => boxed(&parts.dictionary),
                },
            };
            shared.into_array(self.length, self.null_count)
        }
    }
}

/// Releases a schema: the callback of the Arrow C Data Interface.
///
/// # Safety
/// [`SchemaParts::into_schema`] made the schema, which may have been moved since, and it is not
/// released.
unsafe extern "C" fn release_schema(schema: *mut ArrowSchema) {
    // SAFETY: `SchemaParts::into_schema` set `private_data` to a box of `SchemaParts`, which
    // nothing has freed: this function's contract.
    let parts = unsafe { Box::from_raw((*schema).private_data.cast::<SchemaParts>()) };
    for &child in parts
        .children
        .iter()
        .chain(Some(&parts.dictionary).filter(|dictionary| !dictionary.is_null()))
    {
        // SAFETY: each child is a box that only its parent frees, made by `Node::schema` or
        // `share`. A consumer that moved its content has marked it as released.
        let mut child = unsafe { Box::from_raw(child) };
        if let Some(release) = child.release {
            // SAFETY: `SchemaParts::into_schema` made the child, and it is not released.
            unsafe { release(&raw mut *child) };
        }
    }
    // SAFETY: the consumer's pointer to the struct that it releases is valid: this function's
    // contract.
    unsafe { (*schema).release = None };
}

/// Releases an array: the callback of the Arrow C Data Interface.
///
/// # Safety
/// [`ArrayParts::into_array`] made the array, which may have been moved since, and it is not
/// released.
unsafe extern "C" fn release_array(array: *mut ArrowArray) {
    // SAFETY: `ArrayParts::into_array` set `private_data` to a box of `ArrayParts`, which nothing
    // has freed: this function's contract.
    let parts = unsafe { Box::from_raw((*array).private_data.cast::<ArrayParts>()) };
    for &child in parts
        .children
        .iter()
        .chain(Some(&parts.dictionary).filter(|dictionary| !dictionary.is_null()))
    {
        // SAFETY: each child is a box that only its parent frees, made by `Node::into_array` or
        // `share`. A consumer that moved its content has marked it as released.
        let mut child = unsafe { Box::from_raw(child) };
        if let Some(release) = child.release {
            // SAFETY: `ArrayParts::into_array` made the child, and it is not released.
            unsafe { release(&raw mut *child) };
        }
    }
    // SAFETY: the consumer's pointer to the struct that it releases is valid: this function's
    // contract.
    unsafe { (*array).release = None };
}
