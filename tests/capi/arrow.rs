//! `gaztag_tag_arrow` and `gaztag_share_arrow`: columns of every type, sliced and with nulls, have
//! the mentions of the Rust library. Invalid columns are refused. Everything is released once.

use std::cell::Cell;
use std::ffi::{CStr, c_void};
use std::ptr::{null, null_mut};
use std::sync::LazyLock;

use gaztag::{Format, Gazetteer, GazetteerBuilder, Tagger};

use super::abi::*;
use super::wrapper::{CGazetteer, CTagger, Failed, call, default_options};

/// The built-in gazetteer; under Miri, with which that takes hours, some of its names.
static GAZETTEER: LazyLock<Gazetteer<'static>> = LazyLock::new(|| {
    if !cfg!(miri) {
        return Gazetteer::builtin();
    }
    const NAMES: &str = "\
        key\tform\trole\tprior\n\
        country/MLI\tMali\t\t\n\
        mineral/lithium\tlithium\t\t\n\
        bloc/ecowas\tECOWAS\tacronym\t\n\
        country/GEO\tGeorgia\t\t\n\
        country/COD\tCongo\t\t60\n\
        country/COG\tCongo\t\t50\n\
        country/USA\tUS\tacronym\t\n";
    let mut builder = GazetteerBuilder::new();
    builder.read(Format::Tsv, "names", NAMES.as_bytes()).unwrap();
    builder.build().unwrap()
});

fn tagger(options: &gaztag_options) -> CTagger {
    let small = cfg!(miri).then(|| CGazetteer::from_image(GAZETTEER.to_image()).unwrap());
    CTagger::new(small.as_ref(), options).unwrap()
}

const DOCUMENTS: [Option<&str>; 7] = [
    Some("Mali’s lithium"),
    None,
    Some(""),
    Some("the ECOWAS summit in Georgia: Tbilisi and Batumi by the sea"),
    Some("nothing here"),
    None,
    Some("Congo, said Kinshasa; the U.S."),
];

const TYPES: [&CStr; 6] = [c"u", c"U", c"vu", c"z", c"Z", c"vz"];

thread_local! {
    static RELEASED: Cell<usize> = const { Cell::new(0) };
}

unsafe extern "C" fn release_schema(schema: *mut ArrowSchema) {
    RELEASED.set(RELEASED.get() + 1);
    unsafe { (*schema).release = None };
}

unsafe extern "C" fn release_array(array: *mut ArrowArray) {
    RELEASED.set(RELEASED.get() + 1);
    unsafe { (*array).release = None };
}

/// A column and its memory.
struct Column {
    schema: ArrowSchema,
    array: ArrowArray,
    buffers: Vec<*const c_void>,
    _memory: Vec<Vec<u64>>,
}

/// Bytes in memory that is aligned for every type.
fn aligned(bytes: &[u8], memory: &mut Vec<Vec<u64>>) -> *const c_void {
    let words = bytes.chunks(8).map(|chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        u64::from_ne_bytes(word)
    });
    memory.push(words.chain([0]).collect());
    memory.last().unwrap().as_ptr().cast()
}

