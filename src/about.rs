//! What a text is about: its entities, by where and how often they are named.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::ops::ControlFlow;

use crate::entity::{EntityId, Kind, Role};
use crate::gazetteer::Gazetteer;
use crate::span::Span;
use crate::tagger::Tagger;
use crate::text::Text;

/// The longest first line that is a title, in bytes.
const TITLE: usize = 200;
/// The length of the lead, the beginning of the text after its title, in bytes.
const LEAD: usize = 400;
/// The most mentions of an entity that count.
const MENTIONS: u32 = 4;
/// The weight of a mention in the title, and of one in the lead.
const PLACE: u32 = 2;
/// A topic has at least this share of the largest weight of its kind, in percent.
const SHARE: u32 = 40;

/// An entity that a text is about, with the reasons. [`Tagger::about`] returns them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub struct Topic {
    /// The entity.
    pub entity: EntityId,
    /// How often the text names it.
    pub mentions: usize,
    /// Whether the title names it: the first line, if it has at most 200 bytes.
    pub in_title: bool,
    /// Whether the first 400 bytes after the title name it, or the title does.
    pub in_lead: bool,
    /// How much of the text it is, from 1 to 8: its mentions, at most four, and two each for the
    /// title and the lead.
    pub weight: u32,
}

impl Tagger<'_> {
    /// The entities that a text is about: those of its mentions that are in the title or the lead,
    /// or are named again and again. The largest weight is first; equal weights are in the order of
    /// mentions and keys.
    ///
    /// A country that is named once in the lead is a topic, anything else also has to be named
    /// again or in the title. Entities with less than 40 percent of the largest weight of their
    /// kind are left out. Linear in the length of the text.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let text = "Mali raises tax on gold\n\nMali said on Monday that miners of gold pay more.";
    /// let about = tagger.about(text);
    /// let names: Vec<&str> = about
    ///     .iter()
    ///     .filter_map(|topic| Some(tagger.gazetteer().entity(topic.entity)?.name()))
    ///     .collect();
    /// assert_eq!(names, ["Mali", "gold"]);
    /// assert!(about[0].in_title && about[0].mentions == 2 && about[0].weight == 6);
    /// ```
    pub fn about<'t>(&self, text: impl Into<Text<'t>>) -> Vec<Topic> {
        self.about_as(text, |entity| entity)
    }

    /// As [`about`](Self::about), with mentions counted for other entities: minerals for what they
    /// are traded as ([`Entity::roll_up`](crate::Entity::roll_up)), or cities of your own
    /// gazetteer for their countries
    /// ([`countries_of_places`](crate::Gazetteer::countries_of_places)). `counted_as` returns the
    /// entity that a mention of an entity counts for; one that the gazetteer lacks is left out.
    ///
    /// Places are weaker evidence than names: a story on prices names London, where it was
    /// written. So what counts for a country but does not name it, a capital or a city, counts only
    /// in a text that is about no country otherwise.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let gazetteer = tagger.gazetteer();
    /// let rolled = |id| gazetteer.entity(id).map_or(id, |entity| entity.roll_up().id());
    /// let about = tagger.about_as("Spodumene and lithium\n", rolled);
    /// assert_eq!(about.len(), 1);
    /// assert_eq!(about[0].mentions, 2);
    /// ```
    pub fn about_as<'t>(
        &self,
        text: impl Into<Text<'t>>,
        counted_as: impl Fn(EntityId) -> EntityId,
    ) -> Vec<Topic> {
        let text = text.into();
        let mut topics = Topics::new(self.gazetteer(), text.bytes());
        let _ = self.try_tag_each(text, |mention, span: Span| {
            topics.add(mention.entity(), mention.role(), span, &counted_as);
            ControlFlow::Continue(())
        });
        topics.ranked()
    }
}

