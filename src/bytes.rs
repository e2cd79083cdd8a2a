//! Little-endian numbers in a slice of bytes, at any offset: nothing has to be aligned.

/// The bytes from `at` on as an array; all zeros if there are fewer than `N`. In a checked image
/// there are enough.
#[inline]
pub(crate) const fn array_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    if let Some((_, rest)) = bytes.split_at_checked(at)
        && let Some(array) = rest.first_chunk::<N>()
    {
        *array
    } else {
        [0; N]
    }
}

/// The number of two bytes at `at`; 0 if there are fewer.
#[inline]
pub(crate) const fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(array_at(bytes, at))
}

/// The number of four bytes at `at`; 0 if there are fewer.
#[inline]
pub(crate) const fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array_at(bytes, at))
}

/// The number of eight bytes at `at`; 0 if there are fewer.
#[inline]
pub(crate) const fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(array_at(bytes, at))
}

/// The first of these bytes, filled up with `fill` if there are fewer.
#[inline(always)]
pub(crate) fn padded<const N: usize>(bytes: &[u8], fill: u8) -> [u8; N] {
    let mut out = [fill; N];
    let len = bytes.len().min(N);
    out[..len].copy_from_slice(&bytes[..len]);
    out
}

/// An odd number near 2^64 / golden ratio. Multiplication by it spreads the bits of a hash upwards
/// (Knuth, TAOCP 3, 6.4).
pub(crate) const SPREADING: u64 = 0x9E37_79B9_7F4A_7C15;

/// The byte offset of the record with this index, where each record has `width` bytes. Saturates,
/// so that an index of any value, as a modified image may have it, leads to an offset without
/// bytes.
#[inline]
pub(crate) fn offset_of(index: u32, width: usize) -> usize {
    usize::try_from(u64::from(index) * width as u64).unwrap_or(usize::MAX)
}

/// The first index in `from..end` for which `is_before` returns false; `end` if there is none. All
/// indices for which it returns true must come first. A binary search: it ends after a logarithmic
/// number of calls, whatever `is_before` returns.
pub(crate) fn first_not_before(
    mut from: usize,
    mut end: usize,
    mut is_before: impl FnMut(usize) -> bool,
) -> usize {
    while from < end {
        let middle = from + (end - from) / 2;
        if is_before(middle) {
            from = middle + 1;
        } else {
            end = middle;
        }
    }
    from
}
