"""Taggers."""

from __future__ import annotations

import sys

from . import _gaztag
from ._error import Error
from ._gazetteer import USES, Gazetteer, _languages, _number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Literal, Optional, TypeVar, Union

    from typing_extensions import Self

    from ._explain import Finding
    from ._gaztag import Batch, IncrementalTagger, Mention
    from ._show import Highlighted

    _Text = TypeVar("_Text", str, bytes)

FOLDING = (
    "case",
    "accents",
    "punctuation",
    "width",
    "blanks",
    "invisible",
    "ampersand",
    "dotted",
    "saint",
)
OVERLAPS = ("longest", "all")
INPUTS = ("text", "html")
BACKENDS = ("fastest", "scalar", "sse2", "avx2")
STRICT, NO_CONTEXT, LOWER_CASE = 1, 2, 4
USES_BY_DEFAULT = 1 | 2
DICTIONARIES = 1
# A column is tagged in parts of so many documents and bytes at most: an interrupt is answered
# between them, and a result has an array for each.
DOCUMENTS_AT_ONCE = 1 << 16
BYTES_AT_ONCE = 1 << 24


class Tagger(_gaztag.Tagger):
    """Finds mentions. Immutable: any number of threads may use one at once. It is cheap to make, and pickles: a built-in gazetteer by its version, another one by its image.

    kinds: only mentions of these kinds, such as ["country"]; None: all.
    roles: only mentions by surface forms of these roles: name, official, alias, former, demonym, acronym, code, symbol, capital, misspelling; "all"; None: all but capitals and codes of letters.
    languages: only mentions by surface forms of these languages (ISO 639 codes) and of no language in particular; None: all.
    gazetteer: whose names are found; None: the built-in one.
    overlap: "longest": the leftmost and of these the longest, mentions do not overlap; "all": every name and every reading, judged by priors alone.
    min_confidence: the least confidence of mentions, 0 to 100.
    input: "text", or "html": tags, comments, scripts, attributes and addresses are passed over, character references are read; offsets stay those of the raw text.
    uses: what a country's name may be used for and still be a mention of it: nested (Bank of Japan), team (Brazil beat Chile), language (she speaks French).
    lower_case: whether names that should have capitals count in lower case too, for text whose writers leave capitals out; they are less sure, and ASCII text is read at half the speed.
    context: whether names are judged by what stands around them and in the rest of the document; False: by their priors alone, which is faster.
    folding_off: parts of folding that are switched off: case, accents, punctuation, width, blanks, invisible, ampersand, dotted, saint.
    strict: bytes must be UTF-8; without it ill-formed bytes are no part of words, and nothing fails.
    max_text_len: longer texts are refused, in bytes of UTF-8; None: any length.
    backend: how plain ASCII text is read: fastest, scalar, sse2 or avx2. What is found is the same.

    Raises Error for what an option cannot be.
    """

    __slots__ = ("_options",)

    _options: dict[str, Any]

    def __new__(
        cls,
        *,
        kinds: Optional[Iterable[str]] = None,
        roles: Optional[Iterable[str]] = None,
        languages: Optional[Iterable[str]] = None,
        gazetteer: Optional[Gazetteer] = None,
        overlap: Literal["longest", "all"] = "longest",
        min_confidence: int = 50,
        input: Literal["text", "html"] = "text",
        uses: Iterable[str] = ("nested", "team"),
        lower_case: bool = False,
        context: bool = True,
        folding_off: Iterable[str] = (),
        strict: bool = False,
        max_text_len: Optional[int] = None,
        backend: Literal["fastest", "scalar", "sse2", "avx2"] = "fastest",
    ) -> Self:
        gazetteer = Gazetteer.builtin() if gazetteer is None else gazetteer
        kinds, roles, languages, uses, folding_off = (
            _names(kinds),
            _names(roles),
            _names(languages),
            _names(uses) or (),
            _names(folding_off) or (),
        )
        if not 0 <= min_confidence <= 100:
            raise Error(f"min_confidence {min_confidence}; expected 0 to 100")
        if max_text_len is not None and not 1 <= max_text_len <= sys.maxsize:
            raise Error(
                f"max_text_len {max_text_len}; expected 1 to {sys.maxsize}, or None for any length"
            )
        if roles == () or languages == ():
            raise Error("an empty list of roles or languages; give None for all")
        bits = sum(
            {
                1 << _number(role, _gaztag.roles, "role")
                for role in (_gaztag.roles if roles == ("all",) else roles or ())
            }
        )
        counted = sum({1 << _number(use, USES, "use") for use in uses})
        self = super().__new__(
            cls,
            gazetteer,
            None if kinds is None else bytes(_kind(gazetteer, kind) for kind in kinds),
            None if languages is None else _languages(languages),
            bits,
            counted & ~USES_BY_DEFAULT,
            USES_BY_DEFAULT & ~counted,
            sum({1 << _number(part, FOLDING, "part of folding") for part in folding_off}),
            STRICT * bool(strict) | NO_CONTEXT * (not context) | LOWER_CASE * bool(lower_case),
            min_confidence or -1,
            _number(overlap, OVERLAPS, "overlap"),
            _number(input, INPUTS, "input"),
            _number(backend, BACKENDS, "backend"),
            max_text_len or 0,
        )
        given: dict[str, Any] = {
            "kinds": kinds,
            "roles": roles,
            "languages": languages,
            "gazetteer": None if gazetteer is Gazetteer.builtin() else gazetteer,
            "overlap": overlap,
            "min_confidence": min_confidence,
            "input": input,
            "uses": uses,
            "lower_case": bool(lower_case),
            "context": bool(context),
            "folding_off": folding_off,
            "strict": bool(strict),
            "max_text_len": max_text_len,
            "backend": backend,
        }
        self._options = {name: value for name, value in given.items() if value != _DEFAULTS[name]}
        return self

    def tag_batch(
        self, texts: Any, *, languages: Any = None, threads: int = 1, dictionaries: bool = False
    ) -> Batch:
        """The mentions of many documents, each judged as a whole, without a Python object for any of them.

        texts: a sequence of str (or of bytes) and None; or any Arrow array, column or table of one column that offers the PyCapsule interface: pyarrow, Polars, pandas, DuckDB, nanoarrow. Strings of
        any Arrow type give offsets in code points, as str does; binary columns give bytes. Nulls give nulls.
        languages: None, or the language of each text (`tag` says what that is): a sequence of str and
            None, or an Arrow column as texts can be. They are checked; judgement does not use them yet.
        threads: how many; 0: one for each core. dictionaries: id, name, kind and role as Arrow dictionaries: smaller and faster, for engines that read them.

        The interpreter's lock is let go. Raises Error as `tag` does, and TypeError for what is no column of texts.
        """
        if isinstance(texts, (str, bytes, bytearray, memoryview)):
            raise TypeError("texts are many; tag takes one")
        if isinstance(languages, (str, bytes, bytearray, memoryview)):
            raise TypeError("languages are many, one for each text; tag takes one")
        column = _column(texts)
        known = None if languages is None else _column(languages)
        flags = DICTIONARIES * bool(dictionaries)
        if threads < 0:
            raise Error(f"threads {threads}; expected 0 or more")
        if threads == 0:
            import os

            threads = os.cpu_count() or 1
        return _gaztag.tag_column(
            self, column, known, threads, flags, DOCUMENTS_AT_ONCE, BYTES_AT_ONCE
        )

    def incremental(self, *, language: Optional[str] = None) -> IncrementalTagger:
        """What takes a text in chunks of any size, in bounded memory.

        It judges each name with what was read so far: where the whole text is there, `tag` knows more.
        language: as `tag` has it, of all texts that will come.
        """
        return _gaztag.IncrementalTagger(self, language=language)

    def replace(
        self,
        text: _Text,
        replacement: Union[str, Callable[[Mention], _Text]],
        *,
        language: Optional[str] = None,
    ) -> _Text:
        """The text with every mention replaced, judged with the whole text.

        Of mentions that overlap, the first is replaced.

        replacement: a function that is given a mention and gives str for a str and bytes for bytes; or a template with {id}, {name}, {text}, {kind}, {role}, {confidence}, {start} and {end}.
        language: as `tag` has it.
        """
        if not isinstance(text, (str, bytes)):
            text = _gaztag.text_bytes(text)
        parts: list[_Text] = []
        at = 0
        template = replacement if isinstance(replacement, str) else None
        for mention in self.tag(text, language=language):
            if mention.start < at:
                continue
            parts.append(text[at : mention.start])
            parts.append(
                _filled(template, mention, text) if template is not None else replacement(mention)
            )  # type: ignore[operator]
            at = mention.end
        parts.append(text[at:])
        return text[:0].join(parts)

    def explain(self, text: Union[str, bytes], *, language: Optional[str] = None) -> list[Finding]:
        """Every surface form that stands in a text between word boundaries, kept or dropped, with the reason and what spoke for and against it.

        It explains overlap="longest", whatever the tagger's is. language: as `tag` has it.
        """
        from ._explain import explain

        return explain(self, text, language)

    def show(self, text: Union[str, bytes], *, language: Optional[str] = None) -> Highlighted:
        """The text as HTML with its mentions highlighted: seen in a notebook, or saved to a file.

        language: as `tag` has it.
        """
        from ._show import Highlighted

        return Highlighted(text, self.tag(text, language=language))

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickle, (type(self), self._options)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tagger) and (other is self or other._options == self._options)

    def __hash__(self) -> int:
        return hash(
            tuple(
                sorted(
                    (name, value) for name, value in self._options.items() if name != "gazetteer"
                )
            )
        )

    def __repr__(self) -> str:
        return f"Tagger({', '.join(f'{name}={value!r}' for name, value in self._options.items())})"


