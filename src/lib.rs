//! Finds the names of countries, blocs and minerals in text, and says which one each name means.
//!
//! gaztag is a *gazetteer tagger*: it matches a list of names, the gazetteer, and judges each match
//! by the words around it and by the rest of the document. The built-in gazetteer is a static of
//! the library. There is no model, no download and no other data at run time; gazetteers of your
//! own can be added.
//!
//! | term | meaning |
//! |---|---|
//! | *entity* | a country, bloc, mineral or thing of your own, with a key such as `country/MLI` |
//! | *surface form* | one way to write an entity's name, with a language, a role and a prior |
//! | *mention* | a span of a text that means an entity, with a confidence from 0 to 100 |
//! | *cue* | words near a name, or in the document, that count for or against a reading |
//! | *decoy* | a phrase that contains a name and is not a mention: *Georgia Tech* |
//!
//! # Tag a text
//!
//! ```
//! # #[cfg(all(feature = "builtin", feature = "alloc"))] {
//! use gaztag::Tagger;
//!
//! let tagger = Tagger::builtin();
//! let text = "Mali’s gold left for Côte d'Ivoire, ECOWAS said.";
//! let mentions = tagger.tag(text);
//! let found: Vec<(&str, &str)> =
//!     mentions.iter().map(|m| (&text[m.span().range()], tagger.key(m))).collect();
//! assert_eq!(
//!     found,
//!     [
//!         ("Mali", "country/MLI"),
//!         ("gold", "mineral/gold"),
//!         ("Côte d'Ivoire", "country/CIV"),
//!         ("ECOWAS", "bloc/ecowas"),
//!     ]
//! );
//! # }
//! ```
//!
//! [`Tagger::builder`] chooses kinds, roles, languages, the least confidence, the unit of offsets,
//! HTML input and more. [`Tagger::explain`] shows why a name is or is not a mention.
//!
//! # Use a gazetteer of your own
//!
//! ```
//! # #[cfg(feature = "alloc")] {
//! use gaztag::{CaseRule, GazetteerBuilder, Surface, Tagger};
//!
//! let mut builder = GazetteerBuilder::new();
//! builder.add_entity("company/acme", "Acme Corporation")?;
//! builder.add_surface("company/acme", Surface::new("Acme").with_case(CaseRule::Any))?;
//! let tagger = Tagger::builder().gazetteer(builder.build()?).build()?;
//! assert_eq!(tagger.count("acme and the Acme Corporation"), 2);
//! # }
//! # Ok::<(), gaztag::Error>(())
//! ```
//!
//! `GazetteerBuilder::from(&Gazetteer::builtin())` adds to the built-in one.
//! [`GazetteerBuilder::read`] reads files, [`Gazetteer::from_records`] the rows of a table.
//! [`Gazetteer::from_image`] uses an image: the bytes of a built gazetteer, in a file mapping or in
//! flash memory, without a copy.
//!
//! # Tag a stream
//!
//! ```
//! # #[cfg(all(feature = "builtin", feature = "alloc"))] {
//! use gaztag::{IncrementalTagger, Tagger};
//!
//! let mut stream = IncrementalTagger::new(Tagger::builtin());
//! let mut starts = Vec::new();
//! for chunk in ["Burkina Fa", "so left ECO", "WAS"] {
//!     stream.feed(chunk, |mention, _| starts.push(mention.start()));
//! }
//! stream.finish(|mention, _| starts.push(mention.start()));
//! assert_eq!(starts, [0, 18]);
//! # }
//! ```
//!
//! # Tag many documents
//!
//! ```
//! # #[cfg(all(feature = "builtin", feature = "alloc"))] {
//! use gaztag::Tagger;
//!
//! let batch = Tagger::builtin().tag_batch(["Mali and Niger", "", "lithium"]);
//! assert_eq!((batch.documents(), batch.len()), (3, 3));
//! assert_eq!(batch.starts()[batch.rows(0)], [0, 9]);
//! # }
//! ```
//!
//! `Tagger::tag_batch_parallel` (feature `rayon`) does so on several threads.
//!
//! # Call it from C
//!
//! `make install` builds the C library and installs it with its header:
//!
//! ```c
//! #include <gaztag.h>
//! #include <stdio.h>
//! #include <string.h>
//!
//! static int32_t print(void *context, const gaztag_mention *mentions, size_t len) {
//!     for (size_t i = 0; i < len; i++) {
//!         printf("%s\n", gaztag_entity_key(context, mentions[i].entity).ptr);
//!     }
//!     return 0;
//! }
//!
//! int main(void) {
//!     const char *text = "Mali’s lithium";
//!     gaztag_tagger *tagger = NULL;
//!     gaztag_gazetteer *gazetteer = NULL;
//!     gaztag_error error;
//!     if (gaztag_tagger_new(NULL, NULL, &tagger, &error) < 0 ||
//!         gaztag_tagger_gazetteer(tagger, &gazetteer, &error) < 0 ||
//!         gaztag_tag_each(tagger, text, strlen(text), NULL, print, gazetteer, &error) < 0) {
//!         fprintf(stderr, "gaztag: %s\n", error.message);
//!     }
//!     gaztag_gazetteer_free(gazetteer);
//!     gaztag_tagger_free(tagger);
//!     return 0;
//! }
//! ```
//!
//! # Guarantees
//!
//! - **Tagging cannot fail.** It takes any bytes; ill-formed UTF-8 is not a part of a name.
//!   Building a gazetteer or a tagger can fail, with an [`Error`] that says where.
//! - **No panic**: neither a text, nor an image that was [checked](Gazetteer::from_image), nor a
//!   file that is read makes the library panic. Fuzzing and tests look for one.
//! - **Tagging allocates nothing** but the vectors and strings that a call returns.
//! - **Linear time** in the length of a text, for every text and every gazetteer.
//! - **Threads**: [`Tagger`] and [`Gazetteer`] are immutable, `Send` and `Sync`. A clone is cheap.
//! - **No unsafe code** but the SIMD instructions of the prefilter and the pointers of the C ABI.
//!   Both are listed by a test.
//! - **Every backend and every call agree**: what is found does not depend on the instructions of
//!   the machine; a batch and a whole text find the same, and so do a stream in any split and
//!   [`Tagger::mentions_incremental`].
//!
//! # Features
//!
//! - `builtin` (default): the built-in gazetteer. A feature, because it is 5.5 MB of the program.
//! - `alloc` (by way of `std`): building gazetteers, vectors, streams, batches, `explain`. Without
//!   it, programs that have no allocator can tag with an image.
//! - `std` (default): JSON gazetteers, and the choice of the backend at run time. Without it, the
//!   library works without an operating system.
//! - `serde`: `Serialize` for [`Entity`] and [`MentionRecord`]. A feature, because few need it.
//! - `rayon`: `Tagger::tag_batch_parallel`. A feature, because it is a dependency.
//! - `screen`: `Screener`. A feature for the same reason.
//! - `capi`: the C ABI of `include/gaztag.h`, which Rust programs do not need; `arrow`: Arrow
//!   columns in it; `capi-panics`: calls that panic on demand, for its tests only.
//!
//! # Where to read on
//!
//! - [Gazetteers of your own], [accuracy], the [image format]
//! - [C], [C++], [Python], and the command line in the [README]
//! - [Contributing]: how the project is built, tested and extended
//!
//! [Gazetteers of your own]: https://github.com/gaztag/gaztag/blob/main/docs/gazetteers.md
//! [accuracy]: https://github.com/gaztag/gaztag/blob/main/docs/accuracy.md
//! [image format]: https://github.com/gaztag/gaztag/blob/main/docs/image.md
//! [C]: https://github.com/gaztag/gaztag/blob/main/docs/c.md
//! [C++]: https://github.com/gaztag/gaztag/blob/main/docs/cpp.md
//! [Python]: https://github.com/gaztag/gaztag/blob/main/docs/python.md
//! [README]: https://github.com/gaztag/gaztag/blob/main/README.md
//! [Contributing]: https://github.com/gaztag/gaztag/blob/main/CONTRIBUTING.md

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(any(feature = "alloc", test))]
extern crate alloc;

