//! Handles: shared by threads, freed in any order, used from callbacks.

use std::ffi::{c_char, c_void};
use std::ptr::{null, null_mut};

use gaztag::Tagger;

use super::abi::*;
use super::wrapper::{
    CBuilder, CCursor, CExplanation, CGazetteer, CStream, CTagger, Fields, c, call,
    default_options, expected, fields, string,
};

const TEXT: &str = "Mali’s lithium, the AES and Côte d’Ivoire; Georgia by Tbilisi, gold medal.";

#[test]
fn threads_share_a_tagger() {
    let tagger =
        CTagger::new(None, &gaztag_options { offset_unit: GAZTAG_UNIT_UTF16, ..default_options() })
            .unwrap();
    let text = include_str!("../../examples/article.txt");
    let expected = expected(
        &Tagger::builder().offset_unit(gaztag::OffsetUnit::Utf16).build().unwrap().tag(text),
    );
    std::thread::scope(|scope| {
        for capacity in 1..9 {
            let (tagger, expected) = (&tagger, &expected);
            scope.spawn(move || {
                for _ in 0..8 {
                    assert_eq!(&tagger.tag(text.as_bytes(), capacity * 7), expected);
                    let mut all = Vec::new();
                    let stream = tagger.stream();
                    text.as_bytes()
                        .chunks(100)
                        .for_each(|chunk| stream.feed(chunk, capacity, &mut all).unwrap());
                    stream.finish(capacity, &mut all).unwrap();
                    assert_eq!(all.len(), tagger.tag_each(text.as_bytes(), usize::MAX).len());
                    let mut clone = null_mut();
                    call(|error| unsafe { gaztag_tagger_clone(tagger.0, &mut clone, error) })
                        .unwrap();
                    assert!(CTagger(clone).is_match(text.as_bytes()));
                }
            });
        }
    });
}

/// Handles of all types, which are made from each other.
struct Family {
    gazetteer: Option<CGazetteer>,
    other_gazetteer: Option<CGazetteer>,
    tagger: Option<CTagger>,
    other_tagger: Option<CTagger>,
    /// A cursor in the middle of the text.
    cursor: Option<CCursor>,
    stream: Option<CStream>,
    explanation: Option<CExplanation>,
}

impl Family {
    const MEMBERS: usize = 7;

    fn new(image: &[u8]) -> Self {
        // A copy of the image, so that a use after free would be one.
        let gazetteer = CGazetteer::from_image(image).unwrap();
        let tagger = CTagger::new(Some(&gazetteer), &default_options()).unwrap();
        let other_gazetteer =
            CGazetteer::made(|out, error| unsafe { gaztag_tagger_gazetteer(tagger.0, out, error) })
                .unwrap();
        let other_tagger =
            CTagger::made(|out, error| unsafe { gaztag_tagger_clone(tagger.0, out, error) })
                .unwrap();
        let cursor = CCursor::new();
        assert_eq!(tagger.page(TEXT.as_bytes(), &cursor, 1).unwrap().0, GAZTAG_MORE);
        let stream = tagger.stream();
        stream.feed(TEXT.as_bytes(), 1, &mut Vec::new()).unwrap();
        let explanation = tagger.explain(TEXT.as_bytes()).unwrap();
        Self {
            gazetteer: Some(gazetteer),
            other_gazetteer: Some(other_gazetteer),
            tagger: Some(tagger),
            other_tagger: Some(other_tagger),
            cursor: Some(cursor),
            stream: Some(stream),
            explanation: Some(explanation),
        }
    }

    fn free(&mut self, member: usize) {
        match member {
            0 => drop(self.gazetteer.take()),
            1 => drop(self.other_gazetteer.take()),
            2 => drop(self.tagger.take()),
            3 => drop(self.other_tagger.take()),
            4 => drop(self.cursor.take()),
            5 => drop(self.stream.take()),
            _ => drop(self.explanation.take()),
        }
    }

