//! The reference tagger: a second, simple implementation of the rules of matching.
//!
//! It turns a text into a list of units (folded letters with the raw bytes that they came from),
//! and tries every name at every unit. It shares no code with the library: a mistake would have to
//! be made twice to stay unseen.

#![allow(dead_code, reason = "each test takes what it needs")]

mod characters;
mod context;
pub(crate) mod cued;
mod html;
mod language;
mod link;
mod pairs;
mod shape;
mod switches;
pub(crate) mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Included, Unbounded};
use std::ops::Range;
use std::sync::LazyLock;

use characters::{
    Class, Unit, boundary, chars, class, is_blank, is_hyphen, is_invisible, is_line_break, units,
};
use context::Context;
use gaztag::{Bounds, CaseRule, CuePlace, Folding, FoldingPart, Gazetteer, Kind, Role, Use, Uses};

const PARTICLES: &str = "은 는 이 가 을 를 의 에 에서 에게 에는 에도 에서는 에서도 와 과 도 로 으로 로부터 으로부터 만 까지 부터 보다 처럼 이나 나 이다 라는 \
    이라는 와의 과의 로의 에선 에서의 에게서 에겐 으로서 로서 으로서는 로서는 이라고 라고 과는 와는 보다는 에서만 에만 마저 조차 뿐 이며 이고 \
    입니다 이었다 였다 에서부터 께서 에의 였는데 이었는데 인데 인데도 이라 이라서 라서 이지만 이랑 랑 하고 한테 대로 밖에 이라도 라도 이란 \
    이라면 라면 이었던 였던 이었고 였고 입니까 이라며 라며 에게는 에게도 에서나 에나 까지도 까지의 부터의 만의 만이 만을 처럼은 이자 이니 로는 \
    으로는 로도 으로도 로만 으로만 에까지 에서까지 께";

/// Suffixes and nouns that follow a Korean name, also with a particle.
const TAILS: &str = "인 인들 산 측 군 팀 식 판 형 계 제 영화 드라마 방송 시각 시간 정부 대표팀 대표단 선수 선수들 국민 국적 대사관 언론 기업 기업들 \
    프로야구 전 풍 발 행 령 땅 내 배경 최고 최초 어선 선박 정서 상황 공포영화 시리즈 문화 경제 시장 사회 역사 음식 요리 여행 여행객 관광 \
    관광객 사람 사람들 여자 여성 남자 남성 배우 배우들 가수 감독 작가 작품 만화 소설 문학 음악 노래 애니 애니메이션 게임 축구 야구 농구 배구 \
    골프 리그 대회 오픈 원정 대표 국가대표 국가대표팀 축구대표팀 야구대표팀 선수단 팬 팬들 대통령 총리 외무장관 국방장관 외교부 국무부 국방부 \
    의회 국회 상원 하원 대선 총선 선거 정권 당국 당국자 경찰 법원 검찰 대학 대학교 대학생 유학 유학생 학생 시민 은행 회사 업체 업체들 제품 \
    자동차 증시 주식 통화 화폐 수출 수입 무역 투자 진출 본토 영토 영해 해역 해군 공군 육군 해병대 군대 군인 공습 침공 전쟁 혁명 독립 통일 \
    외교 외교관 특사 대사 총영사 총영사관 영사관 교포 동포 교민 이민 이민자 난민 출신 태생 국경 남부 북부 동부 서부 중부 전역 수도 현지 매체 \
    신문 방송사 본사 지사 법인 공장 지역 시절 시대 국기 국가 국채 달러 원유 석유 가스 광산 광물 희토류 사태 문제 정책 협정 조약 관계 협력 \
    동맹 제재 핵 핵무기 미사일 값 가격 생산 생산량 매장량 수요 공급 시세 선물 채굴 개발 산업";

/// A surface form.
struct Name {
    folded: String,
    upper: Vec<bool>,
    /// The letters and digits of each word.
    words: Vec<usize>,
    case: CaseRule,
    /// `None`: a decoy.
    entity: Option<(String, Kind)>,
    role: Role,
    prior: u32,
    word: bool,
    /// The letters with their accents, of a form whose accents a text must have.
    accented: Option<String>,
    /// The part of folding that allows it, if it was derived.
    derived: Option<FoldingPart>,
    form: String,
    languages: Vec<String>,
    bounds: Bounds,
    /// Whether a cue looks for it in the document.
    evidence: bool,
    /// Of a form without an entity: whether it hides what is inside it.
    hides: bool,
}

/// How a text or form is cased: for each letter or digit whether it is upper case, and whether the
/// first is lower case.
fn cases(units: &[Unit]) -> (Vec<bool>, bool) {
    let letters: Vec<&Unit> =
        units.iter().filter(|unit| unit.class.is_word() && unit.class != Class::Accent).collect();
    (
        letters.iter().map(|unit| unit.upper).collect(),
        letters.first().is_some_and(|unit| unit.lower),
    )
}

/// What accents change in a text: its characters that are neither ASCII nor full-width, in lower
/// case.
fn accented(text: &[u8], html: bool) -> String {
    let letters = chars(text, html).into_iter().filter_map(|(c, ..)| c).filter(|&c| {
        !c.is_ascii()
            && !('\u{FF00}'..='\u{FFEF}').contains(&c)
            && (c.is_alphanumeric() || class(c) == Class::Accent)
    });
    letters.flat_map(char::to_lowercase).collect()
}

/// The letters and digits of each word.
fn words(units: &[Unit]) -> Vec<usize> {
    let words = units.split(|unit| !unit.class.is_word()).map(|word| cases(word).0.len());
    words.filter(|&len| len > 0).collect()
}

impl Name {
    fn is_decoy(&self) -> bool {
        self.entity.is_none() && self.hides
    }

    fn is_dotted(&self) -> bool {
        self.derived == Some(FoldingPart::Dotted)
    }

