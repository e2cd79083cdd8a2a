//! Builds the automaton: the `aho-corasick` crate makes it, and this writes it as tables of an
//! image.
//!
//! The crate shows the transitions of its states, but not their failure links. These follow: with
//! `t` the state that `byte` leads to from `s`, the link of `t` is where `byte` leads to from the
//! link of `s`. Transitions are found by walking each name, not by trying each byte in each state.

use alloc::vec::Vec;

use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::nfa::noncontiguous::{Builder, NFA};
use aho_corasick::{Anchored, MatchKind};

use super::super::free_slots::{BLOCK, FreeSlots};
use super::filter;
use super::table::{INSIDE_SLOT, ROOT};
use crate::entity::BoundsSet;
use crate::error::{Error, ErrorKind};

/// A folded name, as the automaton is built from it.
#[derive(Clone, Copy)]
pub(crate) struct InsideName<'n> {
    pub(crate) folded: &'n [u8],
    pub(crate) number: u32,
    /// The bounds of its surface forms.
    pub(crate) bounds: BoundsSet,
}

/// The tables of the automaton as bytes of an image; all are empty without names.
#[derive(Default)]
pub(crate) struct InsideTables {
    pub(crate) slots: Vec<u8>,
    pub(crate) outputs: Vec<u8>,
    pub(crate) filter: Vec<u8>,
}

/// A state while its slot is not written.
struct State {
    /// Its number in the crate's automaton.
    id: StateID,
    /// The bytes that lead on, and the indices of the states that they lead to.
    children: Vec<(u8, u32)>,
    /// The index of the state of its failure link.
    fail: u32,
    depth: u16,
    output: u32,
    base: u32,
    slot: u32,
    label: u8,
}

/// Builds the automaton of these folded names, which must be distinct, not empty, without the byte
/// 0 and of at most [`limits::INSIDE_LEN`](crate::limits::INSIDE_LEN) bytes. Linear in their bytes.
///
/// Fails with [`ErrorKind::TooLarge`] if there are more states than four bytes can number.
pub(crate) fn lay_out(names: &[InsideName<'_>]) -> Result<InsideTables, Error> {
    if names.is_empty() {
        return Ok(InsideTables::default());
    }
    let nfa = Builder::new()
        .match_kind(MatchKind::Standard)
        .prefilter(false)
        .build(names.iter().map(|name| name.folded))
        .map_err(|_| ErrorKind::TooLarge)?;
    let mut states = Vec::new();
    let mut by_id = Vec::new();
    let root = nfa.start_state(Anchored::No).map_err(|_| ErrorKind::TooLarge)?;
    add_state(&mut states, &mut by_id, root, 0, 0);
    for name in names {
        add_name(&nfa, &mut states, &mut by_id, name.folded);
    }
    let outputs = link(&nfa, &mut states, &by_id, names);
    Ok(InsideTables {
        slots: arrange(&mut states)?,
        outputs,
        filter: filter::lay_out(names.iter().map(|name| name.folded)),
    })
}

/// The index of a state, which is added if it is new.
fn add_state(
    states: &mut Vec<State>,
    by_id: &mut Vec<u32>,
    id: StateID,
    depth: u16,
    label: u8,
) -> (u32, bool) {
    let number = id.as_usize();
    if by_id.len() <= number {
        by_id.resize(number + 1, u32::MAX);
    }
    if by_id[number] != u32::MAX {
        return (by_id[number], false);
    }
    let index = states.len() as u32;
    by_id[number] = index;
    let (children, fail, output, base, slot) = (Vec::new(), 0, 0, 0, ROOT);
    states.push(State { id, children, fail, depth, output, base, slot, label });
    (index, true)
}

/// Adds the states of a name. Along a name there always is a transition, so that none of these
/// steps follows a failure link.
fn add_name(nfa: &NFA, states: &mut Vec<State>, by_id: &mut Vec<u32>, folded: &[u8]) {
    let mut at = 0;
    for (depth, &byte) in (1..).zip(folded) {
        let id = nfa.next_state(Anchored::No, states[at as usize].id, byte);
        let (child, is_new) = add_state(states, by_id, id, depth, byte);
        if is_new {
            states[at as usize].children.push((byte, child));
        }
        at = child;
    }
}

/// Sets the failure links and the outputs of all states, and returns the table of outputs.
fn link(nfa: &NFA, states: &mut [State], by_id: &[u32], names: &[InsideName<'_>]) -> Vec<u8> {
    let mut outputs = Vec::new();
    let mut order: Vec<u32> = (0..states.len() as u32).collect();
    order.sort_by_key(|&state| states[state as usize].depth);
    for parent in order {
        let fail_of_parent = states[parent as usize].fail;
        for (byte, child) in states[parent as usize].children.clone() {
            let fail = match parent {
                0 => 0,
                _ => {
                    let id = states[fail_of_parent as usize].id;
                    by_id[nfa.next_state(Anchored::No, id, byte).as_usize()]
                }
            };
            let (id, depth) = (states[child as usize].id, states[child as usize].depth);
            let mut output = states[fail as usize].output;
            let matches = if nfa.is_match(id) { nfa.match_len(id) } else { 0 };
            let own = (0..matches)
                .map(|index| nfa.match_pattern(id, index).as_usize())
                .find(|&name| names[name].folded.len() == usize::from(depth));
            if let Some(InsideName { number, bounds, .. }) = own.map(|name| names[name]) {
                outputs.extend(number.to_le_bytes());
                outputs.extend(depth.to_le_bytes());
                outputs.extend([bounds.0, 0]);
                outputs.extend(output.to_le_bytes());
                output = (outputs.len() / super::table::INSIDE_OUTPUT) as u32;
            }
            let state = &mut states[child as usize];
            (state.fail, state.output) = (fail, output);
        }
    }
    outputs
}

/// Gives every state its slot, and returns the table of slots.
fn arrange(states: &mut [State]) -> Result<Vec<u8>, Error> {
    // The block of the root is the base of states without children.
    let mut free = FreeSlots::after(BLOCK);
    for index in 0..states.len() {
        let children = core::mem::take(&mut states[index].children);
        if children.is_empty() {
            continue;
        }
        let base = free.reserve(children.iter().map(|&(byte, _)| byte)) as u32;
        states[index].base = base;
        for (byte, child) in children {
            states[child as usize].slot = base ^ u32::from(byte);
        }
    }
    if u32::try_from(free.len * INSIDE_SLOT).is_err() {
        return Err(ErrorKind::TooLarge.into());
    }
    let mut slots = alloc::vec![0; free.len * INSIDE_SLOT];
    for state in &*states {
        let fail = states[state.fail as usize].slot;
        let row = &mut slots[state.slot as usize * INSIDE_SLOT..][..INSIDE_SLOT];
        row[..4].copy_from_slice(&state.base.to_le_bytes());
        row[4..8].copy_from_slice(&fail.to_le_bytes());
        row[8..12].copy_from_slice(&state.output.to_le_bytes());
        row[12..14].copy_from_slice(&state.depth.to_le_bytes());
        row[14] = state.label;
    }
    Ok(slots)
}
