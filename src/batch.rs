//! Tagging many documents into columns.

use alloc::vec::Vec;
use core::ops::Range;

use crate::entity::{EntityId, Kind, Role};
use crate::mention::Mention;
use crate::tagger::{Draft, Tagger};
use crate::text::Text;

/// The mentions of many documents, as columns: what [`Tagger::tag_batch`] returns. Row `i` of every
/// column belongs to the same mention. The rows of document `d` are [`rows(d)`](Self::rows).
///
/// ```
/// use gaztag::Tagger;
/// let batch = Tagger::builtin().tag_batch(["Mali left ECOWAS", "", "lithium"]);
/// assert_eq!(batch.documents(), 3);
/// assert_eq!(batch.offsets(), [0, 2, 2, 3]);
/// assert_eq!(batch.starts()[batch.rows(2)], [0]);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    offsets: Vec<usize>,
    starts: Vec<usize>,
    ends: Vec<usize>,
    entities: Vec<EntityId>,
    kinds: Vec<Kind>,
    roles: Vec<Role>,
    confidences: Vec<u8>,
    /// Memory for the drafts of one document; empty between documents.
    drafts: Vec<Draft>,
}

impl Default for Batch {
    fn default() -> Self {
        Self::new()
    }
}

impl Batch {
    /// A batch without documents.
    pub fn new() -> Self {
        Self {
            offsets: alloc::vec![0],
            starts: Vec::new(),
            ends: Vec::new(),
            entities: Vec::new(),
            kinds: Vec::new(),
            roles: Vec::new(),
            confidences: Vec::new(),
            drafts: Vec::new(),
        }
    }

    /// Removes all documents and keeps the memory.
    pub fn clear(&mut self) {
        self.offsets.truncate(1);
        self.starts.clear();
        self.ends.clear();
        self.entities.clear();
        self.kinds.clear();
        self.roles.clear();
        self.confidences.clear();
    }

    /// The number of documents.
    pub fn documents(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The number of mentions of all documents.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is no mention.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The rows of a document, by its index from 0 on; an empty range if there are not so many.
    pub fn rows(&self, document: usize) -> Range<usize> {
        let offset = |document: usize| self.offsets.get(document).copied().unwrap_or(self.len());
        offset(document)..offset(document.saturating_add(1))
    }

    /// For each document its first row, and at the end the number of rows: as the offsets of an
    /// Arrow list.
    pub fn offsets(&self) -> &[usize] {
        &self.offsets
    }

    /// Where the mentions start, in the unit of the tagger, counted from the start of their
    /// document.
    pub fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// Where the mentions end, in the same way.
    pub fn ends(&self) -> &[usize] {
        &self.ends
    }

    /// The entities of the mentions.
    pub fn entities(&self) -> &[EntityId] {
        &self.entities
    }

    /// The kinds of the entities.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The roles of the surface forms.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The confidences of the mentions, from 0 to 100.
    pub fn confidences(&self) -> &[u8] {
        &self.confidences
    }

    fn push(&mut self, mention: &Mention) {
        self.starts.push(mention.start());
        self.ends.push(mention.end());
        self.entities.push(mention.entity());
        self.kinds.push(mention.kind());
        self.roles.push(mention.role());
        self.confidences.push(mention.confidence());
    }

    /// Appends the documents of another batch.
    #[cfg(feature = "rayon")]
    fn append(&mut self, other: &Batch) {
        let rows = self.len();
        self.offsets.extend(other.offsets[1..].iter().map(|offset| offset + rows));
        self.starts.extend_from_slice(&other.starts);
        self.ends.extend_from_slice(&other.ends);
        self.entities.extend_from_slice(&other.entities);
        self.kinds.extend_from_slice(&other.kinds);
        self.roles.extend_from_slice(&other.roles);
        self.confidences.extend_from_slice(&other.confidences);
    }
}

impl Tagger<'_> {
    /// Tags documents into columns. Each document is tagged as by [`tag`](Self::tag).
    pub fn tag_batch<'t, D: Into<Text<'t>>>(
        &self,
        documents: impl IntoIterator<Item = D>,
    ) -> Batch {
        let mut batch = Batch::new();
        self.tag_batch_into(documents, &mut batch);
        batch
    }

    /// Appends the mentions of documents to a batch. Allocates only if its memory must grow.
    ///
    /// ```
    /// use gaztag::{Batch, Tagger};
    ///
    /// let (tagger, mut batch) = (Tagger::builtin(), Batch::new());
    /// for page in [["Mali", "Niger"], ["oil", "-"]] {
    ///     batch.clear();
    ///     tagger.tag_batch_into(page, &mut batch);
    ///     assert_eq!(batch.documents(), 2);
    /// }
    /// assert_eq!(batch.len(), 1);
    /// ```
    pub fn tag_batch_into<'t, D: Into<Text<'t>>>(
        &self,
        documents: impl IntoIterator<Item = D>,
        batch: &mut Batch,
    ) {
        for document in documents {
            let mut drafts = core::mem::take(&mut batch.drafts);
            self.tag_each_in(document, &mut drafts, |mention, _| batch.push(mention));
            drafts.clear();
            batch.drafts = drafts;
            batch.offsets.push(batch.len());
        }
    }

    /// Tags documents as [`tag_batch`](Self::tag_batch) does, with the same result, on the threads
    /// of rayon's current pool.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let documents = ["Mali", "", "Niger and Chad"];
    /// assert_eq!(tagger.tag_batch_parallel(&documents), tagger.tag_batch(documents));
    /// ```
    #[cfg(feature = "rayon")]
    pub fn tag_batch_parallel<D>(&self, documents: &[D]) -> Batch
    where
        D: Sync,
        for<'t> &'t D: Into<Text<'t>>,
    {
        use rayon::prelude::*;
        // Several parts for each thread, so that long documents do not leave threads idle.
        let part = documents.len().div_ceil(rayon::current_num_threads() * 16).max(1);
        let parts: Vec<Batch> =
            documents.par_chunks(part).map(|documents| self.tag_batch(documents)).collect();
        let mut batch = Batch::new();
        parts.iter().for_each(|part| batch.append(part));
        batch
    }
}
