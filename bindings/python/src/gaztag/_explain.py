"""Why a form is a mention, or is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Optional, Union

from ._gaztag import text_bytes
from ._gazetteer import CASES

if TYPE_CHECKING:
    from ._tagger import Tagger


class Weighed(NamedTuple):
    """Something that spoke for or against a reading."""

    weight: int
    """Steps by which the odds were doubled, or halved if below 0."""
    ground: str
    """What it was: the place of a cue, as data/cues.tsv has it ("before", "near 5", "document"), "elsewhere in the document" (the same name there) or "a definition" (of the acronym)."""
    start: Optional[int]
    """Where it stands; None if not near the name."""
    end: Optional[int]
    text: Optional[Union[str, bytes]]


class Finding(NamedTuple):
    """A surface form that stands in a text, and what became of it."""

    start: int
    end: int
    text: Union[str, bytes]
    """The form as it stands in the text."""
    id: Optional[str]
    """The key of the entity that it would be a mention of; None for a decoy."""
    kept: bool
    """Whether it is a mention."""
    reason: str
    """Why it is none: case, folding, decoy, not_asked_for, inside (a longer name), less_likely, confidence; kept for mentions."""
    confidence: Optional[int]
    """The confidence that it was judged to have, if it was kept or dropped for it."""
    before: Optional[int]
    """Its confidence by the priors alone, if it was judged by what stands around it."""
    inside: Optional[tuple[int, int]]
    """Where the longer name stands that it lies inside."""
    form: str
    """The surface form."""
    role: str
    case: str
    prior: int
    bounds: str
    """Where in a word the form may begin and end."""
    weighed: tuple[Weighed, ...]
    """What spoke for and against it, in the order in which it was weighed."""


def explain(tagger: Tagger, text: Union[str, bytes], language: Optional[str]) -> list[Finding]:
    """As `Tagger.explain`."""
    if not isinstance(text, (str, bytes)):
        # Other buffers have no parts that are bytes.
        text = text_bytes(text)
    found = tagger._explain(text, language=language)
    key = tagger.gazetteer._entity
    data = text.encode() if isinstance(text, str) else text
    offsets = {offset for finding in found for offset in finding[:4]} | {
        offset for finding in found for weighed in finding[13] for offset in weighed[:2]
    }
    unit = (
        _units(data, offsets)
        if isinstance(text, str) and len(data) != len(text)
        else {offset: offset for offset in offsets}
    )
    findings = []
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
        findings.append(
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
    return findings


def _ground(ground: str, place: str, number: int) -> str:
    if ground != "cue":
        return {"sense": "elsewhere in the document", "definition": "a definition"}[ground]
    return (
        f"{place} {number}"
        if place in ("left", "right", "near") or place == "document" and number > 1
        else place
    )


def _units(data: bytes, offsets: set[int]) -> dict[int, int]:
    """Offsets in bytes of UTF-8 with those in code points: one pass over the text."""
    at = count = 0
    units = {}
    for offset in sorted(offsets):
        count += len(data[at:offset].decode("utf-8", "replace"))
        at = offset
        units[offset] = count
    return units
