//! Columns of documents in, columns of mentions out: the Arrow C Data Interface.
//!
//! The structs are those of <https://arrow.apache.org/docs/format/CDataInterface.html>, the layouts
//! those of <https://arrow.apache.org/docs/format/Columnar.html>.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ffi::{CStr, c_char, c_void};
use core::ptr::{null, null_mut};

use super::pointers::{array, c_string, checked_utf8, exclusive, reference};
use super::status::{Failure, OK, Outcome, code, gaztag_error, gaztag_status, guard};
use super::tagger::gaztag_tagger;
use super::text::language_of;
use crate::{Draft, Gazetteer, Kind, Mention, Role, Tagger, Text};

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

/// How gaztag_tag_arrow gives its columns, by bit.
#[repr(C)]
pub enum gaztag_arrow_flag {
    /// id, name, kind and role as dictionaries (int32 to utf8): smaller and quicker, for engines
    /// that read them. The values of id and name are those of all entities, in the order of their
    /// indices, so that the index of an id is the position of the entity. Kinds are country, bloc,
    /// mineral, then those of the gazetteer's own.
    GAZTAG_ARROW_DICTIONARIES = 1,
}

/// Tags a column of documents: utf8, large_utf8, utf8_view, binary, large_binary or binary_view,
/// sliced or not, with nulls or without; or null, which engines give a column without any value.
/// Each document is judged as a whole.
///
/// schema, array: the column (struct ArrowSchema, struct ArrowArray of the Arrow C Data Interface);
/// they are read, not released. flags: bits of gaztag_arrow_flag. languages_schema,
/// languages_array: NULL, or a column of the same types with the language of each document, as
/// gaztag_text_options has it; null where it is unknown. out_schema, out_array: other structs,
/// which become a column of lists, one a document, to be released by the caller by their release
/// callbacks; marked as released if the call fails. A null document gives a null list. The values
/// of the lists are structs with the fields start and end (int64, in the tagger's unit, from the
/// start of the document), id and name (utf8: the entity's key and usual name), kind and role
/// (utf8), confidence (int8). They need neither the tagger nor the input. Errors: GAZTAG_ERR_NULL;
/// GAZTAG_ERR_ARG for a released or an inconsistent column; GAZTAG_ERR_UNSUPPORTED for a column of
/// another type; GAZTAG_ERR_TOO_LARGE for more than 2^31 - 1 mentions or more than 2^31 - 1 bytes
/// of ids or names: pass fewer documents at once; GAZTAG_ERR_UTF8 if the tagger is strict. When
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
            // Marking it as released would lose what it has.
            return Err(Failure::argument(
                "a column that is given and the place for the new one are the same struct",
            ));
        }
        // SAFETY: as the header says.
        unsafe {
            // A column that is left as it was could be released twice.
            super::pointers::out(out_schema, ArrowSchema::RELEASED, "out_schema")?;
            super::pointers::out(out_array, ArrowArray::RELEASED, "out_array")?;
        }
        // SAFETY: as the header says.
        let (tagger, schema, array) = unsafe {
            (reference(tagger, "tagger")?, reference(schema, "schema")?, reference(array, "array")?)
        };
        if flags & !(gaztag_arrow_flag::GAZTAG_ARROW_DICTIONARIES as u32) != 0 {
            return Err(Failure::argument(alloc::format!(
                "flags has the unknown bits {:#x}",
                flags & !1
            )));
        }
        // SAFETY: a column that is not released keeps its buffers.
        let column = unsafe { Column::read(schema, array)? };
        // SAFETY: as the header says.
        let languages = unsafe { languages_of(languages_schema, languages_array, column.length)? };
        let mut lists = Lists::new(tagger, flags & 1 != 0);
        for index in 0..column.length {
            // SAFETY: an index of both columns.
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
        // SAFETY: checked above.
        let (out_schema, out_array) =
            unsafe { (exclusive(out_schema, "out_schema")?, exclusive(out_array, "out_array")?) };
        (*out_schema, *out_array) = (node.schema(), node.into_array());
        Outcome::Ok(OK)
    })
}

/// A column of languages, if there is one.
///
/// # Safety
/// As [`Column::read`], or both pointers are NULL.
unsafe fn languages_of<'a>(
    schema: *const ArrowSchema,
    array: *const ArrowArray,
    documents: usize,
) -> Result<Option<Column<'a>>, Failure> {
    if schema.is_null() && array.is_null() {
        return Ok(None);
    }
    // SAFETY: the same contract.
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

/// A column of texts, as it came.
struct Column<'a> {
    layout: Layout<'a>,
    offset: usize,
    length: usize,
    /// Bits; none: all are there.
    validity: *const u8,
}

/// Where the texts are; of the type null there are none.
enum Layout<'a> {
    Offsets { offsets: *const i32, values: *const u8 },
    LargeOffsets { offsets: *const i64, values: *const u8 },
    Views { views: *const [u8; 16], buffers: &'a [*const c_void], sizes: *const i64 },
    Nulls,
}

