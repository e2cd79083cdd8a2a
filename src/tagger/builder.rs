//! Building taggers.

use super::options::{Input, Options, Overlap};
use super::tag::Tagger;
use crate::entity::{Kind, Language, Role, Uses};
use crate::error::{Error, ErrorKind};
use crate::fold::switches::Folding;
use crate::gazetteer::Gazetteer;
use crate::offsets::OffsetUnit;
use crate::prefilter::{Backend, Chosen};
use crate::resolve::{Languages, MIN_CONFIDENCE, Policy};

/// Puts a tagger together.
///
/// ```
/// use gaztag::{Kind, OffsetUnit, Tagger};
/// let tagger = Tagger::builder().kinds(&[Kind::Country]).offset_unit(OffsetUnit::CodePoints).build()?;
/// assert_eq!(tagger.tag("Côte d’Ivoire’s oil").len(), 1);
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct TaggerBuilder<'i> {
    gazetteer: Option<Gazetteer<'i>>,
    kinds: Option<[u64; 4]>,
    roles: Option<u16>,
    /// None of too many.
    languages: Option<Option<Languages>>,
    overlap: Overlap,
    folding: Folding,
    input: Input,
    unit: OffsetUnit,
    min_confidence: Option<u8>,
    lower_case: bool,
    uses: Uses,
    context: Option<bool>,
    backend: Option<Backend>,
}

impl TaggerBuilder<'_> {
    /// The least confidence of mentions if none is asked for.
    pub const MIN_CONFIDENCE: u8 = MIN_CONFIDENCE;
}

impl<'i> TaggerBuilder<'i> {
    /// The gazetteer to find names of. If none is given: the built-in one.
    pub fn gazetteer(mut self, gazetteer: Gazetteer<'i>) -> Self {
        self.gazetteer = Some(gazetteer);
        self
    }

    /// Only mentions of these kinds. If not said: all kinds.
    ///
    /// Kinds, roles and languages choose what is reported, never what a place is taken for: with
    /// countries only, `Economic Community of Central African States` is still no mention of a
    /// country.
    pub fn kinds(mut self, kinds: &[Kind]) -> Self {
        let mut bits = [0; 4];
        for kind in kinds.iter().map(|kind| kind.to_u8()) {
            bits[usize::from(kind / 64)] |= 1 << (kind % 64);
        }
        self.kinds = Some(bits);
        self
    }

    /// Only mentions by surface forms of these roles. If not said: all but capitals and codes of
    /// letters.
    pub fn roles(mut self, roles: &[Role]) -> Self {
        self.roles = Some(roles.iter().fold(0, |bits, &role| bits | 1 << role as u16));
        self
    }

    /// Only mentions by surface forms of these languages and of no language in particular. If not
    /// said: all languages.
    pub fn languages(mut self, languages: &[Language]) -> Self {
        self.languages = Some(Languages::new(languages));
        self
    }

    /// Which of several names at one place are mentions. If not said: [`Overlap::Longest`].
    pub fn overlap(mut self, overlap: Overlap) -> Self {
        self.overlap = overlap;
        self
    }

    /// Which parts of folding are on. If not said: all.
    pub fn folding(mut self, folding: Folding) -> Self {
        self.folding = folding;
        self
    }

    /// What the texts are. If not said: [`Input::Text`].
    pub fn input(mut self, input: Input) -> Self {
        self.input = input;
        self
    }

    /// The unit of the mentions' offsets. If not said: [`OffsetUnit::Bytes`]. Other units cost one
    /// more pass over the text up to its last mention.
    pub fn offset_unit(mut self, unit: OffsetUnit) -> Self {
        self.unit = unit;
        self
    }

    /// Only mentions with at least this confidence, from 0 to 100. If not said:
    /// [`TaggerBuilder::MIN_CONFIDENCE`].
    pub fn min_confidence(mut self, confidence: u8) -> Self {
        self.min_confidence = Some(confidence);
        self
    }

    /// Whether names that should have capitals count in lower case too, for text whose writers
    /// leave capitals out: `talks in mali`. If not said: no.
    ///
    /// They are less sure: at most 80, and at most 30 if they are common English words
    /// ([`Surface::with_word`](crate::Surface::with_word); turkey, us, who), acronyms with a prior
    /// below 95 (uno) or of two letters (un), so that with the default least confidence those count
    /// only where something speaks for them. A name with capitals is judged as ever. Plain text is
    /// then read character by character, at half the speed.
    pub fn lower_case(mut self, lower_case: bool) -> Self {
        self.lower_case = lower_case;
        self
    }

    /// Which uses of a country's name are mentions of it, beside the country itself. If not said:
    /// names inside other names and teams, not languages. Nothing else is told from what stands
    /// around a name, so without [`context`](Self::context) all count.
    pub fn uses(mut self, uses: Uses) -> Self {
        self.uses = uses;
        self
    }

    /// Whether names are judged by what stands around them and in the rest of the document. If not
    /// said: yes. Without, a name counts by its prior alone.
    pub fn context(mut self, context: bool) -> Self {
        self.context = Some(context);
        self
    }

    /// How plain ASCII text is read. If not said: the fastest way that the machine has. What is
    /// found is the same.
    pub fn backend(mut self, backend: Backend) -> Self {
        self.backend = Some(backend);
        self
    }

    /// Builds the tagger. Costs nothing but copying the options.
    ///
    /// Errors: a least confidence above 100; more than
    /// [`limits::LANGUAGES`](crate::limits::LANGUAGES) languages; a backend that the machine does
    /// not have; no gazetteer, without the feature `builtin`.
    pub fn build(self) -> Result<Tagger<'i>, Error> {
        #[cfg(feature = "builtin")]
        let gazetteer = match self.gazetteer {
            Some(gazetteer) => gazetteer,
            None => Gazetteer::builtin(),
        };
        #[cfg(not(feature = "builtin"))]
        let gazetteer = self.gazetteer.ok_or(ErrorKind::NoGazetteer)?;
        let min_confidence = self.min_confidence.unwrap_or(TaggerBuilder::MIN_CONFIDENCE);
        if min_confidence > 100 {
            return Err(ErrorKind::BadConfidence(min_confidence).into());
        }
        let languages = self
            .languages
            .map(|languages| languages.ok_or(ErrorKind::TooManyLanguages))
            .transpose()?;
        let policy = Policy {
            kinds: self.kinds,
            roles: self.roles,
            languages,
            folding: self.folding,
            min_confidence,
            lower_case: self.lower_case,
            uses: self.uses,
            context: self.context.unwrap_or(true),
        };
        let backend = match self.backend {
            Some(backend) => backend.chosen().ok_or(ErrorKind::NoSuchBackend(backend.as_str()))?,
            None => Chosen::fastest(),
        };
        Ok(Tagger {
            options: Options {
                gazetteer,
                backend,
                policy,
                overlap: self.overlap,
                input: self.input,
                unit: self.unit,
            },
        })
    }
}

impl<'i> Tagger<'i> {
    /// A builder with all options as they are by default.
    pub fn builder() -> TaggerBuilder<'i> {
        TaggerBuilder::default()
    }
}