impl Column {
    fn new(format: &'static CStr, documents: &[Option<&str>]) -> Self {
        let mut memory = Vec::new();
        let (mut values, mut offsets, mut views, mut validity) =
            (Vec::new(), vec![0_usize], Vec::new(), vec![0_u8; documents.len().div_ceil(8)]);
        for (index, document) in documents.iter().enumerate() {
            let text = document.unwrap_or("").as_bytes();
            let mut view = [0; 16];
            view[..4].copy_from_slice(&(text.len() as i32).to_le_bytes());
            if text.len() <= 12 {
                view[4..4 + text.len()].copy_from_slice(text);
            } else {
                view[4..8].copy_from_slice(&text[..4]);
                view[12..].copy_from_slice(&(values.len() as i32).to_le_bytes());
            }
            views.extend(view);
            values.extend(text);
            offsets.push(values.len());
            validity[index / 8] |= u8::from(document.is_some()) << (index % 8);
        }
        let nulls = documents.iter().filter(|document| document.is_none()).count();
        let mut buffers = vec![if nulls == 0 { null() } else { aligned(&validity, &mut memory) }];
        match format.to_bytes() {
            [b'v', _] => {
                buffers.push(aligned(&views, &mut memory));
                buffers.push(aligned(&values, &mut memory));
                buffers.push(aligned(&(values.len() as i64).to_ne_bytes(), &mut memory));
            }
            [b'U' | b'Z'] => {
                buffers.push(aligned(
                    &offsets
                        .iter()
                        .flat_map(|&offset| (offset as i64).to_ne_bytes())
                        .collect::<Vec<_>>(),
                    &mut memory,
                ));
                buffers.push(aligned(&values, &mut memory));
            }
            _ => {
                buffers.push(aligned(
                    &offsets
                        .iter()
                        .flat_map(|&offset| (offset as i32).to_ne_bytes())
                        .collect::<Vec<_>>(),
                    &mut memory,
                ));
                buffers.push(aligned(&values, &mut memory));
            }
        }
        let schema = ArrowSchema {
            format: format.as_ptr(),
            name: c"".as_ptr(),
            metadata: null(),
            flags: 2,
            n_children: 0,
            children: null_mut(),
            dictionary: null_mut(),
            release: Some(release_schema),
            private_data: null_mut(),
        };
        let array = ArrowArray {
            length: documents.len() as i64,
            null_count: nulls as i64,
            offset: 0,
            n_buffers: buffers.len() as i64,
            n_children: 0,
            buffers: buffers.as_mut_ptr(),
            children: null_mut(),
            dictionary: null_mut(),
            release: Some(release_array),
            private_data: null_mut(),
        };
        Self { schema, array, buffers, _memory: memory }
    }

    /// The lists of mentions that a tagger returns for it.
    fn tag(&self, tagger: &CTagger, flags: u32) -> Result<Lists, i32> {
        self.tag_with(tagger, (null(), null()), flags).map_err(|failed| failed.status)
    }

    /// The lists of mentions, with a column of languages.
    fn tag_with(
        &self,
        tagger: &CTagger,
        languages: (*const ArrowSchema, *const ArrowArray),
        flags: u32,
    ) -> Result<Lists, Failed> {
        let (mut schema, mut array) = (released_schema(), released_array());
        (schema.flags, array.length) = (77, 77);
        match call(|error| unsafe {
            gaztag_tag_arrow(
                tagger.0,
                &self.schema,
                &self.array,
                languages.0,
                languages.1,
                flags,
                &mut schema,
                &mut array,
                error,
            )
        }) {
            Ok(status) => {
                assert_eq!(status, GAZTAG_OK);
                Ok(Lists { schema, array })
            }
            Err(failure) => {
                assert!(
                    schema.release.is_none()
                        && array.release.is_none()
                        && schema.flags == 0
                        && array.length == 0,
                    "marked as released"
                );
                Err(failure)
            }
        }
    }
}

fn released_schema() -> ArrowSchema {
    ArrowSchema {
        format: null(),
        name: null(),
        metadata: null(),
        flags: 0,
        n_children: 0,
        children: null_mut(),
        dictionary: null_mut(),
        release: None,
        private_data: null_mut(),
    }
}

fn released_array() -> ArrowArray {
    ArrowArray {
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
    }
}

/// The lists that a call returned.
struct Lists {
    schema: ArrowSchema,
    array: ArrowArray,
}

impl Drop for Lists {
    fn drop(&mut self) {
        unsafe {
            if let Some(release) = self.schema.release {
                release(&mut self.schema);
            }
            if let Some(release) = self.array.release {
                release(&mut self.array);
            }
        }
        assert!(self.schema.release.is_none() && self.array.release.is_none());
    }
}

type Row = (i64, i64, String, String, String, String, i8);

unsafe fn buffer<'a, T>(array: &ArrowArray, index: usize, len: usize) -> &'a [T] {
    let pointer = unsafe { *array.buffers.add(index) }.cast::<T>();
    if len == 0 { &[] } else { unsafe { std::slice::from_raw_parts(pointer, len) } }
}

