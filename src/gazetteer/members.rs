//! Who was in which bloc, and when.

use super::compiled::Entity;
use crate::date::Date;
use crate::entity::EntityId;
use crate::image::{MemberRecord, TextRange};

/// One spell of membership: that a country or a bloc is or was in a bloc.
///
/// ```
/// let gazetteer = gaztag::Gazetteer::builtin();
/// let opec = gazetteer.find("bloc/opec").unwrap();
/// let gabon = gazetteer.find("country/GAB").unwrap().id();
/// let spells: Vec<_> = opec.members().filter(|spell| spell.member == gabon).collect();
/// assert_eq!((spells[0].status, spells[0].left), ("former", Some("1995-01")));
/// assert_eq!((spells[1].status, spells[1].left), ("member", None));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Membership<'g> {
    /// The bloc.
    pub bloc: EntityId,
    /// The member: a country, or a bloc.
    pub member: EntityId,
    /// `member`, `observer`, `associate`, `candidate`, `suspended` or `former`. The last is the
    /// status of a full member in a spell after which it was out of the bloc.
    pub status: &'g str,
    /// From when: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Unknown if `None`.
    pub joined: Option<&'g str>,
    /// The first day that the spell does not include: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. The spell
    /// lasts if `None`.
    pub left: Option<&'g str>,
    /// The source: an address, or codes of the data's table of sources separated by `|`.
    pub source: Option<&'g str>,
    /// The day for which the source says so.
    pub as_of: Option<&'g str>,
}

/// The status of a full member.
const MEMBER: &str = "member";

impl Membership<'_> {
    /// Whether it is a full membership: its status is `member`, `suspended` or `former`. A
    /// suspended member is still a member.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let eu = gazetteer.find("bloc/european-union").unwrap();
    /// assert!(eu.members().any(|spell| spell.status == "candidate" && !spell.is_full()));
    /// ```
    pub fn is_full(&self) -> bool {
        matches!(self.status, MEMBER | "suspended" | "former")
    }
}

impl<'g> Entity<'g> {
    /// Its spells of membership as bloc and as member, so that a member that left and returned has
    /// several. Sorted by bloc, by member, then by date. Takes time logarithmic in the memberships
    /// of the gazetteer, and linear in those that it returns, as all methods on memberships.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let mali = gazetteer.find("country/MLI").unwrap();
    /// let african_union = gazetteer.find("bloc/african-union").unwrap();
    /// assert!(mali.memberships().any(|spell| spell.bloc == african_union.id()));
    /// ```
    pub fn memberships(&self) -> impl Iterator<Item = Membership<'g>> + use<'g> {
        let (tables, id) = (self.tables(), self.id().index());
        let of_bloc = tables.spells_of_bloc(id);
        let (first, end) = (of_bloc.start as u32, of_bloc.end as u32);
        let as_member = move |keep: fn(u32, u32, u32) -> bool| {
            let spells = tables.spells_of_member(id).map(move |at| tables.spell_by_member(at));
            spells.filter(move |&spell| keep(spell, first, end))
        };
        // Spells are numbered by bloc.
        as_member(|spell, first, _| spell < first)
            .chain(first..end)
            .chain(as_member(|spell, _, end| spell >= end))
            .filter_map(spell_of(self))
    }

    /// All spells in which it is or was the bloc, with every status: members, those that left,
    /// observers, candidates. Sorted by member, then by date.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let ecowas = gazetteer.find("bloc/ecowas").unwrap();
    /// assert!(ecowas.members().any(|spell| spell.left == Some("2025-01-29")));
    /// ```
    pub fn members(&self) -> impl Iterator<Item = Membership<'g>> + use<'g> {
        let spells = self.tables().spells_of_bloc(self.id().index());
        spells.map(|spell| spell as u32).filter_map(spell_of(self))
    }

    /// All spells in which it is or was in a bloc, with every status. Sorted by bloc, then by date.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let mali = gazetteer.find("country/MLI").unwrap();
    /// assert!(mali.blocs().all(|spell| spell.member == mali.id()));
    /// ```
    pub fn blocs(&self) -> impl Iterator<Item = Membership<'g>> + use<'g> {
        let tables = self.tables();
        let spells = tables.spells_of_member(self.id().index());
        spells.map(move |position| tables.spell_by_member(position)).filter_map(spell_of(self))
    }