    fn is_own(&self) -> bool {
        matches!(self.entity, Some((_, Kind::Other(_))))
    }

    /// Whether it is a decoy of several words, and each of them is cased as in its form or in
    /// capitals.
    fn is_in_capitals(&self, mut upper: &[bool]) -> bool {
        if self.entity.is_some() || self.words.len() < 2 || upper.len() != self.upper.len() {
            return false;
        }
        let mut listed = &self.upper[..];
        self.words.iter().all(|&len| {
            let (word, form) = (&upper[..len], &listed[..len]);
            (upper, listed) = (&upper[len..], &listed[len..]);
            word == form || word.iter().all(|&upper| upper)
        })
    }
}

/// The reference tagger.
pub(crate) struct Reference {
    /// By folded form.
    names: BTreeMap<String, Vec<Name>>,
    /// The folded forms of names of whole words, by their letters without what is between words.
    joined: BTreeMap<String, Vec<String>>,
    /// The first characters of folded forms that may begin inside a word.
    inside: BTreeSet<char>,
    pub(crate) all: bool,
    pub(crate) kinds: Option<Vec<Kind>>,
    pub(crate) roles: Option<Vec<Role>>,
    pub(crate) languages: Option<Vec<String>>,
    pub(crate) min_confidence: u32,
    pub(crate) lower_case: bool,
    pub(crate) links: bool,
    pub(crate) html: bool,
    pub(crate) folding: Folding,
    /// The uses of names that count.
    uses: Uses,
    /// What names are judged by beside their priors; only for texts that are UTF-8, without
    /// overlaps.
    context: Option<Context>,
}

/// Start, end, key, confidence.
pub(crate) type Found = (usize, usize, String, u32);

/// What is before a unit, as far as names that begin with it depend on that.
#[derive(Clone, Copy)]
struct Before {
    class: Class,
    /// Whether letters from the start of the word on may be prefixes: 1 if more may follow, 2 if
    /// not; 0 if they may not be.
    prefix: u8,
    /// How many halves of flags.
    halves: usize,
}

impl Before {
    const START: Self = Self { class: Class::Other, prefix: 0, halves: 0 };

    /// What is before the unit after `unit`.
    fn then(self, unit: &Unit) -> Self {
        // An accent belongs to its letter.
        if unit.class == Class::Accent && self.class.is_word() {
            return self;
        }
        let free = boundary(self.class, unit.class);
        let prefix = match (unit.letter, self.prefix) {
            ('و' | 'ف' | 'ו' | 'ש', _) if free => 1,
            ('ب' | 'ك' | 'ل' | 'ה' | 'ב' | 'כ' | 'ל' | 'מ', _) if free => 2,
            ('ب' | 'ك' | 'ل' | 'ה' | 'ב' | 'כ' | 'ל' | 'מ', 1) => 2,
            _ => 0,
        };
        let halves = if unit.class == Class::Flag { self.halves + 1 } else { 0 };
        Self { class: unit.class, prefix, halves }
    }

    /// Whether a word, or a name after prefixes, may begin with `unit`.
    fn may_begin(self, unit: &Unit) -> bool {
        match unit.class {
            Class::Blank | Class::Break | Class::Accent | Class::Mark => false,
            Class::Flag => self.halves.is_multiple_of(2),
            class => boundary(self.class, class) || (self.prefix > 0 && self.class == class),
        }
    }
}

/// A name that fits at a unit: where it ends (in units and bytes), and its readings.
struct Hit<'n> {
    unit: usize,
    end: usize,
    readings: Vec<&'n Name>,
}

/// Whether a unit joins the parts of a word that a hyphen divides at the end of a line.
fn is_joining(unit: &Unit) -> bool {
    unit.folded.is_empty() && unit.class == Class::Other
}

