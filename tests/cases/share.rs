//! The share of texts that a test takes.

/// Tests of many texts take one of so many: 1 unless `GAZTAG_TEST_SHARE` says another. In an
/// emulator all of them take hours.
pub(crate) fn one_of() -> usize {
    std::env::var("GAZTAG_TEST_SHARE").map_or(1, |number| {
        let number = number.parse().expect("GAZTAG_TEST_SHARE is a number");
        assert!(number > 0, "GAZTAG_TEST_SHARE is at least 1");
        number
    })
}
