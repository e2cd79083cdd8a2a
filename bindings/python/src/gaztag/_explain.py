"""Explanations: why each surface form in a text is a mention or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Optional, Union

from ._gazetteer import CASES

if TYPE_CHECKING:
    from typing import Any

    from ._gazetteer import Gazetteer


class Weighed(NamedTuple):
    """One piece of evidence for or against a reading."""

    weight: int
    """The number of times that the odds were doubled, or halved if negative."""
    ground: str
    """The kind of evidence: the place of a cue ("before", "near 5", "document"), "elsewhere in the
    document" (the same name there), "a definition" (of the acronym), "next to it in a list",
    "the language of the text" (which does not have the form), "another name in the document" or
    "its country" (of an entity of a user's own kind)."""
    start: Optional[int]
    """The start of the evidence in the text, in code points of a str and in bytes otherwise; None
    if it is not near the name."""
    end: Optional[int]
    """The end of the evidence, exclusive, in the same unit; None if it is not near the name."""
    text: Optional[Union[str, bytes]]
    """The text of the evidence; None if it is not near the name."""


class Finding(NamedTuple):
    """A surface form that was found in a text, and whether it is a mention."""

    start: int
    """The start of the form in the text, in code points of a str and in bytes otherwise."""
    end: int
    """The end of the form, exclusive, in the same unit."""
    text: Union[str, bytes]
    """The form as written in the text."""
    id: Optional[str]
    """The key of the entity; None for a decoy."""
    kept: bool
    """Whether it is a mention."""
    reason: str
    """Why it is not a mention: case, folding, decoy, not_asked_for, inside (a longer name),
    less_likely, confidence, link, remainder (a part of a longer name), outranked (an equal form of
    another entity ranks above it) or unpaired (a Han character that is not beside another one);
    "kept" for a mention."""
    confidence: Optional[int]
    """The confidence after judgement, 0 to 100; None if it was dropped before that."""
    before: Optional[int]
    """The confidence by the prior alone; None if the context was not used."""
    inside: Optional[tuple[int, int]]
    """The start and the end of the longer name that contains it; None without one."""
    form: str
    """The surface form as the gazetteer has it."""
    role: str
    """The role of the form, as in `Surface.role`."""
    case: str
    """The case rule of the form, as in `Surface.case`."""
    prior: int
    """The prior of the form, as in `Surface.prior`."""
    bounds: str
    """Where in a word the form may begin and end, as in `Surface.bounds`."""
    weighed: tuple[Weighed, ...]
    """The evidence for and against it, in the order in which it was applied."""


def findings(
    text: Union[str, bytes], found: list[tuple[Any, ...]], gazetteer: Gazetteer
) -> list[Finding]:
    """Returns the findings of a text; `found` are those of the extension, with offsets in bytes."""
    key = gazetteer._entity
    data = text.encode() if isinstance(text, str) else text
    offsets = {offset for finding in found for offset in finding[:4]} | {
        offset for finding in found for weighed in finding[13] for offset in weighed[:2]
    }
    unit = (
        _units(data, offsets)
        if isinstance(text, str) and len(data) != len(text)
        else {offset: offset for offset in offsets}
    )
    result = []
    for (
        start,
        end,
        inside_start,
        inside_end,
        form,
        entity,
        reason,
        confidence,
        before,
        role,
        case,
        prior,
        bounds,
        weighed,
    ) in found:
        start, end = unit[start], unit[end]
        things = []
        for w_start, w_end, weight, ground, place, number in weighed:
            w_start, w_end = unit[w_start], unit[w_end]
            near = w_end > w_start
            things.append(
                Weighed(
                    weight,
                    _ground(ground, place, number),
                    w_start if near else None,
                    w_end if near else None,
                    text[w_start:w_end] if near else None,
                )
            )
        result.append(
            Finding(
                start,
                end,
                text[start:end],
                None if entity is None else key(entity)[0],
                reason == "kept",
                reason,
                None if confidence < 0 else confidence,
                None if before < 0 else before,
                (unit[inside_start], unit[inside_end]) if reason == "inside" else None,
                form,
                role,
                CASES[case],
                prior,
                bounds,
                tuple(things),
            )
        )
    return result


def _ground(ground: str, place: str, number: int) -> str:
    if ground != "cue":
        return {
            "sense": "elsewhere in the document",
            "definition": "a definition",
            "list": "next to it in a list",
            "language": "the language of the text",
            "named": "another name in the document",
            "country": "its country",
        }[ground]
    return (
        f"{place} {number}"
        if place in ("left", "right", "near") or place == "document" and number > 1
        else place
    )


def _units(data: bytes, offsets: set[int]) -> dict[int, int]:
    """Maps byte offsets in UTF-8 to offsets in code points, in one pass over the text."""
    at = count = 0
    units = {}
    for offset in sorted(offsets):
        count += len(data[at:offset].decode("utf-8", "replace"))
        at = offset
        units[offset] = count
    return units