    /// The members of a bloc on a day, sorted by key: its [full](Membership::is_full) members,
    /// suspended ones included. Observers, associates and candidates are left out:
    /// [`all_members_on`](Self::all_members_on).
    ///
    /// - The status is that of the day: `member` or `suspended`, also of those that left later.
    /// - A member joined on the day `joined` and was not a member any more on the day `left`. Dates
    ///   without a day or month mean the [first day](Date::first_day), those of the argument too.
    /// - A spell whose beginning is unknown counts from the day on which its bloc was founded, and
    ///   its member if that is known (the attribute `founded`); always if both are unknown.
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let ecowas = gazetteer.find("bloc/ecowas").unwrap();
    /// assert_eq!(ecowas.members_on("2024-06-01".parse()?).count(), 15);
    /// assert_eq!(ecowas.members_on("2025-06-01".parse()?).count(), 12);
    /// # Ok::<(), gaztag::DateError>(())
    /// ```
    pub fn members_on(&self, date: Date) -> impl Iterator<Item = Membership<'g>> + use<'g> {
        self.all_members_on(date).filter(Membership::is_full)
    }

    /// The same with every status: `member`, `suspended`, `associate`, `observer`, `candidate`.
    pub fn all_members_on(&self, date: Date) -> impl Iterator<Item = Membership<'g>> + use<'g> {
        let gazetteer = self.gazetteer;
        self.members().filter_map(move |spell| on(&gazetteer.entity(spell.bloc)?, spell, date))
    }

    /// The blocs that a country or a bloc was in on a day, sorted by key, as for
    /// [`members_on`](Self::members_on).
    ///
    /// ```
    /// let gazetteer = gaztag::Gazetteer::builtin();
    /// let uk = gazetteer.find("country/GBR").unwrap();
    /// let eu = gazetteer.find("bloc/european-union").unwrap().id();
    /// assert!(uk.blocs_on("2020-01-31".parse()?).any(|spell| spell.bloc == eu));
    /// assert!(!uk.blocs_on("2020-02-01".parse()?).any(|spell| spell.bloc == eu));
    /// # Ok::<(), gaztag::DateError>(())
    /// ```
    pub fn blocs_on(&self, date: Date) -> impl Iterator<Item = Membership<'g>> + use<'g> {
        self.all_blocs_on(date).filter(Membership::is_full)
    }

    /// The same with every status: `member`, `suspended`, `associate`, `observer`, `candidate`.
    pub fn all_blocs_on(&self, date: Date) -> impl Iterator<Item = Membership<'g>> + use<'g> {
        let gazetteer = self.gazetteer;
        self.blocs().filter_map(move |spell| on(&gazetteer.entity(spell.bloc)?, spell, date))
    }
}

/// A spell with the status of a day; `None` if it does not include the day.
fn on<'g>(bloc: &Entity<'g>, spell: Membership<'g>, date: Date) -> Option<Membership<'g>> {
    let day = date.first_day();
    let first_day = |text: &str| text.parse::<Date>().ok().map(Date::first_day);
    let founded = |of: &Entity<'g>| of.attribute("founded").and_then(first_day);
    let joined = match spell.joined {
        Some(joined) => first_day(joined),
        None => founded(bloc).max(bloc.gazetteer.entity(spell.member).and_then(|of| founded(&of))),
    };
    let includes = joined.is_none_or(|joined| joined <= day)
        && spell.left.and_then(first_day).is_none_or(|left| day < left);
    let status = if spell.status == "former" { MEMBER } else { spell.status };
    includes.then_some(Membership { status, ..spell })
}

/// Reads the spell with an index; `None` if a layer takes its bloc or its member away.
fn spell_of<'g>(entity: &Entity<'g>) -> impl Fn(u32) -> Option<Membership<'g>> + use<'g> {
    let (tables, layer) = (entity.tables(), entity.id().layer());
    let gazetteer = entity.gazetteer;
    move |index| {
        let MemberRecord { bloc, member, facts } = tables.member(index as usize);
        let (bloc, member) = (EntityId::new(layer, bloc), EntityId::new(layer, member));
        if gazetteer.is_removed(bloc) || gazetteer.is_removed(member) {
            return None;
        }
        let known = |text: TextRange| Some(tables.text(text)).filter(|text| !text.is_empty());
        let [status, joined, left, source, as_of] = tables.facts(facts).0;
        Some(Membership {
            bloc: gazetteer.in_lowest(bloc),
            member: gazetteer.in_lowest(member),
            status: tables.text(status),
            joined: known(joined),
            left: known(left),
            source: known(source),
            as_of: known(as_of),
        })
    }
}