/// The texts of a utf8 column, or of a dictionary column of utf8.
unsafe fn texts(schema: &ArrowSchema, array: &ArrowArray) -> Vec<String> {
    let len = array.length as usize;
    if !schema.dictionary.is_null() {
        assert_eq!(unsafe { CStr::from_ptr(schema.format) }, c"i");
        let values = unsafe { texts(&*schema.dictionary, &*array.dictionary) };
        let distinct: std::collections::HashSet<_> = values.iter().collect();
        assert_eq!(distinct.len(), values.len(), "engines refuse equal values");
        return unsafe { buffer::<i32>(array, 1, len) }
            .iter()
            .map(|&index| values[index as usize].clone())
            .collect();
    }
    assert_eq!(unsafe { CStr::from_ptr(schema.format) }, c"u");
    let offsets = unsafe { buffer::<i32>(array, 1, len + 1) };
    let bytes = unsafe { buffer::<u8>(array, 2, offsets[len] as usize) };
    offsets
        .windows(2)
        .map(|pair| {
            std::str::from_utf8(&bytes[pair[0] as usize..pair[1] as usize]).unwrap().to_string()
        })
        .collect()
}

impl Lists {
    /// How many fields a mention has.
    fn fields(&self) -> usize {
        unsafe { (**self.schema.children).n_children as usize }
    }

    /// The attributes of all mentions.
    fn attributes(&self) -> Vec<String> {
        assert_eq!(self.fields(), 8);
        unsafe {
            let (schema, structs) = (&**self.schema.children, &**self.array.children);
            texts(&**schema.children.add(7), &**structs.children.add(7))
        }
    }

    fn rows(&self) -> Vec<Option<Vec<Row>>> {
        let (schema, array) = (&self.schema, &self.array);
        let len = array.length as usize;
        unsafe {
            assert_eq!(CStr::from_ptr(schema.format), c"+l");
            let (structs_schema, structs) = (&**schema.children, &**array.children);
            assert_eq!(
                (
                    CStr::from_ptr(structs_schema.format),
                    structs_schema.n_children,
                    structs.n_children
                ),
                (c"+s", self.fields() as i64, self.fields() as i64)
            );
            let children: Vec<(&ArrowSchema, &ArrowArray)> = (0..self.fields())
                .map(|at| (&**structs_schema.children.add(at), &**structs.children.add(at)))
                .collect();
            let names: Vec<&CStr> =
                children.iter().map(|(schema, _)| CStr::from_ptr(schema.name)).collect();
            let all =
                [c"start", c"end", c"id", c"name", c"kind", c"role", c"confidence", c"attributes"];
            assert_eq!(names, all[..self.fields()]);
            let total = structs.length as usize;
            assert!(children.iter().all(|(_, child)| child.length as usize == total
                && child.null_count == 0
                && child.offset == 0));
            let (starts, ends) =
                (buffer::<i64>(children[0].1, 1, total), buffer::<i64>(children[1].1, 1, total));
            let columns: Vec<Vec<String>> =
                (2..6).map(|at| texts(children[at].0, children[at].1)).collect();
            let confidences = buffer::<i8>(children[6].1, 1, total);
            let row = |at: usize| {
                (
                    starts[at],
                    ends[at],
                    columns[0][at].clone(),
                    columns[1][at].clone(),
                    columns[2][at].clone(),
                    columns[3][at].clone(),
                    confidences[at],
                )
            };
            let offsets = buffer::<i32>(array, 1, len + 1);
            assert_eq!(offsets[len] as usize, total);
            let validity = *array.buffers;
            assert_eq!(validity.is_null(), array.null_count == 0);
            let is_there = |at: usize| {
                validity.is_null() || *validity.cast::<u8>().add(at / 8) >> (at % 8) & 1 == 1
            };
            let list = |at: usize| {
                is_there(at)
                    .then(|| (offsets[at] as usize..offsets[at + 1] as usize).map(row).collect())
            };
            (0..len).map(list).collect()
        }
    }
}

fn expected(documents: &[Option<&str>]) -> Vec<Option<Vec<Row>>> {
    let tagger = Tagger::builder().gazetteer(GAZETTEER.clone()).build().unwrap();
    let row = |mention: &gaztag::Mention| {
        let kind = tagger.gazetteer().kind_name(mention.kind()).to_string();
        let (id, name) = (tagger.key(mention).to_string(), tagger.name(mention).to_string());
        (
            mention.start() as i64,
            mention.end() as i64,
            id,
            name,
            kind,
            mention.role().as_str().to_string(),
            mention.confidence() as i8,
        )
    };
    documents
        .iter()
        .map(|document| document.map(|text| tagger.tag(text).iter().map(row).collect()))
        .collect()
}