impl Gazetteer<'_> {
    /// What a text is about, of mentions that you have already: [`Tagger::about_as`] without
    /// tagging it again. `mentions` are entities with the roles of their forms and their spans in
    /// bytes of the text; one that the gazetteer lacks is left out.
    ///
    /// ```
    /// let tagger = gaztag::Tagger::builtin();
    /// let text = "Mali raises tax on gold";
    /// let mentions: Vec<gaztag::Mention> = tagger.tag(text);
    /// let named = mentions.iter().map(|m| (m.entity(), m.role(), m.span()));
    /// let topics = tagger.gazetteer().topics(text.as_bytes(), named, |entity| entity);
    /// assert_eq!(topics, tagger.about(text));
    /// ```
    pub fn topics(
        &self,
        text: &[u8],
        mentions: impl IntoIterator<Item = (EntityId, Role, Span)>,
        counted_as: impl Fn(EntityId) -> EntityId,
    ) -> Vec<Topic> {
        let mut topics = Topics::new(self, text);
        for (entity, role, span) in mentions {
            topics.add(entity, role, span, &counted_as);
        }
        topics.ranked()
    }
}

/// The entities of a text, with how often and where it names them.
struct Topics<'g> {
    gazetteer: &'g Gazetteer<'g>,
    /// Where the title ends.
    title: usize,
    named: BTreeMap<EntityId, (Kind, Topic)>,
    /// The mentions that count for countries without naming them.
    places: Vec<(EntityId, Span)>,
}

impl<'g> Topics<'g> {
    fn new(gazetteer: &'g Gazetteer<'g>, text: &[u8]) -> Self {
        Self { gazetteer, title: title(text), named: BTreeMap::new(), places: Vec::new() }
    }

    fn add(
        &mut self,
        entity: EntityId,
        role: Role,
        span: Span,
        counted_as: impl Fn(EntityId) -> EntityId,
    ) {
        let counted = counted_as(entity);
        let is_country = |entity| self.kind(entity) == Some(Kind::Country);
        if is_country(counted) && (role == Role::Capital || !is_country(entity)) {
            self.places.push((counted, span));
        } else {
            self.count(counted, span);
        }
    }

    fn kind(&self, entity: EntityId) -> Option<Kind> {
        self.gazetteer.entity(entity).map(|entity| entity.kind())
    }

    fn count(&mut self, entity: EntityId, span: Span) {
        let Some(kind) = self.kind(entity) else { return };
        let empty = Topic { entity, mentions: 0, in_title: false, in_lead: false, weight: 0 };
        let (_, topic) = self.named.entry(entity).or_insert((kind, empty));
        topic.mentions += 1;
        topic.in_title |= span.end <= self.title;
        topic.in_lead |= span.start < self.title + LEAD;
    }

    /// Weighs them and leaves out what the text is not about. Places count if no country is left.
    fn ranked(mut self) -> Vec<Topic> {
        let topics = self.weighed();
        let has_country = topics.iter().any(|topic| self.kind(topic.entity) == Some(Kind::Country));
        if has_country || self.places.is_empty() {
            return topics;
        }
        for (entity, span) in core::mem::take(&mut self.places) {
            self.count(entity, span);
        }
        self.weighed()
    }

    fn weighed(&mut self) -> Vec<Topic> {
        let mut largest: BTreeMap<Kind, u32> = BTreeMap::new();
        for (kind, topic) in self.named.values_mut() {
            let mentions = u32::try_from(topic.mentions).unwrap_or(MENTIONS).min(MENTIONS);
            topic.weight =
                mentions + PLACE * (u32::from(topic.in_title) + u32::from(topic.in_lead));
            let most = largest.entry(*kind).or_default();
            *most = topic.weight.max(*most);
        }
        let is_topic = |kind: Kind, weight: u32| {
            let most = largest.get(&kind).copied().unwrap_or(0);
            weight >= least(kind) && weight * 100 >= most * SHARE
        };
        let all = self.named.values();
        let mut topics: Vec<Topic> = all
            .filter(|(kind, topic)| is_topic(*kind, topic.weight))
            .map(|&(_, topic)| topic)
            .collect();
        topics.sort_by_key(|topic| Reverse((topic.weight, topic.mentions)));
        topics
    }
}