_DEFAULTS: dict[str, Any] = {
    "kinds": None,
    "roles": None,
    "languages": None,
    "gazetteer": None,
    "overlap": "longest",
    "min_confidence": 50,
    "input": "text",
    "uses": ("nested", "team"),
    "lower_case": False,
    "context": True,
    "folding_off": (),
    "strict": False,
    "max_text_len": None,
    "backend": "fastest",
}


def _column(values: Any) -> _gaztag.Column:
    if type(values).__module__.partition(".")[0] == "pandas" and not hasattr(
        values, "__arrow_c_array__"
    ):
        # Columns of pandas before 3 do not offer the interface, and nulls are many things there.
        import pyarrow

        values = pyarrow.Array.from_pandas(values)
    return _gaztag.Column(values)


def _unpickle(cls: type[Tagger], options: dict[str, Any]) -> Tagger:
    return cls(**options)


def _names(names: Optional[Iterable[str]]) -> Optional[tuple[str, ...]]:
    """Names as a tuple; a single str is one name."""
    return names if names is None else (names,) if isinstance(names, str) else tuple(names)


def _kind(gazetteer: Gazetteer, name: str) -> int:
    kind = gazetteer._find_kind(name)
    if kind is None:
        raise Error(f"unknown kind {name!r}; expected one of {', '.join(gazetteer.kinds)}")
    return kind


def _filled(template: str, mention: Mention, text: _Text) -> Any:
    fields = mention.to_dict()
    if isinstance(text, str):
        return template.format_map(fields)
    # Ill-formed bytes come through as they are.
    fields["text"] = fields["text"].decode("utf-8", "surrogateescape")
    return template.format_map(fields).encode("utf-8", "surrogateescape")