impl Reference {
    pub(crate) fn new(gazetteer: &Gazetteer) -> Self {
        let mut names: BTreeMap<String, Vec<Name>> = BTreeMap::new();
        let mut add =
            |form: &str, entity: Option<(String, Kind)>, surface: &gaztag::Surface<'_>, derived| {
                let units = units(form.as_bytes(), false, false);
                let folded: String = units.iter().map(|unit| unit.folded.as_str()).collect();
                let folded = folded.trim_matches(' ').to_string();
                names.entry(folded.clone()).or_default().push(Name {
                    folded,
                    upper: cases(&units).0,
                    words: words(&units),
                    case: surface.case(),
                    entity,
                    role: surface.role(),
                    prior: surface.prior().into(),
                    word: surface.is_word(),
                    derived,
                    form: form.to_string(),
                    bounds: surface.bounds(),
                    accented: surface.needs_accents().then(|| accented(form.as_bytes(), false)),
                    languages: surface.languages().map(|language| language.to_string()).collect(),
                    evidence: false,
                    hides: true,
                });
            };
        let mut with_derived = |entity: Option<(String, Kind)>, surface: gaztag::Surface<'_>| {
            let form = surface.form();
            add(form, entity.clone(), &surface, None);
            let (dotted, saint, dashed) =
                (Some(FoldingPart::Dotted), Some(FoldingPart::Saint), Some(FoldingPart::Hyphens));
            let stops = form.split(' ').next().unwrap_or("");
            if surface.role() == Role::Acronym
                && (2..=8).contains(&form.len())
                && form.chars().all(|c| c.is_ascii_uppercase())
            {
                let letters = form.chars().map(|c| c.to_string()).collect::<Vec<_>>();
                let dots = letters.join(".");
                add(&dots, entity.clone(), &surface, dotted);
                add(&format!("{dots}."), entity.clone(), &surface, dotted);
                if surface.prior() >= if letters.len() == 2 { 90 } else { 80 } {
                    add(&format!("{}.", letters.join(". ")), entity.clone(), &surface, dotted);
                }
            } else if stops.len() >= 4
                && stops.len() < form.len()
                && stops.len().is_multiple_of(2)
                && stops
                    .char_indices()
                    .all(|(at, c)| if at % 2 == 0 { c.is_ascii_uppercase() } else { c == '.' })
            {
                let spaced = stops.replace('.', ". ") + form[stops.len()..].trim_start();
                add(&spaced, entity.clone(), &surface, dotted);
            }
            let words: Vec<&str> = form.split(' ').collect();
            for (long, short) in
                [("Saint", "St"), ("Saint", "St."), ("Sainte", "Ste"), ("Sainte", "Ste.")]
            {
                if words.contains(&long) {
                    let written: Vec<&str> =
                        words.iter().map(|&word| if word == long { short } else { word }).collect();
                    add(&written.join(" "), entity.clone(), &surface, saint);
                }
            }
            let mut parts = form.split('-');
            if entity.is_some()
                && form.contains('-')
                && parts.all(|part| part.chars().next().is_some_and(char::is_uppercase))
            {
                add(&form.replace('-', " - "), entity.clone(), &surface, dashed);
            }
        };
        for entity in gazetteer.entities() {
            entity.surfaces().for_each(|surface| {
                with_derived(Some((entity.key().into(), entity.kind())), surface)
            });
        }
        gazetteer.decoys().for_each(|surface| with_derived(None, surface));
        let mut joined: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (folded, of_form) in &names {
            if folded.starts_with(|c: char| c.is_ascii_alphanumeric())
                && of_form.iter().any(is_of_words)
            {
                let letters = folded.replace([' ', '-', '\''], "");
                joined.entry(letters).or_default().push(folded.clone());
            }
        }
        let begins_inside = |name: &Name| matches!(name.bounds, Bounds::End | Bounds::Anywhere);
        let inside = names.iter().filter(|(_, of_form)| of_form.iter().any(begins_inside));
        let inside = inside.filter_map(|(folded, _)| folded.chars().next()).collect();
        Self {
            names,
            joined,
            inside,
            all: false,
            kinds: None,
            roles: None,
            languages: None,
            min_confidence: 50,
            lower_case: false,
            links: false,
            html: false,
            folding: Folding::FULL,
            uses: Uses::DEFAULT,
            context: None,
        }
    }

    /// The reference tagger of the gazetteer [`cued`], which judges by its cues.
    pub(crate) fn with_cues() -> Self {
        Self::judging(&cued::gazetteer(), cued::CUES, cued::FUNCTION_WORDS)
    }

    /// The reference tagger of a gazetteer with these cues and function words.
    pub(crate) fn judging(
        gazetteer: &Gazetteer<'_>,
        rows: &[cued::CueRow],
        function_words: &[(&str, &[&str])],
    ) -> Self {
        let mut reference = Self::new(gazetteer);
        let documents = rows.iter().filter(|row| matches!(row.place, CuePlace::Document(_)));
        let words = documents.flat_map(|row| row.words).filter(|word| !word.contains('/'));
        for form in words.collect::<BTreeSet<_>>() {
            reference.add_evidence(form);
        }
        reference.context = Some(Context::new(&reference.names, rows, function_words));
        reference
    }

    /// Adds a form that is found because cues look for it in the document.
    fn add_evidence(&mut self, form: &str) {
        let units = units(form.as_bytes(), false, false);
        let folded: String = units.iter().map(|unit| unit.folded.as_str()).collect();
        let of_form = self.names.entry(folded.clone()).or_default();
        if let Some(decoy) = of_form.iter_mut().find(|name| name.is_decoy() && name.form == form) {
            decoy.evidence = true;
            return;
        }
        self.joined.entry(folded.replace(' ', "")).or_default().push(folded.clone());
        let is_upper = form.starts_with(char::is_uppercase);
        of_form.push(Name {
            upper: cases(&units).0,
            words: words(&units),
            case: if is_upper { CaseRule::Capitalised } else { CaseRule::Any },
            entity: None,
            role: Role::Name,
            prior: 95,
            word: false,
            derived: None,
            form: form.into(),
            bounds: Bounds::Word,
            accented: None,
            languages: Vec::new(),
            evidence: true,
            hides: false,
            folded,
        });
    }

    /// The language that is stated for texts.
    pub(crate) fn set_text_language(&mut self, language: Option<&str>) {
        if let Some(context) = &mut self.context {
            context.stated = language.map(String::from);
        }
    }

    /// The uses of names that count.
    pub(crate) fn set_uses(&mut self, uses: Uses) {
        self.uses = uses;
        if let Some(context) = &mut self.context {
            context.uses = uses;
        }
    }

    /// All mentions of a text.
    pub(crate) fn tag(&self, text: &[u8]) -> Vec<Found> {
        let (units, mut joined) = (units(text, false, self.html), units(text, true, self.html));
        if !joined.iter().any(is_joining) {
            joined.clear();
        }
        let addresses = if self.html { html::addresses(text, &units) } else { Vec::new() };
        let tags = self.hashtags(text, &units, &addresses);
        let (mut found, mut chosen) = (Vec::new(), Vec::new());
        let mut at = 0;
        let mut before = Before::START;
        let (mut hidden, mut skipped) = (0, 0);
        while at < units.len() {
            let unit = &units[at];
            if unit.class == Class::Accent && before.class.is_word() {
                at += 1;
                continue;
            }
            let tag = tags.iter().find(|tag| tag.contains(&unit.start));
            let mut in_tag = tag.map_or(Vec::new(), |tag| self.joined(text, &units, at, tag));
            // An address of which a name covers the beginning does not count as one.
            let begins_word = !before.class.is_word() && text[unit.start].is_ascii_alphanumeric();
            if self.html && begins_word && unit.start >= skipped {
                skipped = unit.start + html::address(&text[unit.start..]);
            }
            if unit.start < skipped && in_tag.is_empty() {
                // Its last letter may have an accent after the address.
                let is_cut = unit.end > skipped && unit.class.is_word();
                let class = if is_cut { Class::Accent } else { Class::Other };
                (at, before) = (at + 1, Before { class, ..Before::START });
                continue;
            }
            // Nor does one with a name in the handle that it begins with: `@MaliGold@example`.
            let may_start = unit.start >= skipped && before.may_begin(unit);
            skipped = 0;
            let mut hits = self.hits(text, &units, at, may_start);
            hits.append(&mut in_tag);
            hits.sort_by_key(|hit| hit.end);
            if let Some(from) = joined.iter().position(|other| other.start == unit.start) {
                hits.extend(self.joined_hits(text, &units, &joined, from, may_start));
            }
            // Names inside words are not looked for in an address, even if a name covers its
            // beginning, so that it does not count as one for other names.
            if addresses.iter().any(|address| address.contains(&unit.start)) {
                for hit in &mut hits {
                    hit.readings.retain(|name| name.bounds == Bounds::Word);
                }
                hits.retain(|hit| !hit.readings.is_empty());
            }
            if !self.all {
                if let Some(hit) = hits.into_iter().max_by_key(|hit| hit.end) {
                    before = units[at..=hit.unit].iter().fold(before, Before::then);
                    at = hit.unit + 1;
                    chosen.push((without_article(text, unit.start, &hit, self.html), hit));
                    continue;
                }
            } else {
                for hit in hits.iter().filter(|hit| hit.readings.iter().any(|name| name.is_decoy()))
                {
                    hidden = hidden.max(hit.end);
                }
                for hit in hits.iter().filter(|hit| hit.end > hidden) {
                    found.extend(self.judge(
                        text,
                        without_article(text, unit.start, hit, self.html),
                        hit,
                    ));
                }
            }
            before = before.then(unit);
            at += 1;
        }
        match (&self.context, str::from_utf8(text)) {
            (Some(context), Ok(text)) => {
                found.extend(self.judge_with_cues(context, text, &chosen));
            }
            _ => {
                let judged = |(start, hit): &(usize, Hit<'_>)| {
                    self.judge(text, *start, hit).into_iter().next()
                };
                found.extend(chosen.iter().filter_map(judged));
            }
        }
        found
    }

    /// The names that fit from a unit on with divided words joined, and not without. Their units
    /// are those of the text without.
    fn joined_hits(
        &self,
        text: &[u8],
        units: &[Unit],
        joined: &[Unit],
        from: usize,
        starts: bool,
    ) -> Vec<Hit<'_>> {
        let starts_at = |unit: &Unit| units.iter().position(|other| other.start == unit.start);
        let mut hits = self.hits(text, joined, from, starts);
        hits.retain_mut(|hit| {
            let Some(last) = starts_at(&joined[hit.unit]) else { return false };
            let is_other = joined[from..=hit.unit].iter().any(is_joining);
            hit.unit = last;
            is_other && hit.readings.iter().any(|name| name.bounds == Bounds::Word)
        });
        hits
    }

    /// Whether a name that counts by default is in a text from an offset on, and ends at `least` or
    /// later.
    fn is_default_name(&self, with_own: bool, text: &[u8], start: usize, least: usize) -> bool {
        self.hits_at(text, start).iter().filter(|hit| hit.end >= least).any(|hit| {
            hit.readings.iter().any(|name| {
                let is_flag = name.folded.starts_with(|c| ('🇦'..='🇿').contains(&c));
                name.entity.is_some()
                    && (with_own || !is_own(name))
                    && name.role != Role::Capital
                    && (name.role != Role::Code || is_flag)
            })
        })
    }

    /// The names in a text from an offset on, with divided words joined and without.
    fn hits_at(&self, text: &[u8], start: usize) -> Vec<Hit<'_>> {
        let mut found = Vec::new();
        for joins in [false, true] {
            let units = units(text, joins, self.html);
            if let Some(from) = units.iter().position(|unit| unit.start == start) {
                found.extend(self.hits(text, &units, from, true));
            }
        }
        found
    }

    /// Whether a span with a line break is two names of a list.
    fn is_list(&self, with_own: bool, text: &[u8], start: usize, end: usize) -> bool {
        let len = text[start..end].iter().position(|b| b"\n\r".contains(b));
        let Some(len) = len.filter(|_| !self.html) else { return false };
        let blank = |b: &&u8| b" \t".contains(b);
        let is_break = |b: Option<&u8>| b.is_none_or(|b| b"\n\r".contains(b));
        let before = &text[start.saturating_sub(128)..start];
        let line = text[end..].iter().take(128).position(|b| b"\n\r".contains(b));
        let line = line.map_or(text.len().min(end + 128), |len| end + len);
        let second = end - text[start + len..end].trim_ascii_start().len();
        let first = text[..start + len].trim_ascii_end();
        is_break(before.iter().rev().find(|b| !blank(b)))
            && self.is_default_name(with_own, first, start, first.len())
            && match text[end..line].iter().all(|b| blank(&b)) {
                true => self.is_default_name(with_own, &text[..end], second, end),
                false => self.is_default_name(with_own, &text[..line], second, end + 1),
            }
    }

    /// The names that fit from a unit on, the shortest first.
    fn hits(&self, text: &[u8], units: &[Unit], from: usize, starts: bool) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        // No name begins with a unit that folds to nothing, and few begin inside a word.
        let first = units[from].folded.chars().next();
        if !first.is_some_and(|first| starts || self.inside.contains(&first)) {
            return hits;
        }
        let mut folded = String::new();
        for (at, unit) in units.iter().enumerate().skip(from) {
            if unit.class == Class::Break {
                break;
            }
            folded.push_str(&unit.folded);
            // No name ends with a unit that folds to nothing.
            if unit.folded.is_empty() {
                continue;
            }
            let names = match self.names.range::<str, _>((Included(&*folded), Unbounded)).next() {
                Some((name, names)) if *name == folded => names,
                Some((longer, _)) if longer.starts_with(&folded) => continue,
                _ => break,
            };
            let (upper, first_is_lower) = cases(&units[from..=at]);
            let lower = self.lower_case && first_is_lower && !upper.contains(&true);
            let fits = |name: &&Name| lower || fits_case(name, &upper, first_is_lower);
            let mut readings: Vec<&Name> = names.iter().filter(fits).collect();
            if readings.is_empty() {
                continue;
            }
            let ends = self.ends(text, units, at);
            let raw = &text[units[from].start..unit.end];
            readings.retain(|name| self.is_folded(name, raw, &upper, false));
            readings.retain(|name| {
                name.accented.as_ref().is_none_or(|form| *form == accented(raw, self.html))
            });
            // Accents make another word of a symbol.
            let has_accents = chars(raw, self.html)
                .iter()
                .any(|(c, ..)| c.is_some_and(|c| ('\u{C0}'..='\u{1FFF}').contains(&c)));
            readings
                .retain(|name| !(name.role == Role::Symbol && name.form.is_ascii() && has_accents));
            let (before, after) = (&text[..units[from].start], &text[unit.end..]);
            readings.retain(|name| {
                let is_country =
                    name.entity.as_ref().is_some_and(|(_, kind)| *kind == Kind::Country);
                !(is_country && pairs::is_of_pair(&name.form))
                    || pairs::is_country(
                        &String::from_utf8_lossy(before),
                        &name.form,
                        &String::from_utf8_lossy(after),
                    )
            });
            readings.retain(|name| match name.bounds {
                Bounds::Word => starts && ends,
                Bounds::Start => starts,
                Bounds::End => ends,
                Bounds::Anywhere => true,
                other => panic!("the reference tagger does not know the bounds {other}"),
            });
            readings.retain(|name| {
                !(name.is_dotted() && is_part_of_acronym(text, units[from].start, unit.end))
                    && may_exchange(name, &text[units[from].start..unit.end])
                    && !(matches!(name.role, Role::Acronym | Role::Code | Role::Symbol)
                        && text[units[from].start].is_ascii_alphanumeric()
                        && is_beside_ill_formed(text, units[from].start, unit.end))
            });
            let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
            let is_cut_number = digit(unit.end - 1)
                && text.get(unit.end).is_some_and(|b| b".,".contains(b))
                && digit(unit.end + 1);
            if readings.is_empty()
                || is_cut_number
                || (units[from..=at].iter().any(|unit| unit.broken)
                    && self.is_list(
                        self.names[&folded].iter().all(is_own),
                        text,
                        units[from].start,
                        unit.end,
                    ))
            {
                continue;
            }
            readings.sort_by_key(|name| {
                (std::cmp::Reverse(name.prior), name.entity.as_ref().map(|(key, _)| key.clone()))
            });
            hits.push(Hit { unit: at, end: unit.end, readings });
        }
        hits
    }

    /// Whether a text equals a form by the parts of folding that are on.
    fn is_folded(&self, name: &Name, text: &[u8], upper: &[bool], joined: bool) -> bool {
        if self.folding == Folding::FULL {
            return true;
        }
        let folding = match name.accented {
            Some(_) => self.folding.without(FoldingPart::Accents),
            None => self.folding,
        };
        let mut form = switches::folded_by(folding, name.form.as_bytes(), false, false);
        if joined {
            form.retain(|c| !" -'".contains(c));
        }
        let is_same = |joins| switches::folded_by(folding, text, joins, self.html) == form;
        // Only capitals are compared: a text with a sign has fewer letters (`&`).
        let capitals =
            |upper: &[bool]| upper.iter().rposition(|&upper| upper).map_or(0, |last| last + 1);
        let is_cased = upper[..capitals(upper)] == name.upper[..capitals(&name.upper)];
        (folding.has(FoldingPart::Case) || is_cased)
            && name.derived.is_none_or(|part| folding.has(part))
            && (is_same(false) || is_same(true))
    }

    /// Whether a name may end with this unit.
    fn ends(&self, text: &[u8], units: &[Unit], at: usize) -> bool {
        let (last, end) = (units[at].class, units[at].end);
        // After a hyphen with a line break there is a unit that folds to nothing.
        let next = units[at + 1..]
            .iter()
            .find(|unit| !(unit.folded.is_empty() && unit.class == Class::Blank));
        if boundary(last, next.map_or(Class::Other, |unit| unit.class)) {
            return true;
        }
        let rest = String::from_utf8_lossy(&text[end..]);
        let is_end = |rest: &str| {
            let rest = chars(rest.as_bytes(), self.html).into_iter();
            let first = rest.map(|(c, ..)| c).find(|c| !c.is_some_and(is_invisible)).flatten();
            first.is_none_or(|c| class(c) != Class::Hangul)
        };
        let particle = |rest: &str| {
            PARTICLES.split(' ').any(|word| rest.strip_prefix(word).is_some_and(is_end))
        };
        let tail = |rest: &str| {
            let after = |word| rest.strip_prefix(word);
            TAILS.split(' ').filter_map(after).any(|rest| is_end(rest) || particle(rest))
        };
        last == Class::Hangul && (particle(&rest) || tail(&rest))
    }

    /// The letters and digits after `#` and `@` that are not the first word of a name.
    fn hashtags(
        &self,
        text: &[u8],
        units: &[Unit],
        addresses: &[Range<usize>],
    ) -> Vec<Range<usize>> {
        let is_word = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let mut tags = Vec::new();
        for sign in (0..text.len()).filter(|&at| matches!(text[at], b'#' | b'@')) {
            if sign > 0 && (is_word(sign - 1) || text[sign - 1] == b'&') {
                continue;
            }
            // In markup no unit begins.
            if addresses.iter().any(|address| address.contains(&sign))
                || !units.iter().any(|unit| unit.start == sign)
            {
                continue;
            }
            let start = sign + 1;
            let end = (start..).find(|&at| !is_word(at)).unwrap();
            if end == start || end - start > 64 || text.get(end).is_some_and(|&b| b >= 0x80) {
                continue;
            }
            let first = units.iter().position(|unit| unit.start == start).unwrap();
            let mut folded = String::new();
            let is_name = units[first..].iter().enumerate().any(|(n, unit)| {
                folded.push_str(&unit.folded);
                unit.end >= end
                    && self.names.get(&folded).is_some_and(|names| names.iter().any(is_of_words))
                    && self.ends(text, units, first + n)
            });
            if !is_name {
                tags.push(start..end);
            }
        }
        tags
    }

    /// The names whose joined words begin at a unit of a hashtag.
    fn joined(&self, text: &[u8], units: &[Unit], at: usize, tag: &Range<usize>) -> Vec<Hit<'_>> {
        let start = units[at].start;
        let letters = |range: Range<usize>| String::from_utf8(text[range].to_vec()).unwrap();
        let ends = |from: usize| {
            let named = |to: &usize| !self.readings_joined(&letters(from..*to)).is_empty();
            (from + 1..=tag.end).filter(named).collect::<Vec<_>>()
        };
        let cuts: Vec<usize> = (tag.start..=tag.end).filter(|&at| is_cut(text, tag, at)).collect();
        let found = if cuts.len() > 2 {
            match cuts.contains(&start) {
                true => ends(start).into_iter().filter(|end| cuts.contains(end)).collect(),
                false => Vec::new(),
            }
        } else if tag.len() <= 32 {
            // All ways to read the tag as words and sure names, the longest first.
            let steps = |from: usize, with_names: bool| {
                let mut steps: Vec<(usize, bool)> = (from + 2..=tag.end)
                    .filter(|&to| common_words().contains(&letters(from..to).to_ascii_lowercase()))
                    .map(|to| (to, false))
                    .collect();
                if with_names {
                    let is_sure = |name: &&Name| name.is_decoy() || is_sure(name);
                    let sure = ends(from)
                        .into_iter()
                        .filter(|&to| self.readings_joined(&letters(from..to)).iter().any(is_sure));
                    let sure: Vec<usize> = sure.collect();
                    steps.retain(|(to, _)| !sure.contains(to));
                    steps.extend(sure.into_iter().map(|to| (to, true)));
                }
                steps.sort_unstable();
                steps
            };
            let path = |with_names: bool| {
                let mut next = vec![None; tag.end + 1];
                for from in (tag.start..tag.end).rev() {
                    let good = |(to, _): &&(usize, bool)| *to == tag.end || next[*to].is_some();
                    next[from] = steps(from, with_names).iter().rev().find(good).copied();
                }
                next
            };
            let (mut next, words_alone) = (tag.start, path(false));
            let with_names = path(true);
            let mut found = Vec::new();
            while words_alone[tag.start].is_none()
                && next < tag.end
                && let Some((to, is_name)) = with_names[next]
            {
                if next == start && is_name {
                    found.push(to);
                }
                next = to;
            }
            found
        } else {
            Vec::new()
        };
        found
            .into_iter()
            .map(|end| {
                let mut readings = self.readings_joined(&letters(start..end));
                readings.sort_by_key(|name| {
                    (
                        std::cmp::Reverse(name.prior),
                        name.entity.as_ref().map(|(key, _)| key.clone()),
                    )
                });
                let unit = units.iter().position(|unit| unit.end == end).unwrap();
                Hit { unit, end, readings }
            })
            .collect()
    }

    /// The readings that fit letters in which the words of a name are joined.
    fn readings_joined(&self, letters: &str) -> Vec<&Name> {
        let upper: Vec<bool> = letters.chars().map(|c| c.is_ascii_uppercase()).collect();
        let is_lower = self.folding.has(FoldingPart::Case)
            && letters.starts_with(|c: char| c.is_ascii_lowercase())
            && !letters.contains(|c: char| c.is_ascii_uppercase());
        let names = self.joined.get(&letters.to_ascii_lowercase()).into_iter().flatten();
        let is_accepted = self.lower_case && is_in_lower_case(letters.as_bytes(), false);
        let fits = |name: &&Name| match name.case {
            _ if is_accepted => true,
            CaseRule::Any => true,
            CaseRule::Capitalised => {
                !letters.starts_with(|c: char| c.is_ascii_lowercase())
                    || (is_lower && (name.is_decoy() || is_sure(name)))
            }
            _ => upper == name.upper,
        };
        // Joined letters are ASCII.
        let is_folded = |name: &&Name| {
            name.accented.as_ref().is_none_or(String::is_empty)
                && self.is_folded(name, letters.as_bytes(), &upper, true)
        };
        names.flat_map(|folded| self.names[folded].iter().filter(fits).filter(is_folded)).collect()
    }

    /// The readings that are reported, the likeliest first, with their confidences; only the first
    /// counts where readings are not all wanted.
    fn judge(&self, text: &[u8], start: usize, hit: &Hit<'_>) -> Vec<Found> {
        if hit.readings.iter().any(|name| name.is_decoy())
            || (!self.links && link::holds(text, start, hit.end))
        {
            return Vec::new();
        }
        let wanted = self.wanted(hit);
        let sum: u32 = wanted.iter().map(|(_, name)| name.prior).sum();
        let highest = |name: &Name| self.highest(text, start, hit.end, name);
        // A name of users' entities only counts by all its readings, which share what it has.
        let capped = |name: &Name| name.prior.min(highest(name));
        let total = wanted.iter().map(|(_, name)| capped(name)).sum::<u32>();
        let most = wanted.iter().map(|(_, name)| highest(name)).max().unwrap_or(0);
        let of_name = total.min(most);
        let likeliest = (0..wanted.len()).rev().max_by_key(|&at| capped(wanted[at].1));
        let is_shared = wanted.len() > 1 && wanted.iter().all(|(_, name)| name.is_own());
        let confidence = |name: &Name| match is_shared && !self.all {
            true => capped(name) * of_name / total.max(1),
            false => (name.prior * 100 / sum.max(100)).min(highest(name)),
        };
        let judged = wanted.iter().enumerate().filter(|(at, (_, name))| {
            let least = match is_shared && likeliest == Some(*at) {
                true => of_name,
                false => confidence(name),
            };
            least >= self.min_confidence
                && (self.all || if is_shared { likeliest == Some(*at) } else { *at == 0 })
        });
        judged.map(|(_, (key, name))| (start, hit.end, key.to_string(), confidence(name))).collect()
    }

    /// The readings that the options ask for, one of each entity.
    fn wanted<'h>(&self, hit: &'h Hit<'_>) -> Vec<(&'h str, &'h Name)> {
        let mut wanted: Vec<(&str, &Name)> = Vec::new();
        for name in &hit.readings {
            let Some((key, kind)) = &name.entity else { continue };
            let flag = name.folded.starts_with(|c| ('🇦'..='🇿').contains(&c));
            let by_role = match &self.roles {
                Some(roles) => roles.contains(&name.role),
                None => name.role != Role::Capital && (name.role != Role::Code || flag),
            };
            let by_language = self.languages.as_ref().is_none_or(|languages| {
                name.languages.is_empty()
                    || name.languages.iter().any(|language| languages.contains(language))
            });
            let by_use = name.role != Role::Compound || self.uses.has(Use::Compound);
            if by_role
                && by_use
                && by_language
                && self.kinds.as_ref().is_none_or(|kinds| kinds.contains(kind))
                && wanted.iter().all(|(known, _)| known != key)
            {
                wanted.push((key, name));
            }
        }
        wanted
    }

    /// The highest confidence that a reading can have in the case in which it is written.
    fn highest(&self, text: &[u8], start: usize, end: usize, name: &Name) -> u32 {
        let capitals = in_capitals(text, start, end);
        let (upper, is_lower) = cases(&units(&text[start..end], false, self.html));
        let are_capitals = |upper: &[bool]| upper.len() > 1 && upper.iter().all(|&upper| upper);
        let is_unlike = is_lower || (are_capitals(&upper) && !are_capitals(&name.upper));
        let is_doubted = match name.is_own() {
            true => is_unlike || capitals,
            false => {
                let is_heading = name.prior >= 90 && begins_line(text, start);
                name.case == CaseRule::Exact && capitals && !is_heading
            }
        };
        if name.word && !name.is_dotted() && is_doubted {
            return 30;
        }
        if !self.lower_case
            || !is_in_lower_case(&text[start..end], self.html)
            || fits_case(name, &upper, is_lower)
        {
            return 100;
        }
        let is_acronym = name.case == CaseRule::Exact && !name.is_dotted();
        let is_short = name.form.len() <= 2;
        let is_likely_word =
            (name.word && !name.is_dotted()) || (is_acronym && (name.prior < 95 || is_short));
        if is_likely_word { 30 } else { 80 }
    }
}

