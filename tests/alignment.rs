//! Texts at every alignment and next to memory that must not be read, on every backend.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unsafe_code,
    missing_docs,
    reason = "tests; the pages around the text come from the system"
)]

use gaztag::{Backend, Input, Mention, Overlap, Tagger};

const TEXT: &str = "In Mali, Niger and Burkina Faso, ECOWAS members buy lithium; Côte d’Ivoire sells oil & gas. The US, the E.U. and OPEC watch. Mali";

fn taggers() -> Vec<Tagger<'static>> {
    let taggers: Vec<_> = Backend::available()
        .map(|backend| Tagger::builder().backend(backend).build().unwrap())
        .collect();
    println!("backends: {:?}", taggers.iter().map(Tagger::backend).collect::<Vec<_>>());
    taggers
}

fn spans(tagger: &Tagger<'_>, text: &[u8]) -> Vec<(usize, usize)> {
    tagger.tag(text).into_iter().map(|m: Mention| (m.start(), m.end())).collect()
}

/// What the scalar backend finds in this part of the text.
fn expected(from: usize, to: usize) -> Vec<(usize, usize)> {
    spans(&Tagger::builder().backend(Backend::Scalar).build().unwrap(), &TEXT.as_bytes()[from..to])
}

#[test]
fn the_alignment_changes_nothing() {
    let long = TEXT.repeat(4);
    for tagger in taggers() {
        let whole = spans(&tagger, long.as_bytes());
        for offset in 0..130 {
            let moved = [vec![b'x'; offset], long.as_bytes().to_vec(), vec![b'y'; 130]].concat();
            assert_eq!(
                spans(&tagger, &moved[offset..offset + long.len()]),
                whole,
                "{:?} at {offset}",
                tagger.backend()
            );
        }
    }
}

#[test]
fn every_part_is_tagged_as_a_text_of_its_own() {
    for tagger in taggers() {
        for from in 0..TEXT.len() {
            for to in (from..=TEXT.len()).step_by(7).chain([TEXT.len()]) {
                assert_eq!(
                    spans(&tagger, &TEXT.as_bytes()[from..to]),
                    expected(from, to),
                    "{:?} {from}..{to}",
                    tagger.backend()
                );
            }
        }
    }
}

/// A page that may be read, between two pages that may not.
#[cfg(target_os = "linux")]
mod guarded {
    pub(super) struct Page {
        start: *mut u8,
        size: usize,
    }

    impl Page {
        pub(super) fn new() -> Self {
            // SAFETY: sysconf reads a constant of the system.
            let size = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap();
            // SAFETY: the mapping is new, of three pages, at an address that the system chooses. No
            // other code has its address.
            let start = unsafe {
                libc::mmap(
                    std::ptr::null_mut(),
                    3 * size,
                    libc::PROT_NONE,
                    libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
                    -1,
                    0,
                )
            };
            assert_ne!(start, libc::MAP_FAILED);
            // SAFETY: the address is that of the second page of the mapping made above, which has
            // three.
            let start = unsafe { start.cast::<u8>().add(size) };
            let readable = libc::PROT_READ | libc::PROT_WRITE;
            // SAFETY: the page is the second one of the mapping made above.
            let changed = unsafe { libc::mprotect(start.cast(), size, readable) };
            assert_eq!(changed, 0);
            Self { start, size }
        }

        /// A copy of the text at the end of the page, so that its last byte is the last that may be
        /// read; or at its start.
        pub(super) fn put(&mut self, text: &[u8], at_the_end: bool) -> &[u8] {
            assert!(text.len() <= self.size);
            let offset = if at_the_end { self.size - text.len() } else { 0 };
            // SAFETY: the text fits into the page from the offset on, and `self` is borrowed as
            // long as the slice lives.
            unsafe {
                let to = self.start.add(offset);
                std::ptr::copy_nonoverlapping(text.as_ptr(), to, text.len());
                std::slice::from_raw_parts(to, text.len())
            }
        }
    }

    impl Drop for Page {
        fn drop(&mut self) {
            // SAFETY: `new` made this mapping of three pages, and nothing else unmaps it.
            unsafe { libc::munmap(self.start.sub(self.size).cast(), 3 * self.size) };
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_outside_of_the_text_is_read() {
    let mut page = guarded::Page::new();
    for tagger in taggers() {
        for from in 0..TEXT.len() {
            for at_the_end in [true, false] {
                let text = page.put(&TEXT.as_bytes()[from..], at_the_end);
                assert_eq!(
                    spans(&tagger, text),
                    expected(from, TEXT.len()),
                    "{:?} from {from}",
                    tagger.backend()
                );
            }
        }
        for to in 0..TEXT.len() {
            let text = page.put(&TEXT.as_bytes()[..to], true);
            assert_eq!(spans(&tagger, text), expected(0, to), "{:?} to {to}", tagger.backend());
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_outside_of_other_texts_is_read() {
    // Scripts, markup and punctuation that are read by different loops, cut at every offset. They
    // are explained too, since that reads the text by other calls.
    let texts = [
        "Мали и Нигер; مالي وغانا, ומאלי; 马里和尼日尔, マリ, 말리에서 มาลี माली 🇲🇱🇱🇷 e\u{301}\u{200B}",
        "<p title='Mali'>Mali &amp; Niger&#x2019;s</p><!-- x --><script>1</script> www.mali.ml mali@mali.ml &eacute;",
        "Saint-\n Lucia\u{AD}, U.S.A., the E.U., St. Lucia,\r\n South\u{A0}Sudan__ `Mali` \u{FEFF}Trinidad & Tobago TO LEAD THE US",
    ];
    let mut page = guarded::Page::new();
    for (overlap, input) in [
        (Overlap::Longest, Input::Text),
        (Overlap::All, Input::Text),
        (Overlap::Longest, Input::Html),
    ] {
        for backend in Backend::available() {
            let tagger = Tagger::builder()
                .overlap(overlap)
                .input(input)
                .backend(backend)
                .min_confidence(0)
                .build()
                .unwrap();
            for text in texts.map(str::as_bytes) {
                for at in 0..=text.len() {
                    for (part, at_the_end) in
                        [(&text[at..], true), (&text[at..], false), (&text[..at], true)]
                    {
                        let expected = spans(&tagger, part);
                        let guarded = page.put(part, at_the_end);
                        assert_eq!(spans(&tagger, guarded), expected, "{backend:?}, cut at {at}");
                        tagger.explain(guarded);
                    }
                }
            }
        }
    }
}
