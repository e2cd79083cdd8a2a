//! Numbers in a run of bytes: little-endian, at any offset, so that nothing has to be aligned.

/// The bytes from `at` on as an array; zeros if there are too few. Checked images have enough.
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

/// The number of two bytes at `at`.
#[inline]
pub(crate) const fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(array_at(bytes, at))
}

/// The number of four bytes at `at`.
#[inline]
pub(crate) const fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array_at(bytes, at))
}

/// The number of eight bytes at `at`.
#[inline]
pub(crate) const fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(array_at(bytes, at))
}

/// The offset of a record by its index, of so many bytes each; where it cannot be addressed, one at
/// which nothing stands. Numbers of an image that was changed may be any.
#[inline]
pub(crate) fn offset_of(index: u32, width: usize) -> usize {
    usize::try_from(u64::from(index) * width as u64).unwrap_or(usize::MAX)
}

/// The first place from `from` to `end` that is not before what is looked for, where all that are
/// before it come first. By halves: `is_before` is asked as often as the logarithm of their number
/// says, whatever it answers.
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
