"""The class Tagger."""

from __future__ import annotations

import sys

from . import _check, _gaztag
from ._error import Error
from ._gazetteer import USES, Gazetteer, _gazetteer, _languages, _number

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
    "hyphens",
)
OVERLAPS = ("longest", "all")
INPUTS = ("text", "html")
BACKENDS = ("fastest", "scalar", "sse2", "avx2", "neon")
STRICT, NO_CONTEXT, LOWER_CASE, LINKS = 1, 2, 4, 8
# nested, team and compound
USES_BY_DEFAULT = 1 | 2 | 64
DICTIONARIES = 1
ATTRIBUTES = 2
# The largest number of documents and of bytes in one part of a column. Interrupts are handled
# between parts, and the result has one array for each part.
DOCUMENTS_AT_ONCE = 1 << 16
BYTES_AT_ONCE = 1 << 24
# The same with a progress bar, which moves after each part.
DOCUMENTS_SHOWN_AT_ONCE = 1 << 12
BYTES_SHOWN_AT_ONCE = 1 << 20


class Tagger(_gaztag.Tagger):
    """Finds mentions of entities in texts.

    >>> tagger = gaztag.Tagger(kinds=["country", "bloc"])
    >>> [(m.start, m.end, m.id) for m in tagger.tag("Mali’s gold and the EU")]
    [(0, 4, 'country/MLI'), (20, 22, 'bloc/european-union')]

    A tagger is immutable: any number of threads may use one at the same time. Creating one is
    cheap. A tagger can be pickled: the built-in gazetteer is stored as its version, another
    gazetteer as its image.

    kinds: only mentions of entities of these kinds, such as ["country"]; None: all kinds.
    roles: only mentions by surface forms of these roles: name, official, alias, former, demonym,
        acronym, code, symbol, capital, misspelling, compound; "all": all of them; None: all except capitals
        and codes that consist of letters.
    languages: only mentions by surface forms of these languages (ISO 639 codes), and by forms that
        have no language; None: all languages.
    gazetteer: the gazetteer whose names are searched for; None: the built-in one.
    overlap: "longest": the leftmost mention, and of those the longest; mentions do not overlap.
        "all": every name and every reading, judged by their priors alone.
    min_confidence: the lowest confidence of a mention, 0 to 100.
    input: "text", or "html": tags, comments, scripts, attributes and URLs are skipped, and
        character references are decoded. Offsets are those of the text as given.
    uses: the uses of a name that count as mentions: nested (Bank of Japan), team (Brazil beat
        Chile), language (she speaks French), firm (Tata Steel), adjective (limonitic),
        place (Peru Street), compound (Goldmine).
    lower_case: also accept names in lower case that are normally capitalised, for texts written
        without capitals. Such mentions have a lower confidence, and ASCII text takes twice as long.
    links: also names inside web addresses, mail addresses and paths of files.
    context: judge each name by the words near it and by the rest of the document; False: by its
        prior alone, which is faster.
    folding_off: parts of folding to switch off: case, accents, punctuation, width, blanks,
        invisible, ampersand, dotted, saint, hyphens.
    strict: raise an error for bytes that are not UTF-8; False: ill-formed bytes are accepted and
        are not part of any word.
    max_text_len: raise an error for longer texts, in bytes of UTF-8; None: any length.
    backend: how plain ASCII text is scanned: fastest, or scalar, sse2, avx2 or neon, as far as the
        machine has it. The mentions are the same.

    Raises Error for an option value that is not valid, and TypeError for one of another type. Warns
    with UserWarning of a language that no form of the gazetteer has.
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
        uses: Iterable[str] = ("nested", "team", "compound"),
        lower_case: bool = False,
        links: bool = False,
        context: bool = True,
        folding_off: Iterable[str] = (),
        strict: bool = False,
        max_text_len: Optional[int] = None,
        backend: Literal["fastest", "scalar", "sse2", "avx2", "neon"] = "fastest",
    ) -> Self:
        gazetteer = Gazetteer.builtin() if gazetteer is None else _gazetteer(gazetteer)
        kinds, roles, languages, uses, folding_off = (
            _check.names(kinds, "kinds"),
            _check.names(roles, "roles"),
            _check.names(languages, "languages"),
            _check.names(uses, "uses") or (),
            _check.names(folding_off, "folding_off") or (),
        )
        min_confidence = _check.whole(min_confidence, "min_confidence")
        if max_text_len is not None:
            max_text_len = _check.whole(max_text_len, "max_text_len")
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
            STRICT * bool(strict)
            | NO_CONTEXT * (not context)
            | LOWER_CASE * bool(lower_case)
            | LINKS * bool(links),
            min_confidence or -1,
            _number(overlap, OVERLAPS, "overlap"),
            _number(input, INPUTS, "input"),
            _number(backend, BACKENDS, "backend"),
            max_text_len or 0,
        )
        for language in "|".join(languages).split("|") if languages else ():
            if not gazetteer._has_language(language):
                import warnings

                warnings.warn(
                    f"no form of the gazetteer has the language {language!r}", stacklevel=2
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
            "links": bool(links),
            "context": bool(context),
            "folding_off": folding_off,
            "strict": bool(strict),
            "max_text_len": max_text_len,
            "backend": backend,
        }
        self._options = {name: value for name, value in given.items() if value != _DEFAULTS[name]}
        return self

    @property
    def backend(self) -> str:
        """The name of the code that scans plain ASCII text: scalar, sse2, avx2 or neon."""
        return BACKENDS[self._backend]

    def tag_batch(
        self,
        texts: Any,
        *,
        languages: Any = None,
        threads: int = 1,
        dictionaries: bool = False,
        attributes: bool = False,
        progress: bool = False,
    ) -> Batch:
        """Returns the mentions of many texts as one Arrow column, a list of mentions for each text.

        >>> gaztag.Tagger().tag_batch(["gold in Mali", None], threads=2).to_dicts()[0][1]["id"]
        'country/MLI'

        Each text is judged as a whole, as by `tag`. No Python object is created for a text or a
        mention. A null text has null as its result.

        texts: a sequence of str and nulls, or of bytes and nulls (None, nan, NA and NaT of pandas);
            or an Arrow array, a column, or a table with one column that implements the PyCapsule
            interface (pyarrow, Polars, pandas, DuckDB, nanoarrow). Offsets are in code points for str and for string columns of any
            Arrow type, in bytes for bytes and binary columns.
        languages: None, or the language of each text as `tag` takes it: a sequence of str and None,
            or an Arrow column.
        threads: the number of threads; 0: one for each core.
        dictionaries: return id, name, kind and role as Arrow dictionaries, which are smaller and
            faster for engines that support them.
        attributes: return the attributes of each mention's entity too, as a last field: the text of
            one JSON object, with numbers as numbers and lists as arrays, as `gaztag tag --with
            attributes` writes it.
        progress: show a progress bar, which needs tqdm.

        The interpreter's lock is released during the call. Raises Error as `tag` does, with the
        number of the document in the message, and TypeError for values that are not texts.
        """
        if isinstance(texts, (str, bytes, bytearray, memoryview)):
            raise TypeError("texts must be a sequence of texts; for one text, use tag")
        if isinstance(languages, (str, bytes, bytearray, memoryview)):
            raise TypeError(
                "languages must be a sequence, one for each text; for one text, use tag"
            )
        column = _column(texts, "texts")
        known = None if languages is None else _column(languages, "languages")
        threads = _check.whole(threads, "threads")
        flags = DICTIONARIES * bool(dictionaries) | ATTRIBUTES * bool(attributes)
        if threads < 0:
            raise Error(f"threads {threads}; expected 0 or more")
        if threads == 0:
            import os

            threads = os.cpu_count() or 1
        arguments = (self, column, known, threads, flags)
        if not progress:
            return _gaztag.tag_column(*arguments, DOCUMENTS_AT_ONCE, BYTES_AT_ONCE, None)
        from tqdm.auto import tqdm

        total = len(texts) if hasattr(texts, "__len__") else None
        with tqdm(total=total, unit=" texts", unit_scale=True) as bar:

            def show(done: int) -> None:
                bar.update(done - bar.n)

            batch = _gaztag.tag_column(
                *arguments, DOCUMENTS_SHOWN_AT_ONCE, BYTES_SHOWN_AT_ONCE, show
            )
            show(len(batch))
        return batch

    def incremental(self, *, language: Optional[str] = None) -> IncrementalTagger:
        """Returns an `IncrementalTagger`, which reads a text in chunks with bounded memory.

        It judges each name with the text read so far. Use `tag` if the whole text is available.

        language: the language of all texts that will be read, as `tag` takes it.
        """
        return _gaztag.IncrementalTagger(self, language=language)

    def replace(
        self,
        text: _Text,
        replacement: Union[str, Callable[[Mention], _Text]],
        *,
        language: Optional[str] = None,
    ) -> _Text:
        """Returns the text with every mention replaced.

        >>> gaztag.Tagger().replace("gold in Mali", "[{text}|{id}]")
        '[gold|mineral/gold] in [Mali|country/MLI]'

        The mentions are those of `tag`. If mentions overlap, only the first of them is replaced.

        text: str, or bytes or another buffer, for which bytes are returned.
        replacement: a template with the fields {id}, {name}, {text}, {kind}, {role}, {confidence},
            {start} and {end}; or a function from a mention to str (for a str) or bytes (for bytes).
        language: the language of the text, as `tag` takes it.

        With input="html" tags inside a name follow the template, so that the tags of the text stay
        paired. {text} is without them, and other fields are escaped. What a function returns takes
        the place of the span with its tags.

        Raises Error as `tag` does, and for a template with an unknown field.
        """
        if not isinstance(text, (str, bytes)):
            text = _gaztag.text_bytes(text)
        if isinstance(replacement, str):
            _filled(replacement, _FIELDS)
        elif not callable(replacement):
            raise TypeError(
                "replacement must be a template as a str, or a function from a mention to "
                f"{_check.kind_of(text)}, not {_check.kind_of(replacement)}"
            )
        is_html = self._options.get("input") == "html"
        expected = str if isinstance(text, str) else (bytes, bytearray, memoryview)
        parts: list[_Text] = []
        at = 0
        for mention in self.tag(text, language=language):
            if mention.start < at:
                continue
            parts.append(text[at : mention.start])
            if isinstance(replacement, str):
                parts.append(_of_template(replacement, mention, text, is_html))
            else:
                part = replacement(mention)
                if not isinstance(part, expected):
                    raise TypeError(
                        f"the function must return {_check.kind_of(text[:0])} for the mention "
                        f"{mention.text!r}, not {_check.kind_of(part)}"
                    )
                parts.append(part)
            at = mention.end
        parts.append(text[at:])
        return text[:0].join(parts)

    def explain(self, text: Union[str, bytes], *, language: Optional[str] = None) -> list[Finding]:
        """Returns all surface forms found in a text, with the reason why each was kept or dropped.

        >>> [(f.id, f.kept, f.reason) for f in gaztag.Tagger().explain("Congo")]
        [('country/COD', True, 'kept'), ('country/COG', False, 'less_likely')]

        The findings are in the order of the text. They explain overlap="longest", whatever the
        overlap option of the tagger. Offsets are in code points for a str, in bytes otherwise.

        language: the language of the text, as `tag` takes it.

        Raises Error as `tag` does.
        """
        from ._explain import findings

        if not isinstance(text, (str, bytes)):
            # Slices of some buffers are not bytes.
            text = _gaztag.text_bytes(text)
        return findings(text, self._explain(text, language=language), self.gazetteer)

    def show(self, text: Union[str, bytes], *, language: Optional[str] = None) -> Highlighted:
        """Returns the text as HTML with its mentions highlighted, for a notebook or a file.

        language: the language of the text, as `tag` takes it. Raises Error as `tag` does.
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
    "uses": ("nested", "team", "compound"),
    "lower_case": False,
    "links": False,
    "context": True,
    "folding_off": (),
    "strict": False,
    "max_text_len": None,
    "backend": "fastest",
}