/// The least weight of a topic. A country is often named once where a text is about it.
fn least(kind: Kind) -> u32 {
    if kind == Kind::Country { 2 } else { 4 }
}

/// Where the title ends: after the first line, or at the start if that is too long.
fn title(text: &[u8]) -> usize {
    let first = text.split(|&byte| byte == b'\n').next().unwrap_or(text);
    if first.len() <= TITLE { first.len() } else { 0 }
}

#[cfg(all(test, feature = "builtin"))]
mod tests {
    use alloc::string::String;

    use super::*;
    use crate::offsets::OffsetUnit;

    fn about(text: &str) -> String {
        let tagger = Tagger::builtin();
        let topics = tagger.about(text);
        let key = |topic: &Topic| {
            tagger.gazetteer().entity(topic.entity).map_or("", |entity| entity.key())
        };
        topics.iter().map(|topic| alloc::format!("{} {}, ", key(topic), topic.weight)).collect()
    }

    #[test]
    fn titles_leads_and_counts_weigh() {
        let far = "x".repeat(LEAD);
        let cases = [
            ("", ""),
            ("Nothing at all", ""),
            // One line is a title.
            ("Mali sells gold", "country/MLI 5, mineral/gold 5, "),
            ("News\nMali sells gold", "country/MLI 3, "),
            ("News\nMali sells gold, gold", "mineral/gold 4, country/MLI 3, "),
            ("Niger talks\nMali left; Niger, Niger said", "country/NER 7, country/MLI 3, "),
        ];
        for (text, expected) in cases {
            assert_eq!(about(text), expected, "{text:?}");
        }
        assert_eq!(about(&alloc::format!("News\n{far} Mali")), "");
        assert_eq!(about(&alloc::format!("News\n{far} Mali, Mali")), "country/MLI 2, ");
        assert_eq!(about(&alloc::format!("Niger: news\n{far} Mali")), "country/NER 5, ");
        assert_eq!(
            about(&alloc::format!("Niger: Niger, Niger, Niger\n{far} Mali, Mali")),
            "country/NER 8, "
        );
        // A long line is not a title.
        assert_eq!(about(&alloc::format!("Mali {far}\nx")), "country/MLI 3, ");
    }

    #[test]
    fn places_count_where_no_country_is_a_topic() {
        let tagger = Tagger::builder().roles(Role::ALL).build().unwrap();
        let far = "x".repeat(LEAD);
        for (text, expected) in [
            ("Bamako talks", ["country/MLI 5 1"].as_slice()),
            ("Bamako talks\nNiger left Bamako", &["country/NER 3 1"]),
            // A country that is not a topic does not keep them out, and is named with them.
            (&alloc::format!("Bamako\n{far} Niger, Bamako"), &["country/MLI 6 2"]),
            (&alloc::format!("Bamako\n{far} Mali"), &["country/MLI 6 2"]),
        ] {
            let about: Vec<String> = tagger
                .about(text)
                .iter()
                .filter_map(|topic| {
                    let key = tagger.gazetteer().entity(topic.entity)?.key();
                    Some(alloc::format!("{key} {} {}", topic.weight, topic.mentions))
                })
                .collect();
            assert_eq!(about, expected, "{text:?}");
        }
    }

    #[test]
    fn the_unit_of_offsets_does_not_matter() {
        let text = "é\u{1F642}\u{1F642} News of Mali\nGold of Mali, said Niger. Gold";
        let expected = Tagger::builtin().about(text);
        assert!(expected.len() > 1);
        for unit in [OffsetUnit::Utf16, OffsetUnit::CodePoints] {
            let tagger = Tagger::builder().offset_unit(unit).build().unwrap();
            assert_eq!(tagger.about(text), expected, "{unit:?}");
        }
    }
}
