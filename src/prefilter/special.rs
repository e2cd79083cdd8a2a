//! Which bytes can be judged by themselves, and which are special.
//!
//! A byte is **special** if a name may begin with it, or a word continue after it, so that the
//! characters there must be read one by one:
//!
//! - 0x80 and above: it may begin a longer character, or be a part of one;
//! - `` ` ``: it folds to something else;
//! - `&` and `<`: they may begin a character reference or markup;
//! - punctuation that a name of the gazetteer begins with.
//!
//! A hyphen at the end of a line is special too, which the byte alone does not show.
//!
//! The other bytes are ASCII letters and digits, of which words consist, and separators.

/// What a byte is, whatever the names are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ByteKind {
    /// An ASCII letter or digit.
    Word,
    /// Folds to itself and is not a part of words: punctuation, white space, control characters.
    /// Special if a name begins with it.
    Separator,
    /// Special whatever the names are.
    Special,
}

impl ByteKind {
    #[inline(always)]
    pub(super) fn of(byte: u8) -> Self {
        KINDS[usize::from(byte)]
    }
}

static KINDS: [ByteKind; 256] = {
    let mut table = [ByteKind::Special; 256];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        if b.is_ascii_alphanumeric() {
            table[byte] = ByteKind::Word;
        } else if !matches!(b, b'&' | b'<' | b'`') {
            table[byte] = ByteKind::Separator;
        }
        byte += 1;
    }
    table
};

/// Whether a character of several bytes may begin at `at`. A byte that begins none counts as
/// punctuation: no word continues after it, and no name begins with it.
#[inline(always)]
pub(super) fn may_begin_long(text: &[u8], at: usize) -> bool {
    matches!(text.get(at..), Some([0xC0..=0xFF, 0x80..=0xBF, ..]))
}

/// Whether a character of several bytes may end at `at`.
#[inline(always)]
pub(super) fn may_end_long(text: &[u8], at: usize) -> bool {
    matches!(text.get(..at), Some([.., 0x80..=0xDF, 0x80..=0xBF]))
}

/// A set of bytes, one bit each: those that folded names begin with.
#[derive(Clone, Copy)]
pub(super) struct FirstBytes(pub(super) [u64; 4]);

impl FirstBytes {
    #[inline(always)]
    pub(super) fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte / 64)] >> (byte % 64) & 1 == 1
    }

    #[cfg(feature = "alloc")]
    pub(super) fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte / 64)] |= 1 << (byte % 64);
    }
}

/// How many ASCII bytes the SSE2 backend compares with: `&`, `<`, `` ` `` and up to five that
/// names begin with.
pub(super) const LISTED: usize = 8;

/// The special ASCII bytes, in the two forms that the backends use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct SpecialBytes {
    /// For SSE2, which compares with each: the bytes, the list filled up with `&`; all zeros if
    /// there are too many for a list.
    pub(super) list: [u8; LISTED],
    /// For AVX2 and NEON, which look them up: for each low half of a byte, the high halves by bit.
    pub(super) table: [u8; 16],
}

impl SpecialBytes {
    /// The special bytes where names begin with the bytes of `first`.
    pub(super) fn new(first: &FirstBytes) -> Self {
        let (mut list, mut table, mut count) = ([b'&'; LISTED], [0; 16], 0);
        let begins = |&byte: &u8| !byte.is_ascii_alphanumeric() && first.has(byte);
        for byte in b"&<`".iter().copied().chain((0..0x80).filter(begins)) {
            table[usize::from(byte & 15)] |= 1 << (byte >> 4);
            if let Some(entry) = list.get_mut(count) {
                *entry = byte;
            }
            count += 1;
        }
        Self { list: if count <= LISTED { list } else { [0; LISTED] }, table }
    }

    /// Whether there are too many for [`list`](Self::list).
    pub(super) const fn are_too_many_for_a_list(&self) -> bool {
        self.list[0] == 0
    }
}
