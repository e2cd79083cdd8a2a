//! A spell of membership, to be added to a builder.

/// One spell of membership for [`GazetteerBuilder::add_member`]. What is not given is unknown.
///
/// ```
/// use gaztag::Spell;
/// let spell = Spell::new("member").with_joined("1975-05-28").with_left("2025-01-29");
/// assert_eq!(spell, Spell::new("member").with_left("2025-01-29").with_joined("1975-05-28"));
/// ```
///
/// [`GazetteerBuilder::add_member`]: crate::GazetteerBuilder::add_member
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spell<'a> {
    status: &'a str,
    joined: &'a str,
    left: &'a str,
    source: &'a str,
    as_of: &'a str,
}

impl<'a> Spell<'a> {
    /// A spell with this status: `member`, `observer`, `associate`, `candidate`, `suspended` or
    /// `former`. Other texts are allowed.
    pub const fn new(status: &'a str) -> Self {
        Self { status, joined: "", left: "", source: "", as_of: "" }
    }

    /// Sets from when: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[must_use]
    pub const fn with_joined(mut self, date: &'a str) -> Self {
        self.joined = date;
        self
    }

    /// Sets the first day that it does not include: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[must_use]
    pub const fn with_left(mut self, date: &'a str) -> Self {
        self.left = date;
        self
    }

    /// Sets the source: an address, or any other text.
    #[must_use]
    pub const fn with_source(mut self, source: &'a str) -> Self {
        self.source = source;
        self
    }

    /// Sets the day for which the source says so: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[must_use]
    pub const fn with_as_of(mut self, date: &'a str) -> Self {
        self.as_of = date;
        self
    }

    /// Status, from when, until when, source, as of when: as drafts and images have them.
    pub(super) const fn texts(&self) -> [&'a str; 5] {
        [self.status, self.joined, self.left, self.source, self.as_of]
    }

    /// Its dates; empty ones are unknown.
    pub(super) const fn dates(&self) -> [&'a str; 3] {
        [self.joined, self.left, self.as_of]
    }
}