/// Whether the mentions of columns of documents are those of the library.
pub(super) fn is_same(tagger: &CTagger, documents: &[Option<&str>]) -> bool {
    let all = expected(documents);
    [c"u", c"vu"].iter().all(|format| {
        Column::new(format, documents).tag(tagger, GAZTAG_ARROW_DICTIONARIES).unwrap().rows() == all
    })
}

#[test]
#[cfg_attr(miri, ignore = "it takes many minutes")]
fn columns_of_every_type() {
    let tagger = tagger(&default_options());
    let all = expected(&DOCUMENTS);
    assert!(all.iter().flatten().flatten().count() >= 6);
    for format in TYPES {
        for documents in [&DOCUMENTS[..], &[], &[None], &[Some("Mali")]] {
            for flags in [0, GAZTAG_ARROW_DICTIONARIES] {
                let mut column = Column::new(format, documents);
                assert_eq!(
                    column.tag(&tagger, flags).unwrap().rows(),
                    expected(documents),
                    "{format:?}"
                );
                for start in 0..documents.len() {
                    for len in 0..=documents.len() - start {
                        (column.array.offset, column.array.length) = (start as i64, len as i64);
                        // The number of nulls may be unknown.
                        column.array.null_count = -1;
                        assert_eq!(
                            column.tag(&tagger, flags).unwrap().rows(),
                            expected(&documents[start..start + len]),
                            "{format:?} {start} {len}"
                        );
                    }
                }
            }
        }
    }
    assert_eq!(RELEASED.get(), 0, "columns are not released by those who read them");
}

#[test]
fn attributes_are_those_of_the_entities() {
    let tagger = tagger(&default_options());
    let gazetteer = &*GAZETTEER;
    let all = expected(&DOCUMENTS);
    let of = |row: &Row| gazetteer.find(&row.2).unwrap().attributes_json();
    let attributes: Vec<String> = all.iter().flatten().flatten().map(of).collect();
    for flags in [GAZTAG_ARROW_ATTRIBUTES, GAZTAG_ARROW_ATTRIBUTES | GAZTAG_ARROW_DICTIONARIES] {
        let lists = Column::new(c"u", &DOCUMENTS).tag(&tagger, flags).unwrap();
        assert_eq!((lists.rows(), lists.attributes()), (all.clone(), attributes.clone()));
        assert_eq!(share(&lists).attributes(), attributes);
    }
}

/// Engines use the type null for columns without values. It has no buffers, but Polars passes one,
/// which is NULL.
#[test]
fn a_column_of_type_null_becomes_null_lists() {
    let tagger = tagger(&default_options());
    for (len, offset, null_count) in [(3, 0, 3), (3, 2, 3), (9, 0, -1), (0, 0, 0), (1, 0, 0)] {
        for flags in [0, GAZTAG_ARROW_DICTIONARIES] {
            let mut column = Column::new(c"n", &[]);
            (column.array.length, column.array.offset, column.array.null_count) =
                (len, offset, null_count);
            let buffers = &raw mut column.buffers[0];
            for (n_buffers, buffers) in [(0, null_mut()), (1, buffers)] {
                (column.array.n_buffers, column.array.buffers) = (n_buffers, buffers);
                assert_eq!(
                    column.tag(&tagger, flags).unwrap().rows(),
                    expected(&vec![None; len as usize]),
                    "{len} {offset} {null_count} {n_buffers}"
                );
            }
        }
    }
}

#[test]
fn children_outlive_their_lists() {
    let tagger = tagger(&default_options());
    let mut lists = Column::new(c"u", &DOCUMENTS).tag(&tagger, 0).unwrap();
    let (mut structs, ids) = unsafe {
        // Moved as consumers do: the struct is copied, and the original is marked as released.
        let child = *lists.array.children;
        let structs = std::ptr::read(child);
        (*child).release = None;
        (structs, texts(&**(**lists.schema.children).children.add(2), &**structs_child(child, 2)))
    };
    unsafe { lists.array.release.unwrap()(&mut lists.array) };
    assert!(lists.array.release.is_none());
    let again =
        unsafe { texts(&**(**lists.schema.children).children.add(2), &**structs.children.add(2)) };
    assert_eq!(again, ids);
    assert!(again.contains(&"country/MLI".to_string()));
    unsafe { structs.release.unwrap()(&mut structs) };
    assert!(structs.release.is_none());
}

