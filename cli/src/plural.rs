//! Numbers of things, in words.

/// A number with the word for one thing or for several.
pub(crate) fn plural(count: impl TryInto<u64>, one: &str, more: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    format!("{count} {}", if count == 1 { one } else { more })
}