#[cfg(feature = "alloc")]
mod about;
mod automaton;
#[cfg(feature = "alloc")]
mod batch;
mod boundary;
mod bytes;
#[cfg(feature = "capi")]
mod capi;
mod cue;
mod date;
mod entity;
mod error;
#[cfg(feature = "alloc")]
mod explain;
mod fold;
mod gazetteer;
mod hashtag;
mod image;
#[cfg(feature = "alloc")]
mod incremental;
pub mod limits;
mod link;
mod mention;
mod offsets;
mod prefilter;
mod resolve;
#[cfg(feature = "screen")]
mod screen;
#[cfg(any(feature = "serde", feature = "std"))]
mod serialize;
mod span;
mod tagger;
mod text;
mod words;

#[cfg(feature = "alloc")]
pub use about::Topic;
#[cfg(feature = "alloc")]
pub use batch::Batch;
pub use date::{Date, DateError};
pub use entity::{
    AttributeType, Bounds, CaseRule, EntityId, Kind, Language, Preference, Role, Use, Uses,
};
pub use error::{Error, ErrorKind, ImageError};
#[cfg(feature = "alloc")]
pub use error::{Location, RecordProblem};
#[cfg(feature = "alloc")]
pub use explain::{Finding, Verdict, Weighed};
pub use fold::html::markup_of;
pub use fold::switches::{Folding, FoldingPart};
pub use gazetteer::{
    Attribute, CuePlace, Entity, Gazetteer, Items, Membership, Related, Surface, Value,
};
#[cfg(feature = "alloc")]
pub use gazetteer::{
    Format, GazetteerBuilder, Records, Spell, WordClass, slug, without_legal_form,
};
#[cfg(feature = "alloc")]
pub use incremental::IncrementalTagger;
pub use mention::{Mention, MentionRecord};
pub use offsets::OffsetUnit;
pub use prefilter::Backend;
pub use resolve::{Ground, Reason};
#[cfg(feature = "screen")]
pub use screen::{LikelyName, Screener};
pub use span::Span;
pub use tagger::{
    Draft, Drafts, IncrementalMentions, Input, Overlap, PausedDrafts, Tagger, TaggerBuilder,
};
pub use text::Text;

/// The code of the README, as documentation tests.
#[cfg(all(doctest, feature = "builtin", feature = "alloc"))]
#[doc = include_str!("../README.md")]
struct Readme;