/// Structs with one field, as tables of one column are, with nulls of their own and of the field.
#[test]
fn structs_of_one_column() {
    let tagger = tagger(&default_options());
    let mut documents = DOCUMENTS;
    (documents[2], documents[5]) = (None, None);
    for format in TYPES {
        let mut field = Column::new(format, &DOCUMENTS);
        let (mut schemas, mut arrays) = ([&raw mut field.schema], [&raw mut field.array]);
        let mut table = Column::new(format, &documents);
        // Validity is the first buffer; that of the struct has nulls of its own.
        let valid = [0b1101_1011_u8];
        table.buffers[0] = valid.as_ptr().cast();
        (table.schema.format, table.schema.n_children) = (c"+s".as_ptr(), 1);
        table.schema.children = schemas.as_mut_ptr();
        (table.array.n_buffers, table.array.n_children) = (1, 1);
        table.array.children = arrays.as_mut_ptr();
        for (start, len) in [(0, 7), (1, 6), (2, 3), (6, 1), (7, 0)] {
            (table.array.offset, table.array.length) = (start as i64, len as i64);
            let lists = table.tag(&tagger, 0).unwrap();
            assert_eq!(lists.rows(), expected(&documents[start..start + len]), "{format:?}");
        }
        (table.array.offset, table.array.length, table.array.null_count) = (0, 7, 0);
        assert_eq!(table.tag(&tagger, 0).unwrap().rows(), expected(&DOCUMENTS));
        table.array.length = 8;
        assert_eq!(table.tag(&tagger, 0).err(), Some(GAZTAG_ERR_ARG), "a field that is shorter");
        (table.array.length, table.array.n_children) = (7, 0);
        assert_eq!(table.tag(&tagger, 0).err(), Some(GAZTAG_ERR_ARG), "no array of the field");
        (table.array.n_children, table.schema.n_children) = (1, 2);
        assert_eq!(table.tag(&tagger, 0).err(), Some(GAZTAG_ERR_ARG), "two fields");
        table.schema.n_children = 1;
        unsafe { (*arrays[0]).release = None };
        assert_eq!(table.tag(&tagger, 0).err(), Some(GAZTAG_ERR_ARG), "a field that was released");
    }
}

fn share(lists: &Lists) -> Lists {
    let mut copy = Lists { schema: released_schema(), array: released_array() };
    call(|error| unsafe {
        gaztag_share_arrow(&lists.schema, &lists.array, &mut copy.schema, &mut copy.array, error)
    })
    .unwrap();
    copy
}

/// A second column with the same buffers outlives the first; parts of each can be moved.
#[test]
fn shared_columns() {
    let tagger = tagger(&default_options());
    for flags in [0, GAZTAG_ARROW_DICTIONARIES] {
        let lists = Column::new(c"u", &DOCUMENTS).tag(&tagger, flags).unwrap();
        let shared = share(&lists);
        let again = share(&shared);
        unsafe { assert_eq!(*lists.array.buffers.add(1), *again.array.buffers.add(1)) };
        drop(lists);
        assert_eq!(shared.rows(), expected(&DOCUMENTS));
        let mut structs = unsafe {
            let child = *shared.array.children;
            let structs = std::ptr::read(child);
            (*child).release = None;
            structs
        };
        drop(shared);
        assert_eq!(again.rows(), expected(&DOCUMENTS));
        unsafe { structs.release.unwrap()(&mut structs) };
    }
}