/// Whether a text has letters, none of which is a capital.
fn is_in_lower_case(text: &[u8], html: bool) -> bool {
    let (upper, first_is_lower) = cases(&units(text, false, html));
    first_is_lower && !upper.contains(&true)
}

/// Whether the case rule of a name allows a text that is cased so.
fn fits_case(name: &Name, upper: &[bool], first_is_lower: bool) -> bool {
    match name.case {
        CaseRule::Any => true,
        CaseRule::Capitalised => !first_is_lower,
        CaseRule::Exact => upper == name.upper || name.is_in_capitals(upper),
        other => panic!("the reference tagger does not know the case rule {other}"),
    }
}

/// Where a mention begins: for a mineral after an elided article, so that *d'or* is *or*.
fn without_article(text: &[u8], start: usize, hit: &Hit<'_>, html: bool) -> usize {
    let mut kinds = hit.readings.iter().map(|name| name.entity.as_ref().map(|(_, kind)| *kind));
    let mut visible = characters::chars(&text[start..hit.end], html);
    visible.retain(|(c, ..)| !c.is_some_and(characters::is_invisible));
    match visible[..] {
        [(Some('d' | 'l' | 'D' | 'L'), ..), (Some('\'' | '’'), ..), (_, name, _), ..]
            if kinds.all(|kind| kind == Some(Kind::Mineral)) =>
        {
            start + name
        }
        _ => start,
    }
}