def _column(values: Any, name: str) -> _gaztag.Column:
    values = _check.column(values, name)
    if type(values).__module__.partition(".")[0] == "pandas" and not hasattr(
        values, "__arrow_c_array__"
    ):
        # Columns of pandas before version 3 do not implement the PyCapsule interface, and have
        # several values for null.
        import pyarrow

        values = pyarrow.Array.from_pandas(values)
    return _gaztag.Column(values)


def _unpickle(cls: type[Tagger], options: dict[str, Any]) -> Tagger:
    return cls(**options)


def _kind(gazetteer: Gazetteer, name: str) -> int:
    _check.texts(**{"a kind": name})
    kind = gazetteer._find_kind(name)
    if kind is None:
        raise Error(f"unknown kind {name!r}; expected one of {', '.join(gazetteer.kinds)}")
    return kind


# The fields of a template, for its check.
_FIELDS: dict[str, Any] = {
    "id": "country/MLI",
    "name": "Mali",
    "text": "Mali",
    "kind": "country",
    "role": "name",
    "confidence": 95,
    "start": 0,
    "end": 4,
}


def _filled(template: str, fields: dict[str, Any]) -> str:
    """Returns a template with its fields filled in. Raises Error for one that has other fields."""
    try:
        return template.format_map(fields)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        known = ", ".join(f"{{{name}}}" for name in _FIELDS)
        what = f"unknown field {error}" if isinstance(error, KeyError) else str(error)
        raise Error(
            f"template {template!r}: {what}; the fields are {known}, and {{{{ and }}}} are braces"
        ) from None


def _of_template(template: str, mention: Mention, text: _Text, is_html: bool) -> Any:
    """Returns what takes the place of a mention."""
    fields = mention.to_dict()
    if not isinstance(text, str):
        # surrogateescape keeps ill-formed bytes unchanged.
        fields["text"] = fields["text"].decode("utf-8", "surrogateescape")
    filled = _in_html(template, fields) if is_html else _filled(template, fields)
    return filled if isinstance(text, str) else filled.encode("utf-8", "surrogateescape")


def _in_html(template: str, fields: dict[str, Any]) -> str:
    from html import escape

    from ._markup import parts

    text, markup = parts(fields["text"])
    escaped = {
        name: escape(value) if isinstance(value, str) else value for name, value in fields.items()
    }
    return _filled(template, {**escaped, "text": text}) + markup