fn inconsistent(what: &str) -> Failure {
    Failure::argument(alloc::format!("array is no column that can be read: {what}"))
}

impl<'a> Column<'a> {
    /// # Safety
    /// The structs are valid by the Arrow C Data Interface.
    unsafe fn read(schema: &'a ArrowSchema, array: &'a ArrowArray) -> Result<Self, Failure> {
        if schema.release.is_none() || array.release.is_none() {
            return Err(Failure::argument("the column was released or moved"));
        }
        // SAFETY: a format is a string that NUL ends.
        let format = unsafe { c_string(schema.format, "the schema's format")? }.to_bytes();
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
        let number = |number: i64, what| usize::try_from(number).map_err(|_| inconsistent(what));
        let (offset, length) = (
            number(array.offset, "its offset is negative")?,
            number(array.length, "its length is negative")?,
        );
        if offset.checked_add(length).is_none_or(|end| end > isize::MAX as usize / 16) {
            return Err(inconsistent("its length is larger than any memory"));
        }
        // SAFETY: as many buffers as the array says.
        let buffers = unsafe {
            self::array(
                array.buffers.cast_const(),
                number(array.n_buffers, "its number of buffers is negative")?,
                "the array's buffers",
            )?
        };
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
            // None has to be there; Polars gives one, which is NULL.
            (b"n", _) => Layout::Nulls,
            _ => return Err(inconsistent("it has another number of buffers than its type")),
        };
        let validity = match buffers.first() {
            Some(validity) if array.null_count != 0 => validity.cast(),
            _ => null(),
        };
        let column = Self { layout, offset, length, validity };
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

    /// A document; none if it is null.
    ///
    /// # Safety
    /// As [`read`](Self::read), and `index` is less than the length.
    unsafe fn document(&self, index: usize) -> Result<Option<&'a [u8]>, Failure> {
        let at = self.offset + index;
        // SAFETY: there is a bit for every value.
        if !self.validity.is_null() && unsafe { *self.validity.add(at / 8) } >> (at % 8) & 1 == 0 {
            return Ok(None);
        }
        let text = match self.layout {
            // SAFETY: there is one offset more than values.
            Layout::Offsets { offsets, values } => unsafe {
                part(values, (*offsets.add(at)).into(), (*offsets.add(at + 1)).into())
            },
            // SAFETY: the same.
            Layout::LargeOffsets { offsets, values } => unsafe {
                part(values, *offsets.add(at), *offsets.add(at + 1))
            },
            // SAFETY: there is a view for every value.
            Layout::Views { views, buffers, sizes } => unsafe {
                view(views.add(at), buffers, sizes)
            },
            Layout::Nulls => return Ok(None),
        };
        text.map(Some).ok_or_else(|| {
            inconsistent(&alloc::format!("document {index} has no bytes that it could be"))
        })
    }
}

/// # Safety
/// If the offsets ascend, `values` has so many bytes.
unsafe fn part<'a>(values: *const u8, start: i64, end: i64) -> Option<&'a [u8]> {
    let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
    let len = end.checked_sub(start)?;
    if len == 0 {
        return Some(&[]);
    }
    if values.is_null() || isize::try_from(end).is_err() {
        return None;
    }
    // SAFETY: the contract.
    Some(unsafe { core::slice::from_raw_parts(values.add(start), len) })
}

/// # Safety
/// `view` can be read, and the buffers have the sizes that they say.
unsafe fn view<'a>(
    view: *const [u8; 16],
    buffers: &[*const c_void],
    sizes: *const i64,
) -> Option<&'a [u8]> {
    // SAFETY: the contract. Views of an unaligned buffer are read all the same: they are bytes.
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
    // SAFETY: there is a size for every buffer.
    let size = usize::try_from(unsafe { *sizes.add(buffer) }).ok()?;
    if values.is_null() || start.checked_add(len)? > size {
        return None;
    }
    // SAFETY: inside of the buffer.
    Some(unsafe { core::slice::from_raw_parts(values.add(start), len) })
}

/// The lists of mentions while they grow.
struct Lists<'t> {
    tagger: &'t gaztag_tagger,
    dictionaries: bool,
    ends: Vec<i32>,
    /// Bits.
    validity: Vec<u8>,
    nulls: usize,
    starts: Vec<i64>,
    stops: Vec<i64>,
    ids: Texts,
    names: Texts,
    kinds: Texts,
    roles: Texts,
    confidences: Vec<i8>,
    /// Memory for one document.
    drafts: Vec<Draft>,
}

/// A column of texts while it grows, or of their places in a dictionary.
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
        self.ends.push(i32::try_from(self.bytes.len()).map_err(|_| too_large())?);
        Ok(())
    }

    fn node(self, name: &'static CStr) -> Node {
        Node {
            buffers: alloc::vec![Buffer::None, Buffer::Int32(self.ends), Buffer::Bytes(self.bytes)],
            ..Node::new(c"u", name)
        }
    }

    /// With the texts that its indices mean.
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

/// The kinds that this library knows, in the order of a column's dictionary; a gazetteer's own
/// follow.
const KNOWN_KINDS: [Kind; 3] = [Kind::Country, Kind::Bloc, Kind::Mineral];