/// Whether a name counts where nothing shows that it is a word.
fn is_sure(name: &Name) -> bool {
    name.entity.is_some() && name.prior >= 90 && !name.word
}

/// Whether a name begins and ends with its words.
fn is_of_words(name: &Name) -> bool {
    name.bounds == Bounds::Word
}

/// Whether a word of a hashtag begins or ends here, as capitals and digits show.
fn is_cut(text: &[u8], tag: &Range<usize>, at: usize) -> bool {
    if at == tag.start || at == tag.end {
        return true;
    }
    let (before, here) = (text[at - 1], text[at]);
    let is_last_capital = at + 1 < tag.end && text[at + 1].is_ascii_lowercase();
    (here.is_ascii_uppercase() && (!before.is_ascii_uppercase() || is_last_capital))
        || (here.is_ascii_digit() && before.is_ascii_alphabetic())
}

/// The common words in hashtags: data of the library.
fn common_words() -> &'static BTreeSet<String> {
    static WORDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let source = include_str!("../../src/hashtag/words.rs");
        let rows = source.lines().filter_map(|line| line.trim().strip_prefix('"'));
        rows.filter_map(|row| row.strip_suffix("\",")).map(String::from).collect()
    });
    &WORDS
}

/// Whether a span is between the volume and the page of a legal citation: `531 U.S. 98,`,
/// `347 U.S. 483 (1954)`, `541 U.S. at 12`.
fn is_law_report(text: &[u8], start: usize, end: usize) -> bool {
    let stop = if text[..end].ends_with(b".") { &b" "[..] } else { b". " };
    let Some(after) = text[end..].strip_prefix(stop) else { return false };
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let page = String::from_utf8_lossy(after).into_owned();
    let page = page.strip_prefix("at ").unwrap_or(&page);
    let page_end = digits(page);
    let before: String = String::from_utf8_lossy(&text[..start]).chars().rev().collect::<String>();
    let Some(volume) = before.strip_prefix(' ') else { return false };
    let volume_end = digits(volume);
    let mut left = volume[volume_end..].chars();
    let (last, other) = (left.next().unwrap_or('x'), left.next().unwrap_or('x'));
    let is_number = (" .,".contains(last) && other.is_ascii_digit()) || last == '$' || last == '-';
    let rest = &page[page_end..];
    let mut marks = rest.chars();
    let is_ended = matches!(
        (marks.next(), marks.next()),
        (None | Some(';' | ')' | '\n'), _) | (Some(',' | '.'), Some(' ' | '\n'))
    ) || rest.starts_with(" (1")
        || rest.starts_with(" (2");
    (1..=3).contains(&volume_end) && (1..=5).contains(&page_end) && !is_number && is_ended
}