#[test]
fn columns_that_cannot_be_shared() {
    let tagger = tagger(&default_options());
    let mut lists = Column::new(c"u", &DOCUMENTS).tag(&tagger, 0).unwrap();
    let (schema, array) = (&raw mut lists.schema, &raw mut lists.array);
    let mut copy = Lists { schema: released_schema(), array: released_array() };
    let (out_schema, out_array) = (&raw mut copy.schema, &raw mut copy.array);
    let gone = (released_schema(), released_array());
    let (gone_schema, gone_array) = (&raw const gone.0, &raw const gone.1);
    let run = |schema, array, out_schema, out_array| {
        call(|error| unsafe { gaztag_share_arrow(schema, array, out_schema, out_array, error) })
            .map_err(|failed| failed.status)
    };
    for (from, to, status) in [
        ((null(), array.cast_const()), (out_schema, out_array), GAZTAG_ERR_NULL),
        ((schema, null()), (out_schema, out_array), GAZTAG_ERR_NULL),
        ((schema, array), (schema, out_array), GAZTAG_ERR_ARG),
        ((schema, array), (out_schema, array), GAZTAG_ERR_ARG),
        ((schema, array), (out_schema.wrapping_byte_add(1), null_mut()), GAZTAG_ERR_ARG),
        ((schema.wrapping_byte_add(1), array), (out_schema, out_array), GAZTAG_ERR_ARG),
        ((gone_schema, array), (out_schema, out_array), GAZTAG_ERR_ARG),
        ((schema, gone_array), (out_schema, out_array), GAZTAG_ERR_ARG),
    ] {
        assert_eq!(run(from.0, from.1, to.0, to.1), Err(status));
        assert!(unsafe { (*out_schema).release.is_none() && (*out_array).release.is_none() });
    }
    // One of the two.
    assert_eq!(run(schema, null(), out_schema, null_mut()), Ok(GAZTAG_OK));
    assert_eq!(run(null(), array, null_mut(), out_array), Ok(GAZTAG_OK));
    assert_eq!(run(null(), null(), null_mut(), null_mut()), Ok(GAZTAG_OK));
    assert_eq!(copy.rows(), expected(&DOCUMENTS));
    assert_eq!(lists.rows(), expected(&DOCUMENTS));
}

unsafe fn structs_child(structs: *mut ArrowArray, index: usize) -> *mut *mut ArrowArray {
    unsafe { (*structs).children.add(index) }
}

#[test]
fn invalid_columns_are_refused() {
    let tagger = tagger(&default_options());
    let refused = |what: &str, format: &'static CStr, change: &dyn Fn(&mut Column), status: i32| {
        let mut column = Column::new(format, &DOCUMENTS);
        change(&mut column);
        assert_eq!(column.tag(&tagger, 0).err(), Some(status), "{what}");
    };
    refused("a released schema", c"u", &|column| column.schema.release = None, GAZTAG_ERR_ARG);
    refused("a released array", c"u", &|column| column.array.release = None, GAZTAG_ERR_ARG);
    refused("no format", c"u", &|column| column.schema.format = null(), GAZTAG_ERR_NULL);
    for format in [c"l", c"+l", c"", c"utf8", c"v"] {
        refused(
            "another type",
            c"u",
            &|column| column.schema.format = format.as_ptr(),
            GAZTAG_ERR_UNSUPPORTED,
        );
    }
    refused(
        "a dictionary",
        c"u",
        &|column| column.schema.dictionary = &raw mut column.schema,
        GAZTAG_ERR_UNSUPPORTED,
    );
    for format in TYPES {
        refused("a negative length", format, &|column| column.array.length = -1, GAZTAG_ERR_ARG);
        refused("a negative offset", format, &|column| column.array.offset = -1, GAZTAG_ERR_ARG);
        refused(
            "a length that no memory has",
            format,
            &|column| column.array.length = i64::MAX,
            GAZTAG_ERR_ARG,
        );
        refused(
            "an offset that no memory has",
            format,
            &|column| column.array.offset = i64::MAX,
            GAZTAG_ERR_ARG,
        );
        refused("no buffers", format, &|column| column.array.buffers = null_mut(), GAZTAG_ERR_NULL);
        refused("fewer buffers", format, &|column| column.array.n_buffers = 2, GAZTAG_ERR_ARG);
        refused(
            "a negative number of buffers",
            format,
            &|column| column.array.n_buffers = -1,
            GAZTAG_ERR_ARG,
        );
        refused(
            "no offsets or views",
            format,
            &|column| column.buffers[1] = null(),
            GAZTAG_ERR_ARG,
        );
        refused("no values", format, &|column| column.buffers[2] = null(), GAZTAG_ERR_ARG);
    }
    refused(
        "misaligned offsets",
        c"u",
        &|column| column.buffers[1] = column.buffers[1].wrapping_byte_add(1),
        GAZTAG_ERR_ARG,
    );
    let offset = |column: &Column, at: usize, value: i32| unsafe {
        column.buffers[1].cast_mut().cast::<i32>().add(at).write(value)
    };
    refused("offsets that go back", c"u", &|column| offset(column, 3, 1), GAZTAG_ERR_ARG);
    refused("a negative text offset", c"u", &|column| offset(column, 0, -1), GAZTAG_ERR_ARG);
    // The first view refers to a text in the buffer, by length, buffer and offset.
    refused("a view of a negative length", c"vu", &|column| offset(column, 0, -1), GAZTAG_ERR_ARG);
    refused(
        "a view past the end of its buffer",
        c"vu",
        &|column| offset(column, 0, 4000),
        GAZTAG_ERR_ARG,
    );
    refused(
        "a view of a buffer that is not there",
        c"vu",
        &|column| offset(column, 2, 1),
        GAZTAG_ERR_ARG,
    );
    refused(
        "a view with a negative offset",
        c"vu",
        &|column| offset(column, 3, -1),
        GAZTAG_ERR_ARG,
    );
    let mut column = Column::new(c"u", &DOCUMENTS);
    assert_eq!(column.tag(&tagger, 4).err(), Some(GAZTAG_ERR_ARG), "unknown flags");
    // The input structs as outputs: the column is unchanged, so that its owner can release it.
    let (mut schema, mut array) = (released_schema(), released_array());
    let (read_schema, read_array) = (&raw mut column.schema, &raw mut column.array);
    for (schema, array) in
        [(read_schema, &raw mut array), (&raw mut schema, read_array), (read_schema, read_array)]
    {
        let failed = call(|error| unsafe {
            gaztag_tag_arrow(
                tagger.0,
                read_schema,
                read_array,
                null(),
                null(),
                0,
                schema,
                array,
                error,
            )
        });
        assert_eq!(failed.err().map(|failed| failed.status), Some(GAZTAG_ERR_ARG));
    }
    assert!(schema.release.is_none() && array.release.is_none());
    assert_eq!(column.tag(&tagger, 0).unwrap().rows(), expected(&DOCUMENTS));
}