    /// Uses the handles that are left.
    fn use_all(&self, expected: &[Fields]) {
        for gazetteer in [&self.gazetteer, &self.other_gazetteer].into_iter().flatten() {
            assert_eq!(gazetteer.key(expected[0].3), Some("country/MLI"));
        }
        for tagger in [&self.tagger, &self.other_tagger].into_iter().flatten() {
            assert_eq!(tagger.tag(TEXT.as_bytes(), 8), expected);
            if let Some(cursor) = &self.cursor {
                // The first call continues after the first mention, later calls start the text.
                let (status, rest) = tagger.page(TEXT.as_bytes(), cursor, 8).unwrap();
                assert!(
                    status == GAZTAG_OK
                        && expected.ends_with(&rest)
                        && rest.len() + 1 >= expected.len()
                );
            }
        }
        if let Some(stream) = &self.stream {
            let mut all = Vec::new();
            stream.finish(1, &mut all).unwrap();
            stream.feed(TEXT.as_bytes(), 1, &mut all).unwrap();
            assert!(all.len() + 2 >= expected.len());
        }
        if let Some(explanation) = &self.explanation {
            let mut finding = std::mem::MaybeUninit::<gaztag_finding>::uninit();
            call(|error| unsafe {
                gaztag_explanation_finding(explanation.0, 0, finding.as_mut_ptr(), error)
            })
            .unwrap();
            assert_eq!(string(unsafe { finding.assume_init() }.form), Some("Mali"));
        }
    }
}

fn permutations(members: usize) -> Vec<Vec<usize>> {
    if members == 0 {
        return vec![Vec::new()];
    }
    let insert = |rest: Vec<usize>| {
        (0..members).map(move |at| [&rest[..at], &[members - 1], &rest[at..]].concat())
    };
    permutations(members - 1).into_iter().flat_map(insert).collect()
}

/// Every order of freeing. Memory that was freed is filled with something else, so that a use after
/// free finds other names. Valgrind and AddressSanitizer detect each: for them, tests/capi/all.c
/// frees handles before those that were made from them.
#[test]
fn any_order_of_freeing() {
    let builder = CBuilder::new();
    builder
        .read(
            GAZTAG_FORMAT_TSV,
            "rows",
            b"key\tform\ncountry/MLI\tMali\nbloc/aes\tAES\nmineral/gold\tgold\n",
        )
        .unwrap();
    let image = builder.build().unwrap().image().to_vec();
    let rust = Tagger::builder()
        .gazetteer(gaztag::Gazetteer::from_image(&image).unwrap())
        .build()
        .unwrap();
    let expected = expected(&rust.tag(TEXT));
    assert_eq!(expected.len(), 3);
    let orders = permutations(Family::MEMBERS);
    assert_eq!(orders.len(), 5040);
    for order in orders {
        let (mut family, mut filled) = (Family::new(&image), Vec::new());
        for member in order {
            family.free(member);
            filled.push(vec![0xA5_u8; image.len()]);
            family.use_all(&expected);
        }
    }
}

struct Within<'a> {
    tagger: &'a CTagger,
    stream: *mut gaztag_incremental,
    expected: &'a [Fields],
    calls: usize,
}

/// Inside a callback: tags and makes streams with the tagger that calls.
fn use_tagger(within: &mut Within<'_>) {
    within.calls += 1;
    assert_eq!(within.tagger.tag(TEXT.as_bytes(), 8), within.expected);
    let mut all = Vec::new();
    let stream = within.tagger.stream();
    stream.feed(TEXT.as_bytes(), 8, &mut all).unwrap();
    stream.finish(8, &mut all).unwrap();
    assert!(!all.is_empty());
}

unsafe extern "C" fn mentions_found(user: *mut c_void, _: *const gaztag_mention, _: usize) -> i32 {
    use_tagger(unsafe { &mut *user.cast() });
    0
}

unsafe extern "C" fn replaced(
    user: *mut c_void,
    _: *const gaztag_mention,
    text: *const c_char,
    len: usize,
    new: *mut *const c_char,
    new_len: *mut usize,
) -> i32 {
    use_tagger(unsafe { &mut *user.cast() });
    unsafe { (*new, *new_len) = (text, len) };
    0
}