/// Whether a span begins a line, or the part of a line after a colon or a dash.
fn begins_line(text: &[u8], start: usize) -> bool {
    let blanks = text[..start].iter().rev().take_while(|byte| **byte == b' ').count();
    match text[..start - blanks].last() {
        _ if blanks >= 128 => false,
        Some(byte) => b"\n:->".contains(byte),
        None => true,
    }
}

/// Whether a single capital with a stop, as in a dotted acronym, is next to a span.
fn is_part_of_acronym(text: &[u8], start: usize, end: usize) -> bool {
    if is_law_report(text, start, end) {
        return true;
    }
    let text: Vec<char> = text.iter().map(|&b| char::from(b)).collect();
    let spaced = text[start..end].contains(&' ');
    let at = |at: usize| text.get(at).copied().unwrap_or(' ');
    let before = |back: usize| start.checked_sub(back).map_or(' ', at);
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c >= '\u{80}';
    let mut next = end;
    if at(end - 1) != '.' {
        if at(end) != '.' {
            next = usize::MAX / 2;
        }
        next += 1;
    }
    if spaced {
        let follows = at(next) == ' ' && at(next + 1).is_ascii_uppercase() && at(next + 2) == '.';
        follows
            || (before(1) == ' '
                && before(2) == '.'
                && before(3).is_ascii_uppercase()
                && !is_letter(before(4)))
    } else {
        (at(next).is_ascii_uppercase() && !is_letter(at(next + 1)))
            || (before(1) == '.' && before(2).is_ascii_uppercase() && !is_letter(before(3)))
    }
}

