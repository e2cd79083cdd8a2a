//! Building taggers.

use super::options::{Input, Options, Overlap};
use super::tag::Tagger;
use crate::entity::{Kind, Language, Role, Use, Uses};
use crate::error::{Error, ErrorKind};
use crate::fold::switches::Folding;
use crate::gazetteer::Gazetteer;
use crate::offsets::OffsetUnit;
use crate::prefilter::{Backend, Chosen};
use crate::resolve::{Languages, MIN_CONFIDENCE, Policy};

/// The options of a tagger: made by [`Tagger::builder`], turned into a tagger by
/// [`build`](Self::build).
///
/// ```
/// use gaztag::{Kind, OffsetUnit, Tagger};
///
/// let tagger =
///     Tagger::builder().kinds(&[Kind::Country]).offset_unit(OffsetUnit::CodePoints).build()?;
/// let mentions = tagger.tag("Côte d’Ivoire’s oil");
/// assert_eq!(mentions.iter().map(|m| m.end()).collect::<Vec<_>>(), [13]);
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct TaggerBuilder<'i> {
    gazetteer: Option<Gazetteer<'i>>,
    kinds: Option<[u64; 4]>,
    roles: Option<u16>,
    /// `Some(None)` if there were too many.
    languages: Option<Option<Languages>>,
    overlap: Overlap,
    folding: Folding,
    input: Input,
    unit: OffsetUnit,
    min_confidence: Option<u8>,
    lower_case: bool,
    links: bool,
    uses: Uses,
    context: Option<bool>,
    text_language: Option<Language>,
    backend: Option<Backend>,
}

impl TaggerBuilder<'_> {
    /// The least confidence of mentions by default.
    pub const MIN_CONFIDENCE: u8 = MIN_CONFIDENCE;
}

impl<'i> TaggerBuilder<'i> {
    /// The gazetteer whose names are found. Default: the built-in one.
    pub fn gazetteer(mut self, gazetteer: Gazetteer<'i>) -> Self {
        self.gazetteer = Some(gazetteer);
        self
    }

    /// Only mentions of these kinds. Default: all kinds.
    ///
    /// Kinds, roles and languages choose what is reported, not what is matched: with countries
    /// only, `Economic Community of Central African States` is still matched as a bloc, so nothing
    /// is reported for *Central African*.
    pub fn kinds(mut self, kinds: &[Kind]) -> Self {
        let mut bits = [0; 4];
        for kind in kinds.iter().map(|kind| kind.to_u8()) {
            bits[usize::from(kind / 64)] |= 1 << (kind % 64);
        }
        self.kinds = Some(bits);
        self
    }

    /// Only mentions by surface forms of these roles. Default: all but capitals and alphabetic
    /// codes, which are [on request](Role) only.
    pub fn roles(mut self, roles: &[Role]) -> Self {
        self.roles = Some(roles.iter().fold(0, |bits, &role| bits | 1 << role as u16));
        self
    }

    /// Only mentions by surface forms of these languages, or of no language in particular. Default:
    /// all languages.
    pub fn languages(mut self, languages: &[Language]) -> Self {
        self.languages = Some(Languages::new(languages));
        self
    }

    /// Which of several overlapping names are mentions. Default: [`Overlap::Longest`].
    pub fn overlap(mut self, overlap: Overlap) -> Self {
        self.overlap = overlap;
        self
    }

    /// Which parts of folding are on. Default: all.
    pub fn folding(mut self, folding: Folding) -> Self {
        self.folding = folding;
        self
    }

    /// What the texts are. Default: [`Input::Text`].
    pub fn input(mut self, input: Input) -> Self {
        self.input = input;
        self
    }

    /// The unit of the offsets of mentions. Default: [`OffsetUnit::Bytes`]. Other units cost one
    /// more pass over the text up to its last mention.
    pub fn offset_unit(mut self, unit: OffsetUnit) -> Self {
        self.unit = unit;
        self
    }

    /// Only mentions with at least this confidence, from 0 to 100. Default:
    /// [`TaggerBuilder::MIN_CONFIDENCE`].
    ///
    /// ```
    /// use gaztag::Tagger;
    ///
    /// // An acronym that is a word in lower case has little support by itself.
    /// let all = Tagger::builder().lower_case(true).min_confidence(0).build()?;
    /// assert_eq!((all.count("talks with us"), Tagger::builtin().count("talks with us")), (1, 0));
    /// assert!(Tagger::builder().min_confidence(101).build().is_err());
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn min_confidence(mut self, confidence: u8) -> Self {
        self.min_confidence = Some(confidence);
        self
    }

    /// Whether names that should be capitalised count in lower case too, for text whose writers
    /// leave capitals out: `talks in mali`. Default: no.
    ///
    /// Their confidence is at most 80. It is at most 30 for common English words
    /// ([`Surface::with_word`](crate::Surface::with_word); turkey, us, who), for acronyms with a
    /// prior below 95 (uno) and for acronyms of two letters (un). With the default least confidence
    /// these count only where there is evidence for them. Capitalised names are judged as without
    /// this option. Plain text is then read character by character, at half the speed.
    pub fn lower_case(mut self, lower_case: bool) -> Self {
        self.lower_case = lower_case;
        self
    }