/// Each pointer is NULL, then misaligned.
#[test]
fn pointers() {
    let tagger = tagger(&default_options());
    let (column, languages) =
        (Column::new(c"u", &[Some("Mali")]), Column::new(c"u", &[Some("en")]));
    let (mut schema, mut array) = (released_schema(), released_array());
    let right = [
        tagger.0.cast::<u8>().cast_const(),
        (&raw const column.schema).cast(),
        (&raw const column.array).cast(),
        (&raw const languages.schema).cast(),
        (&raw const languages.array).cast(),
        (&raw mut schema).cast_const().cast(),
        (&raw mut array).cast_const().cast(),
    ];
    let run = |at: [*const u8; 7]| {
        let (out_schema, out_array) = (at[5].cast_mut().cast(), at[6].cast_mut().cast());
        call(|error| unsafe {
            gaztag_tag_arrow(
                at[0].cast(),
                at[1].cast(),
                at[2].cast(),
                at[3].cast(),
                at[4].cast(),
                0,
                out_schema,
                out_array,
                error,
            )
        })
    };
    for which in 0..right.len() {
        for (spoilt, expected) in
            [(null(), GAZTAG_ERR_NULL), (right[which].wrapping_byte_add(1), GAZTAG_ERR_ARG)]
        {
            let mut pointers = right;
            pointers[which] = spoilt;
            assert_eq!(run(pointers).unwrap_err().status, expected, "pointer {which}");
            assert!(schema.release.is_none() && array.release.is_none(), "pointer {which}");
        }
    }
    assert_eq!(run(right), Ok(GAZTAG_OK));
    drop(Lists { schema, array });
}