/// Whether a text that differs from a form in hyphens and blanks may be that form.
fn may_exchange(name: &Name, text: &[u8]) -> bool {
    let separators = |text: &[u8]| -> Vec<bool> {
        let mut found: Vec<bool> = Vec::new();
        let mut inside = false;
        for (c, ..) in chars(text, false) {
            let hyphen = c.is_some_and(is_hyphen);
            let blank = c.is_some_and(|c| is_blank(c) || is_line_break(c));
            match (hyphen || blank, inside) {
                (true, false) => found.push(hyphen),
                (true, true) => *found.last_mut().unwrap() |= hyphen,
                _ => {}
            }
            inside = hyphen || blank;
        }
        found
    };
    let (form, text) = (separators(name.form.as_bytes()), separators(text));
    if name.entity.is_none() {
        return name.form.chars().any(|c| c.is_ascii_uppercase())
            || form.len() != text.len()
            || form.iter().zip(&text).all(|(&form, &text)| text || !form);
    }
    let first = name.form.split([' ', '-']).next().unwrap().to_ascii_lowercase();
    let is_saint = ["saint", "sainte", "st", "ste", "st.", "ste."].contains(&&*first);
    !is_saint || form.len() != 1 || text.len() != 1 || form == text
}

/// Whether a byte next to a span is not part of a character.
fn is_beside_ill_formed(text: &[u8], start: usize, end: usize) -> bool {
    chars(text, false).iter().any(|&(c, at, next)| c.is_none() && (next == start || at == end))
}

/// Whether the words next to a span are in capitals.
fn in_capitals(text: &[u8], start: usize, end: usize) -> bool {
    let side = |bytes: Vec<u8>| -> Option<usize> {
        let line: Vec<u8> = bytes.into_iter().take_while(|b| !matches!(b, b'\n' | b'\r')).collect();
        let mut count = 0;
        for word in line.split(|b| b.is_ascii() && !b.is_ascii_alphabetic()) {
            if count == 3 {
                break;
            }
            if word.iter().any(u8::is_ascii_lowercase) {
                return None;
            }
            count += usize::from(word.iter().filter(|b| b.is_ascii_uppercase()).count() > 1);
        }
        Some(count)
    };
    let before: Vec<u8> = text[start.saturating_sub(128)..start].iter().rev().copied().collect();
    let after = text[end..text.len().min(end + 128)].to_vec();
    matches!((side(before), side(after)), (Some(left), Some(right)) if left + right >= 2)
}

/// Whether a name is of a user's own kind.
fn is_own(name: &Name) -> bool {
    let of_library =
        |key: &str| ["country/", "bloc/", "mineral/"].iter().any(|kind| key.starts_with(kind));
    name.entity.as_ref().is_some_and(|(key, _)| !of_library(key))
}