/// The index of a kind in the dictionary of a column.
fn index_of_kind(kind: Kind) -> i32 {
    match kind {
        Kind::Other(n) => KNOWN_KINDS.len() as i32 + i32::from(n),
        known => known.to_u8().into(),
    }
}

impl<'t> Lists<'t> {
    fn new(tagger: &'t gaztag_tagger, dictionaries: bool) -> Self {
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
            drafts: Vec::new(),
        }
    }

    /// Adds the list of a document.
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
            for texts in [&mut self.ids, &mut self.names] {
                texts.indices.push(mention.entity().index().cast_signed());
            }
            self.kinds.indices.push(index_of_kind(mention.kind()));
            self.roles.indices.push(mention.role() as i32);
            return Ok(());
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
                // Up to the last kind that an entity has.
                let others = gazetteer
                    .entities()
                    .map(|entity| index_of_kind(entity.kind()) + 1 - KNOWN_KINDS.len() as i32)
                    .max()
                    .unwrap_or(0);
                let kinds =
                    KNOWN_KINDS.into_iter().chain((0..others).map(|n| Kind::Other(n as u8)));
                [
                    self.ids.with(gazetteer.entities().map(|entity| entity.key()), c"id")?,
                    self.names.with(gazetteer.entities().map(|entity| entity.name()), c"name")?,
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

/// A column that is to be given out.
struct Node {
    format: &'static CStr,
    name: &'static CStr,
    flags: i64,
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

/// What a schema that was given out owns.
struct SchemaParts {
    children: Vec<*mut ArrowSchema>,
    dictionary: *mut ArrowSchema,
}

/// What an array that was given out owns.
struct ArrayParts {
    pointers: Vec<*const c_void>,
    _buffers: Vec<Buffer>,
    children: Vec<*mut ArrowArray>,
    dictionary: *mut ArrowArray,
}

impl Node {
    fn new(format: &'static CStr, name: &'static CStr) -> Self {
        // Nothing but lists is ever null; but there are engines that refuse fields that cannot be.
        Self {
            format,
            name,
            flags: NULLABLE,
            length: 0,
            nulls: 0,
            buffers: Vec::new(),
            children: Vec::new(),
            dictionary: None,
        }
    }

    fn schema(&self) -> ArrowSchema {
        let boxed = |node: &Node| Box::into_raw(Box::new(node.schema()));
        let children = self.children.iter().map(boxed).collect();
        let mut parts = Box::new(SchemaParts {
            children,
            dictionary: self.dictionary.as_deref().map_or(null_mut(), boxed),
        });
        ArrowSchema {
            format: self.format.as_ptr(),
            name: self.name.as_ptr(),
            metadata: null(),
            flags: self.flags,
            n_children: parts.children.len() as i64,
            children: parts.children.as_mut_ptr(),
            dictionary: parts.dictionary,
            release: Some(release_schema),
            private_data: Box::into_raw(parts).cast(),
        }
    }

    fn into_array(self) -> ArrowArray {
        let boxed = |node: Node| Box::into_raw(Box::new(node.into_array()));
        let mut parts = Box::new(ArrayParts {
            pointers: self.buffers.iter().map(Buffer::pointer).collect(),
            _buffers: self.buffers,
            children: self.children.into_iter().map(boxed).collect(),
            dictionary: self.dictionary.map_or(null_mut(), |node| boxed(*node)),
        });
        ArrowArray {
            length: self.length as i64,
            null_count: self.nulls as i64,
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
}

/// # Safety
/// `schema` is one that [`Node::schema`] made and that was not released.
unsafe extern "C" fn release_schema(schema: *mut ArrowSchema) {
    // SAFETY: the contract; consumers may have moved the struct, not what it owns.
    let parts = unsafe { Box::from_raw((*schema).private_data.cast::<SchemaParts>()) };
    for &child in parts
        .children
        .iter()
        .chain(Some(&parts.dictionary).filter(|dictionary| !dictionary.is_null()))
    {
        // SAFETY: made by the same; a child that was moved out is marked as released.
        let mut child = unsafe { Box::from_raw(child) };
        if let Some(release) = child.release {
            // SAFETY: the same.
            unsafe { release(&raw mut *child) };
        }
    }
    // SAFETY: the contract.
    unsafe { (*schema).release = None };
}

/// # Safety
/// `array` is one that [`Node::into_array`] made and that was not released.
unsafe extern "C" fn release_array(array: *mut ArrowArray) {
    // SAFETY: as above.
    let parts = unsafe { Box::from_raw((*array).private_data.cast::<ArrayParts>()) };
    for &child in parts
        .children
        .iter()
        .chain(Some(&parts.dictionary).filter(|dictionary| !dictionary.is_null()))
    {
        // SAFETY: as above.
        let mut child = unsafe { Box::from_raw(child) };
        if let Some(release) = child.release {
            // SAFETY: as above.
            unsafe { release(&raw mut *child) };
        }
    }
    // SAFETY: as above.
    unsafe { (*array).release = None };
}