    /// Whether names inside links are mentions: in web addresses, mail addresses and paths of
    /// files. Default: no.
    ///
    /// A name is inside a link if a scheme, `www.`, the `@` of an address or the beginning of a
    /// path is before it without a blank, comma, quotation mark or bracket between, at most 256
    /// bytes away; or if the `@` or the extension of a path is at most 192 bytes after its start.
    /// Slashes alone make no link (`Iran/Iraq`), and neither does the name of a file
    /// (`report_Mali_2024.pdf`). A name alone in angle brackets, as tickers are written (`<EAC>`),
    /// counts as a link. In HTML, web and mail addresses are skipped in any case.
    ///
    /// ```
    /// use gaztag::Tagger;
    ///
    /// let text = "https://example.org/Mali/gold, info@chile.example, C:\\Users\\Chad";
    /// assert_eq!(Tagger::builtin().count(text), 0);
    /// assert_eq!(Tagger::builder().links(true).build()?.count("https://example.org/Mali"), 1);
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn links(mut self, links: bool) -> Self {
        self.links = links;
        self
    }

    /// Which uses of a name are mentions, in addition to the country, bloc or mineral itself.
    /// Default: names inside other names, teams and compounds, but not languages, minerals in names
    /// of firms (Tata Steel) and adjectives of minerals (limonitic). Uses other than compounds are
    /// recognised by the words around a name, so without [`context`](Self::context) they all count.
    ///
    /// ```
    /// use gaztag::{Tagger, Use, Uses};
    ///
    /// let all = Tagger::builder().uses(Uses::NONE.with(Use::Language)).build()?;
    /// let text = "She speaks French";
    /// assert_eq!((all.count(text), Tagger::builtin().count(text)), (1, 0));
    /// let text = "Der Ölpreis fiel";
    /// assert_eq!((all.count(text), Tagger::builtin().count(text)), (0, 1));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn uses(mut self, uses: Uses) -> Self {
        self.uses = uses;
        self
    }

    /// Whether names are judged by the words around them, by the rest of the document and by the
    /// language of the text. Default: yes. Without, a name is judged by its prior alone.
    pub fn context(mut self, context: bool) -> Self {
        self.context = Some(context);
        self
    }

    /// The language of texts that do not [state](crate::Text::with_language) their own. Default:
    /// unknown; the words near a name show it.
    ///
    /// It is evidence, not a filter: full names count in every language, apart from those of
    /// countries that English does not have beside a capitalised word of English text (*Kenie
    /// Rowe*). Acronyms, demonyms and minerals that the language does not have, nor English, count
    /// only near a word that shows their language. Without [`context`](Self::context) it has no
    /// effect.
    ///
    /// ```
    /// use gaztag::{Language, Tagger};
    ///
    /// let english = Tagger::builder().text_language(Language::ENGLISH).build()?;
    /// // The French and Spanish acronym of the United Nations.
    /// assert_eq!((english.count("ONU"), Tagger::builtin().count("ONU")), (0, 1));
    /// assert_eq!(english.count("le siège de l’ONU"), 1);
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn text_language(mut self, language: Language) -> Self {
        self.text_language = Some(language);
        self
    }

    /// The instructions that read plain ASCII text. Default: the fastest that are available. All
    /// backends find the same mentions.
    pub fn backend(mut self, backend: Backend) -> Self {
        self.backend = Some(backend);
        self
    }

    /// Builds the tagger. Copies the options and does no other work.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::BadConfidence`]: a least confidence above 100.
    /// - [`ErrorKind::TooManyLanguages`]: more than
    ///   [`limits::LANGUAGES`](crate::limits::LANGUAGES).
    /// - [`ErrorKind::UnknownTextLanguage`]: no form of the gazetteer has the language of texts.
    /// - [`ErrorKind::NoSuchBackend`]: a backend that is not available on this machine.
    /// - [`ErrorKind::NoGazetteer`]: no gazetteer, without the feature `builtin`.
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
            links: self.links,
            uses: self.uses,
            wants_by_options: self.kinds.is_some()
                || self.roles.is_some()
                || languages.is_some()
                || !self.uses.has(Use::Compound),
            context: self.context.unwrap_or(true),
            text_language: self.text_language,
            fits_by_options: self.lower_case || self.folding != Folding::FULL,
            #[cfg(feature = "alloc")]
            removed: None,
        };
        if let Some(language) = self.text_language {
            gazetteer.check_text_language(language)?;
        }
        let backend = match self.backend {
            Some(backend) => backend.chosen().ok_or(ErrorKind::NoSuchBackend(backend.as_str()))?,
            None => Chosen::fastest(),
        };
        Ok(Tagger::new(Options {
            gazetteer,
            backend,
            policy,
            overlap: self.overlap,
            input: self.input,
            unit: self.unit,
        }))
    }
}

impl<'i> Tagger<'i> {
    /// A builder with all options at their defaults.
    pub fn builder() -> TaggerBuilder<'i> {
        TaggerBuilder::default()
    }
}