/// A column of languages of every type, with one for each document, sliced in the same way or not.
#[test]
fn languages() {
    let tagger = tagger(&default_options());
    let column = Column::new(c"u", &DOCUMENTS);
    let known = [Some("en"), None, Some("fr"), Some("pt"), None, Some("en"), None];
    for format in TYPES {
        let mut languages = Column::new(format, &known);
        for flags in [0, GAZTAG_ARROW_DICTIONARIES] {
            let lists =
                column.tag_with(&tagger, (&languages.schema, &languages.array), flags).unwrap();
            assert_eq!(lists.rows(), expected(&DOCUMENTS), "{format:?}");
        }
        for (len, start) in [(0, 0), (6, 0), (6, 1)] {
            (languages.array.length, languages.array.offset) = (len, start);
            let failed =
                column.tag_with(&tagger, (&languages.schema, &languages.array), 0).err().unwrap();
            assert_eq!(
                (failed.status, failed.message),
                (GAZTAG_ERR_ARG, format!("there are {len} languages and 7 documents"))
            );
        }
        // A slice of a longer column.
        let longer = [&[Some("no language")], &known[..], &[Some("no language")]].concat();
        let mut languages = Column::new(format, &longer);
        (languages.array.length, languages.array.offset, languages.array.null_count) = (7, 1, -1);
        assert_eq!(
            column.tag_with(&tagger, (&languages.schema, &languages.array), 0).unwrap().rows(),
            expected(&DOCUMENTS),
            "{format:?}"
        );
        for (code, status) in [
            ("EN", GAZTAG_ERR_ARG),
            ("english", GAZTAG_ERR_ARG),
            ("", GAZTAG_ERR_ARG),
            ("en|fr", GAZTAG_ERR_ARG),
        ] {
            let languages =
                Column::new(format, &[None, None, None, Some("en"), Some(code), None, None]);
            let failed =
                column.tag_with(&tagger, (&languages.schema, &languages.array), 0).err().unwrap();
            assert_eq!(failed.status, status, "{code:?}");
            assert!(failed.message.starts_with("document 4: "), "{}", failed.message);
        }
    }
    let languages = Column::new(c"z", &[Some("en"), None, None, None, None, None, Some("de")]);
    unsafe { languages.buffers[2].cast_mut().cast::<u8>().add(3).write(0xFF) };
    let failed = column.tag_with(&tagger, (&languages.schema, &languages.array), 0).err().unwrap();
    assert_eq!(failed.status, GAZTAG_ERR_UTF8);
    assert!(failed.message.starts_with("document 6: "), "{}", failed.message);
    let refused = |what: &str, change: &dyn Fn(&mut Column), status: i32| {
        let mut languages = Column::new(c"u", &known);
        change(&mut languages);
        assert_eq!(
            column
                .tag_with(&tagger, (&languages.schema, &languages.array), 0)
                .err()
                .map(|failed| failed.status),
            Some(status),
            "{what}"
        );
    };
    refused("a released schema", &|languages| languages.schema.release = None, GAZTAG_ERR_ARG);
    refused("a released array", &|languages| languages.array.release = None, GAZTAG_ERR_ARG);
    refused(
        "numbers",
        &|languages| languages.schema.format = c"l".as_ptr(),
        GAZTAG_ERR_UNSUPPORTED,
    );
    refused(
        "a dictionary",
        &|languages| languages.schema.dictionary = &raw mut languages.schema,
        GAZTAG_ERR_UNSUPPORTED,
    );
    refused("no offsets", &|languages| languages.buffers[1] = null(), GAZTAG_ERR_ARG);
    refused("fewer buffers", &|languages| languages.array.n_buffers = 2, GAZTAG_ERR_ARG);
    assert_eq!(RELEASED.get(), 0, "columns are not released by those who read them");
}

#[test]
fn limits_of_the_tagger_hold() {
    let strict = tagger(&gaztag_options {
        flags: GAZTAG_FLAG_STRICT_UTF8,
        max_text_len: 60,
        ..default_options()
    });
    assert_eq!(
        Column::new(c"u", &[Some("Mali")]).tag(&strict, 0).unwrap().rows(),
        expected(&[Some("Mali")])
    );
    assert_eq!(
        Column::new(c"u", &[None, Some(&"Mali ".repeat(13))]).tag(&strict, 0).err(),
        Some(GAZTAG_ERR_TOO_LARGE)
    );
    let column = Column::new(c"z", &[None, Some("Mali")]);
    unsafe { column.buffers[2].cast_mut().cast::<u8>().add(1).write(0xFF) };
    let (mut schema, mut array) = (released_schema(), released_array());
    let failure = call(|error| unsafe {
        gaztag_tag_arrow(
            strict.0,
            &column.schema,
            &column.array,
            null(),
            null(),
            0,
            &mut schema,
            &mut array,
            error,
        )
    })
    .err()
    .unwrap();
    assert_eq!((failure.status, failure.offset), (GAZTAG_ERR_UTF8, 1));
    assert!(failure.message.contains("document 1"), "{}", failure.message);
}