unsafe extern "C" fn stream_found(
    user: *mut c_void,
    mention: *const gaztag_mention,
    _: *const c_char,
    _: usize,
) -> i32 {
    let within = unsafe { &mut *user.cast::<Within<'_>>() };
    use_tagger(within);
    // The stream that calls is in use.
    let (mut consumed, mut len, mut array) = (7, 7, super::wrapper::poisoned::<gaztag_mention>());
    let (text, text_len) = c(TEXT.as_bytes());
    let stream = within.stream;
    let refused = |status: Result<i32, super::wrapper::Failed>| {
        assert_eq!(status.unwrap_err().status, GAZTAG_ERR_STATE)
    };
    refused(call(|error| unsafe {
        gaztag_incremental_feed(
            stream,
            text,
            text_len,
            &mut consumed,
            array.as_mut_ptr(),
            1,
            &mut len,
            error,
        )
    }));
    assert_eq!((consumed, len), (0, 0));
    refused(call(|error| unsafe {
        gaztag_incremental_finish(stream, array.as_mut_ptr(), 1, &mut len, error)
    }));
    refused(call(|error| unsafe {
        gaztag_incremental_feed_each(
            stream,
            text,
            text_len,
            &mut consumed,
            Some(stream_found),
            user,
            error,
        )
    }));
    refused(call(|error| unsafe {
        gaztag_incremental_finish_each(stream, Some(stream_found), user, error)
    }));
    unsafe {
        gaztag_incremental_reset(stream);
        assert_eq!(gaztag_incremental_settled(stream), 0);
        fields(&*mention);
    }
    0
}

#[test]
fn callbacks_call_back() {
    let tagger = CTagger::new(None, &default_options()).unwrap();
    let expected = expected(&Tagger::builtin().tag(TEXT));
    let stream = tagger.stream();
    let mut within = Within { tagger: &tagger, stream: stream.0, expected: &expected, calls: 0 };
    let user = (&raw mut within).cast();
    let (text, len) = c(TEXT.as_bytes());
    assert_eq!(
        call(|error| unsafe {
            gaztag_tag_each(tagger.0, text, len, null(), Some(mentions_found), user, error)
        }),
        Ok(GAZTAG_OK)
    );
    let (mut new, mut new_len) = (vec![0_u8; len], 0);
    assert_eq!(
        call(|error| unsafe {
            gaztag_replace(
                tagger.0,
                text,
                len,
                null(),
                Some(replaced),
                user,
                new.as_mut_ptr().cast(),
                len,
                &mut new_len,
                error,
            )
        }),
        Ok(GAZTAG_OK)
    );
    assert_eq!(new[..new_len], *TEXT.as_bytes(), "every mention replaced by itself");
    let mut consumed = 7;
    assert_eq!(
        call(|error| unsafe {
            gaztag_incremental_feed_each(
                stream.0,
                text,
                len,
                &mut consumed,
                Some(stream_found),
                user,
                error,
            )
        }),
        Ok(GAZTAG_OK)
    );
    assert_eq!(
        call(|error| unsafe {
            gaztag_incremental_finish_each(stream.0, Some(stream_found), user, error)
        }),
        Ok(GAZTAG_OK)
    );
    assert_eq!(within.calls, 1 + 2 * expected.len());
}

#[test]
fn null_can_be_freed() {
    unsafe {
        gaztag_gazetteer_free(null_mut());
        gaztag_builder_free(null_mut());
        gaztag_tagger_free(null_mut());
        gaztag_cursor_free(null_mut());
        gaztag_incremental_free(null_mut());
        gaztag_explanation_free(null_mut());
    }
}

/// Texts that a tagger's options refuse: too long, or not UTF-8; as a whole, and in a stream with
/// every split.
#[test]
fn refused_texts() {
    let strict =
        CTagger::new(None, &gaztag_options { flags: GAZTAG_FLAG_STRICT_UTF8, ..default_options() })
            .unwrap();
    let texts: [(&[u8], Option<u64>); 9] = [
        (TEXT.as_bytes(), None),
        (b"", None),
        (b"Mali \xFF gold", Some(5)),
        (b"Mali \xE2\x82 gold", Some(5)),
        (b"Mali \xE2\x82\xAC\xF0\x9F", Some(8)),
        ("Mali 🙂 gold".as_bytes(), None),
        (b"Mali \xED\xA0\x80", Some(5)),
        (b"\xC0\x80Mali", Some(0)),
        (b"Mali\xF4\x90\x80\x80", Some(4)),
    ];
    for (text, wrong) in texts {
        let status = strict.tag_once(text, 8).map(|_| ());
        assert_eq!(
            status.as_ref().err().map(|failed| (failed.status, failed.offset)),
            wrong.map(|at| (GAZTAG_ERR_UTF8, at)),
            "{text:?}"
        );
        assert_eq!(
            strict.explain(text).err().map(|failed| failed.status),
            wrong.map(|_| GAZTAG_ERR_UTF8)
        );
        let (stream, called) = (strict.stream(), strict.stream());
        for cut in 0..=text.len() {
            for second in cut..=text.len() {
                let (mut all, mut given) = (Vec::new(), Vec::new());
                let chunks = [&text[..cut], &text[cut..second], &text[second..]];
                let streamed = chunks
                    .iter()
                    .try_for_each(|chunk| stream.feed(chunk, 8, &mut all))
                    .and_then(|()| stream.finish(8, &mut all));
                assert_eq!(
                    streamed.err().map(|failed| (failed.status, failed.offset)),
                    wrong.map(|at| (GAZTAG_ERR_UTF8, at)),
                    "{text:?} cut at {cut} and {second}"
                );
                let streamed = chunks
                    .iter()
                    .try_for_each(|chunk| called.feed_each(chunk, 99, &mut given).map(drop))
                    .and_then(|()| called.finish_each(99, &mut given).map(drop));
                assert_eq!(
                    streamed.err().map(|failed| (failed.status, failed.offset)),
                    wrong.map(|at| (GAZTAG_ERR_UTF8, at)),
                    "{text:?} cut at {cut} and {second}"
                );
                stream.reset();
                called.reset();
            }
        }
        // In a batch, the mentions of the documents before it are returned.
        let data = [b"gold".as_slice(), text, b"gold"].concat();
        let offsets = [0, 4, 4 + text.len() as i64, 8 + text.len() as i64];
        let (mut next, mut ends, mut len, mut array) =
            (0, [77; 3], 7, [super::wrapper::poisoned::<gaztag_mention>(); 64]);
        let (data, data_len) = c(&data);
        let status = call(|error| unsafe {
            gaztag_tag_batch(
                strict.0,
                data,
                data_len,
                offsets.as_ptr(),
                3,
                null(),
                &mut next,
                array.as_mut_ptr().cast(),
                64,
                &mut len,
                ends.as_mut_ptr(),
                error,
            )
        });
        match wrong {
            None => assert_eq!((status, next), (Ok(GAZTAG_OK), 3)),
            Some(at) => {
                let failed = status.unwrap_err();
                assert_eq!(
                    (failed.status, failed.offset, next, len, ends),
                    (GAZTAG_ERR_UTF8, at, 1, 1, [1, 77, 77])
                );
                assert!(failed.message.contains("document 1"));
            }
        }
    }
    let short =
        CTagger::new(None, &gaztag_options { max_text_len: 10, ..default_options() }).unwrap();
    assert_eq!(short.tag(b"Mali  gold", 4).len(), 2);
    assert_eq!(short.tag_once(b"Mali   gold", 4).unwrap_err().status, GAZTAG_ERR_TOO_LARGE);
    let (stream, mut all) = (short.stream(), Vec::new());
    stream.feed(b"Mali ", 4, &mut all).unwrap();
    stream.feed(b" gold", 4, &mut all).unwrap();
    assert_eq!(stream.feed(b" ", 4, &mut all).unwrap_err().status, GAZTAG_ERR_TOO_LARGE);
    stream.reset();
    stream.feed(b"Mali  gold", 4, &mut all).unwrap();
    stream.finish(4, &mut all).unwrap();
    assert_eq!(all.len(), 2);
}
