"""Gazetteers, their entities, and the builder."""

from __future__ import annotations

import os
import stat

from . import _check, _gaztag
from ._error import Error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from typing import Any, Literal, Optional, Union

    from typing_extensions import Self

    _Format = Literal["tsv", "jsonl", "flashtext", "spacy"]
    _Case = Literal["any", "capitalised", "exact"]
    _Bounds = Literal["word", "start", "end", "anywhere"]
    _Preference = Literal["builtin", "own"]
    _Type = Literal["text", "number", "date", "list", "entity", "entities"]
    _Status = Literal["member", "suspended", "observer", "associate", "candidate"]
    _Path = Union[str, "os.PathLike[str]"]
    _Buffer = Union[bytes, bytearray, memoryview]

USES = ("nested", "team", "language", "firm", "adjective", "place", "compound")
FORMATS = ("tsv", "jsonl", "flashtext", "spacy")
CASES = ("default", "any", "capitalised", "exact")
BOUNDS = ("word", "start", "end", "anywhere")
PREFERENCES = ("builtin", "own")
TYPES = ("text", "number", "date", "list", "entity", "entities")
FULL = ("member", "suspended")
STATUSES = (*FULL, "observer", "associate", "candidate", "former")


class _Record:
    """A record of named fields, with equality, hash and repr of the fields.

    Not a dataclass: importing dataclasses takes longer than importing gaztag.
    """

    __slots__: tuple[str, ...] = ()

    def _fields(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def __eq__(self, other: object) -> bool:
        return (
            type(other) is type(self)
            and isinstance(other, _Record)
            and other._fields() == self._fields()
        )

    def __hash__(self) -> int:
        return hash(self._fields())

    def __repr__(self) -> str:
        fields = (f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({', '.join(fields)})"


class Surface(_Record):
    """A surface form: one written form of an entity or of a decoy."""

    __slots__ = ("form", "role", "case", "languages", "prior", "word", "bounds", "accents")

    form: str
    """The text of the form."""
    role: str
    """How the form relates to the entity: name, official, alias, former, demonym, acronym, code,
    symbol, capital, misspelling or compound."""
    case: _Case
    """The case rule: the form is found in any case, capitalised, or exactly as written."""
    languages: tuple[str, ...]
    """The languages that use the form, as ISO 639 codes; empty for a form without a language."""
    prior: int
    """The percentage of occurrences of the form that mean the entity, 1 to 100."""
    word: bool
    """Whether the form, in lower case, is also a common word."""
    bounds: _Bounds
    """Where in a word the form may begin and end: "word" (a whole word), "start" (begins with a
    word, may end inside one), "end" (may begin inside a word, ends with one) or "anywhere"."""
    accents: bool
    """Whether a text must have the accents of the form, and no others."""

    def __init__(
        self,
        form: str,
        role: str,
        case: _Case,
        languages: tuple[str, ...],
        prior: int,
        word: bool,
        bounds: _Bounds = "word",
        accents: bool = False,
    ) -> None:
        self.form = form
        self.role = role
        self.case = case
        self.languages = languages
        self.prior = prior
        self.word = word
        self.bounds = bounds
        self.accents = accents


class Membership(_Record):
    """One period for which a country (or a bloc) is or was a member of a bloc.

    A member that left and joined again has several.
    """

    __slots__ = ("bloc", "member", "status", "joined", "left", "source", "as_of")

    bloc: str
    """The key of the bloc."""
    member: str
    """The key of the member: a country, or a bloc."""
    status: str
    """One of member, observer, associate, candidate, suspended and former."""
    joined: Optional[str]
    """When the period began: YYYY, YYYY-MM or YYYY-MM-DD; None if unknown."""
    left: Optional[str]
    """The first day that it does not include; None if unknown or if it has not ended."""
    source: Optional[str]
    """The source of this record; None if the gazetteer has none."""
    as_of: Optional[str]
    """The date on which this record was known to be true; None if the gazetteer has none."""

    def __init__(
        self,
        bloc: str,
        member: str,
        status: str,
        joined: Optional[str] = None,
        left: Optional[str] = None,
        source: Optional[str] = None,
        as_of: Optional[str] = None,
    ) -> None:
        self.bloc = bloc
        self.member = member
        self.status = status
        self.joined = joined
        self.left = left
        self.source = source
        self.as_of = as_of


class Entity:
    """A country, bloc or mineral, or another thing that a gazetteer describes.

    >>> mali = gaztag.Gazetteer.builtin()["country/MLI"]
    >>> mali.name, mali.kind, mali.attributes["alpha2"]
    ('Mali', 'country', 'ML')

    Entities with the same key are equal.
    """

    __slots__ = ("_entity", "_gazetteer", "id", "kind", "name")

    id: str
    """The key, such as country/MLI. Keys are stable: they never change their meaning."""
    name: str
    """The usual English name."""
    kind: str
    """The kind: country, bloc, mineral, or a kind that the gazetteer defines."""

    def __init__(self, gazetteer: Gazetteer, entity: int) -> None:
        self._gazetteer = gazetteer
        self._entity = entity
        self.id, self.name, self.kind = gazetteer._entity(entity)

    @property
    def attributes(self) -> dict[str, str]:
        """All attributes: alpha2, alpha3, numeric, status, part_of, class, founded, symbol ..."""
        return {name: value for name, value, _ in self._gazetteer._attributes(self._entity)}

    @property
    def attribute_types(self) -> dict[str, _Type]:
        """The type of each attribute. The values in `attributes` are str whatever the type.

        text; number: a decimal number; date: YYYY, YYYY-MM or YYYY-MM-DD; list: texts separated by
        |; entity: a key; entities: keys separated by |. `value` returns them in their types.
        """
        return {name: type for name, _, type in self._gazetteer._attributes(self._entity)}

    def value(self, name: str) -> Any:
        """Returns the value of an attribute in its type, or None if it has no such attribute.

        text: str. number: int for a whole one, else float. list: a list of str. entity and
        entities: a list of Entity. date: datetime.date, or the str if its day is unknown, so that
        no day is invented.

        >>> mali = gaztag.Gazetteer.builtin()["country/MLI"]
        >>> mali.value("latitude"), mali.value("currency")
        (17, ['XOF'])
        """
        for known, text, type in self._gazetteer._attributes(self._entity):
            if known == name:
                return self._typed(text, type)
        return None

    def _typed(self, text: str, type: _Type) -> Any:
        if type == "number":
            # A float has only 15 digits for certain, and identifiers have more.
            return int(text) if text.lstrip("+-").isdigit() else float(text)
        if type == "date" and len(text) == len("YYYY-MM-DD"):
            from datetime import date

            return date.fromisoformat(text)
        if type == "list":
            return text.split("|")
        if type in ("entity", "entities"):
            found = (self._gazetteer.get(key) for key in text.split("|"))
            return [entity for entity in found if entity is not None]
        return text

    def members(
        self,
        *,
        on: Union[date, str, None] = None,
        status: Union[_Status, Literal["all"], Iterable[_Status], None] = None,
    ) -> list[Membership]:
        """Returns the members of a bloc on a day, in the order of their keys.

        >>> ecowas = gaztag.Gazetteer.builtin()["bloc/ecowas"]
        >>> len(ecowas.members(on="2024-06-01")), len(ecowas.members(on="2025-06-01"))
        (15, 12)

        on: a datetime.date, or YYYY-MM-DD, YYYY-MM or YYYY; None: today. A date without a day means
            the first one, in the data too.
        status: only these statuses; "all": every status; None: member and suspended.

        The status is that of the day: member or suspended, also of those that left later. A member
        joined on the day `joined` and was not a member any more on the day `left`. If the day of
        joining is unknown, it counts from the foundation of the bloc on. Raises Error for a str
        that is not a date, and for an unknown status.
        """
        return self._spells(self._gazetteer._members_on(self._entity, _day(on)), status)

    def blocs(
        self,
        *,
        on: Union[date, str, None] = None,
        status: Union[_Status, Literal["all"], Iterable[_Status], None] = None,
    ) -> list[Membership]:
        """Returns the blocs that a country or a bloc was in on a day, in the order of their keys.

        The arguments are those of `members`.
        """
        return self._spells(self._gazetteer._blocs_on(self._entity, _day(on)), status)

    def _spells(
        self,
        spells: list[Any],
        status: Union[_Status, Literal["all"], Iterable[_Status], None],
    ) -> list[Membership]:
        if status is None:
            spells = [spell for spell in spells if spell[2] in FULL]
        elif status != "all":
            kept = _check.names(status, "status") or ()
            for name in kept:
                _number(name, STATUSES, "status")
            spells = [spell for spell in spells if spell[2] in kept]
        key = self._gazetteer._entity
        return [Membership(key(spell[0])[0], key(spell[1])[0], *spell[2:]) for spell in spells]

    def roll_up(self) -> Entity:
        """Returns the entity that counts of this one are added to.

        >>> gazetteer = gaztag.Gazetteer.builtin()
        >>> [gazetteer[f"mineral/{name}"].roll_up().name for name in ("spodumene", "terbium")]
        ['lithium', 'rare earths']

        What a mineral is traded as, or else the widest that it is a kind of; of an organ its bloc.
        Other entities count as themselves.
        """
        return Entity(self._gazetteer, self._gazetteer._roll_up(self._entity))

    @property
    def surfaces(self) -> list[Surface]:
        """All surface forms, except those derived by rule (U.S. from US)."""
        return [_surface(fields) for fields in self._gazetteer._surfaces(self._entity)]

    @property
    def memberships(self) -> list[Membership]:
        """All periods of membership, as bloc and as member, with every status, former ones included.

        `members` and `blocs` return those of a day.
        """
        key = self._gazetteer._entity
        return [
            Membership(key(spell[0])[0], key(spell[1])[0], *spell[2:])
            for spell in self._gazetteer._memberships(self._entity)
        ]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entity) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"Entity({self.id!r}, {self.name!r})"

    def __reduce__(self) -> tuple[type[Entity], tuple[Gazetteer, int]]:
        return type(self), (self._gazetteer, self._entity)


def _day(on: Union[date, str, None]) -> str:
    if isinstance(on, str):
        return on
    from datetime import date

    day = date.today() if on is None else on
    if not isinstance(day, date):
        raise TypeError(f"on must be a datetime.date or a str, not {type(on).__name__}")
    # A datetime is a date too.
    return day.isoformat()[: len("YYYY-MM-DD")]


def _surface(fields: tuple[str, Optional[int], str, Any, str, int, bool, Any, bool]) -> Surface:
    form, _, role, case, languages, *others = fields
    return Surface(form, role, case, tuple(languages.split("|")) if languages else (), *others)


class Gazetteer(_gaztag.Gazetteer):
    """Entities with their surface forms, and decoys.

    >>> gazetteer = gaztag.Gazetteer.from_dict({"company/acme": ["Acme Corp", "Acme"]})
    >>> [m.id for m in gaztag.Tagger(gazetteer=gazetteer).tag("Acme and Mali")]
    ['company/acme']
    >>> gazetteer["company/acme"].name, "company/bolt" in gazetteer, len(gazetteer)
    ('Acme Corp', False, 1)

    A gazetteer is immutable: any number of threads may use one at the same time. It can be pickled.

    It supports `gazetteer[key]`, which raises KeyError for an unknown key, `in`, `len`, and
    iteration over its entities in the order of their keys. A retired key stands for its successor.
    """

    __slots__ = ("_source",)
    # The file that a pickle names, and how it was loaded; set by `load` alone.
    _source: tuple[str, bool, bytes]

    @classmethod
    def builtin(cls) -> Gazetteer:
        """Returns the built-in gazetteer of countries, blocs and minerals: one shared object."""
        return _builtin

    @classmethod
    def load(
        cls, path: _Path, *, copy: bool = True, trusted: bool = False, pickle_path: bool = False
    ) -> Gazetteer:
        """Returns the gazetteer of an image in a file, which `save` or `gaztag build` wrote.

        copy: True: read the file into memory; it may change or be removed afterwards. False: map
            the file; only the parts that are used are read, and all processes share them.
        trusted: True: check the header alone, in constant time, instead of the whole image. For a
            mapped file that comes from your own program: a modified one gives wrong mentions or
            UnicodeDecodeError.
        pickle_path: True: a pickle has the absolute path of the file instead of the image, with its
            checksum. It is loaded again with the same arguments, where the file must be. For a
            mapped file.

        Do not modify a mapped file in place while the gazetteer, or anything created from it, is in
        use: the mentions would be wrong, and truncating the file ends the process. Replace the file
        with a new one, as `save` and `gaztag build` do.

        Raises OSError if the file cannot be read, and Error if it is not a regular file, not an
        image, or of another version of the format. Raises ValueError for `trusted` or `pickle_path`
        without `copy=False`.
        """
        if copy and (trusted or pickle_path):
            raise ValueError("trusted and pickle_path are for mapped files: pass copy=False")
        # Opening a FIFO would otherwise wait for a writer.
        with open(path, "rb", opener=_open_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Error(f"{os.fsdecode(path)}: not a regular file", "io")
            if copy:
                return cls(image=file.read())
            header = file.read(_HEADER)
        gazetteer = cls(path=os.fsencode(path), trusted=trusted)
        if pickle_path:
            gazetteer._source = (os.path.abspath(os.fsdecode(path)), trusted, header)
        return gazetteer

    @classmethod
    def from_image(cls, image: _Buffer) -> Gazetteer:
        """Returns the gazetteer of an image (`to_image`, `save` or `gaztag build`).

        The image is checked and copied. Raises Error if it is not an image, or is truncated,
        modified, or of another version of the format.
        """
        if image is None:
            raise TypeError("image must be bytes or another buffer of bytes, not None")
        return cls(image=image)

    @classmethod
    def from_tsv(
        cls,
        text: Union[str, _Buffer],
        *,
        base: Optional[Gazetteer] = None,
        bounds: _Bounds = "word",
        case: Optional[_Case] = None,
        prefer: _Preference = "builtin",
    ) -> Gazetteer:
        """Returns a gazetteer read from tab-separated values; docs/gazetteers.md has the format.

        base: a gazetteer to add the rows to; None: an empty one.
        bounds: the bounds of rows without their own, as in `GazetteerBuilder.add_surface`.
        case: the case rule of rows without their own; None: as in `GazetteerBuilder.add_surface`.
        prefer: which form counts where a row equals a form of another entity of the base, as in
            `GazetteerBuilder.set_preference`.

        Raises Error with the line and the column of the first mistake.
        """
        return cls._from(text, "tsv", base, prefer, bounds, case)

    @classmethod
    def from_jsonl(
        cls,
        text: Union[str, _Buffer],
        *,
        base: Optional[Gazetteer] = None,
        bounds: _Bounds = "word",
        case: Optional[_Case] = None,
        prefer: _Preference = "builtin",
    ) -> Gazetteer:
        """Returns a gazetteer read from JSON Lines; docs/gazetteers.md has the format.

        base: a gazetteer to add the lines to; None: an empty one.
        bounds, case: those of forms without their own, as in `GazetteerBuilder.add_surface`.
        prefer: as in `GazetteerBuilder.set_preference`.

        Raises Error with the line and the column of the first mistake.
        """
        return cls._from(text, "jsonl", base, prefer, bounds, case)

    @classmethod
    def from_dict(
        cls,
        names: Mapping[str, Union[str, Iterable[str]]],
        *,
        kind: str = "keyword",
        base: Optional[Gazetteer] = None,
        bounds: _Bounds = "word",
        case: Optional[_Case] = None,
        prefer: _Preference = "builtin",
    ) -> Gazetteer:
        """Returns a gazetteer built from a dictionary of names with their surface forms.

        names: a name with a slash is used as the key ("company/acme"). Another name gets a key of
            the kind and the name: {"Acme Corp": [...]} gives keyword/acme-corp.
        kind: the kind for names without a slash.
        base: a gazetteer to add the entities to; None: an empty one.
        bounds, case: those of all forms, as in `GazetteerBuilder.add_surface`.
        prefer: as in `GazetteerBuilder.set_preference`.

        The priors of the forms are the defaults of `GazetteerBuilder.add_surface`. Raises Error for
        a key or a form that is not valid, and TypeError for names and forms that are not str.
        """
        builder = GazetteerBuilder(base)
        builder.set_preference(prefer)
        _check.texts(kind=kind)
        all_forms = dict(_forms(names))
        slugs = _slugs([name for name in all_forms if "/" not in name])
        for name, forms in all_forms.items():
            key = name if "/" in name else f"{kind}/{slugs[name]}"
            builder.add_entity(key, forms[0] if "/" in name and forms else name)
            for form in forms:
                builder.add_surface(key, form, case=case, bounds=bounds)
        return builder.build()

    @classmethod
    def from_records(
        cls,
        records: Any,
        *,
        kind: str,
        form: Union[str, Iterable[str], Mapping[str, str]],
        key: Optional[str] = None,
        attributes: Union[Iterable[str], Mapping[str, _Type]] = (),
        split: Optional[str] = None,
        weight: Optional[str] = None,
        strip_suffixes: bool = False,
        base: Optional[Gazetteer] = None,
        bounds: _Bounds = "word",
        case: Optional[_Case] = None,
        prefer: _Preference = "builtin",
    ) -> Gazetteer:
        """Returns a gazetteer built from records, like `gaztag import`.

        records: mappings, or a DataFrame of pandas or Polars. Values are str, numbers, bool, dates,
            and lists of these. None, NaN and empty texts are missing values. Blanks around texts
            are removed, and repeated forms are merged.
        kind: the kind of the entities, such as "company".
        form: the field with the forms, or several of them, or a mapping from fields to roles. A
            field may have a list of forms. The first one has the name of the entity.
        key: the field with the identifiers of the entities; None: the key is the kind and the name.
            Records with equal keys are one entity.
        attributes: the fields that become attributes, or a mapping from fields to types. Without a
            type numbers and lists keep theirs. Of several values the first one counts.
        split: what separates several forms, or items of a list, in one text, such as ";".
        weight: the field that says how large each entity is, such as its people or turnover: of
            several entities with one name the largest is meant.
        strip_suffixes: add names without their legal form as aliases: Acme for Acme, Inc.
        base: a gazetteer to add the entities to; None: an empty one.
        bounds, case: those of all forms, as in `GazetteerBuilder.add_surface`.
        prefer: as in `GazetteerBuilder.set_preference`.

        Without a case, forms in capitals of up to five letters match letter by letter. A record
        without a form is left out. Raises KeyError if no record has a field that is named here,
        TypeError for records and values of other types, and Error for a key, a form or a value that
        is not valid.
        """
        _check.texts(kind=kind)
        roles, types = _fields(form, "name", "form"), _fields(attributes, None, "attributes")
        single = [field for field in (key, weight) if field is not None]
        fields = dict.fromkeys([*roles, *types, *single])
        missing, shapes, lines = set(fields), {field: set[str]() for field in types}, []
        first: list[Any] = []
        for number, record in enumerate(_records(records), 1):
            if not hasattr(record, "get"):
                raise TypeError(
                    f"record {number} must be a mapping from fields to values, "
                    f"not {_check.kind_of(record)}"
                )
            first = first or list(record)
            missing.difference_update(record)
            values = {field: _plain(record.get(field), number, field) for field in fields}
            for field in types:
                shapes[field].update(_shapes(values[field]))
            lines.append({field: _texts(value) for field, value in values.items()})
        if missing and lines:
            known = ", ".join(map(str, first)) or "nothing"
            raise KeyError(
                f"no record has {', '.join(sorted(missing))}; the first one has {known}"
            )
        import json

        builder = GazetteerBuilder(base)
        builder.set_preference(prefer)
        builder._add_records(
            kind,
            "\n".join(f"{field}\t{role}" for field, role in roles.items()),
            key,
            split,
            "\n".join(f"{field}\t{type or _type(shapes[field])}" for field, type in types.items()),
            weight,
            _number(case or "default", CASES, "case"),
            int(strip_suffixes),
            _number(bounds, BOUNDS, "bounds"),
            "\n".join(map(json.dumps, lines)),
        )
        return builder.build()

    @classmethod
    def from_flashtext(
        cls,
        names: Union[str, _Buffer, Mapping[str, Union[str, Iterable[str]]]],
        *,
        base: Optional[Gazetteer] = None,
        bounds: _Bounds = "word",
        prefer: _Preference = "builtin",
    ) -> Gazetteer:
        """Returns a gazetteer built from a dictionary of flashtext, {name: [forms]}, or its JSON.

        Forms are found in any case. The key of a name is keyword/ and the name.
        base: a gazetteer to add the entities to; None: an empty one.
        bounds: the bounds of all forms, as in `GazetteerBuilder.add_surface`.
        prefer: as in `GazetteerBuilder.set_preference`.

        Raises Error for a key or a form that is not valid.
        """
        return cls._from(_json(names), "flashtext", base, prefer, bounds)

    @classmethod
    def from_spacy(
        cls,
        patterns: Union[str, _Buffer, Iterable[Mapping[str, Any]]],
        *,
        base: Optional[Gazetteer] = None,
        bounds: _Bounds = "word",
        prefer: _Preference = "builtin",
    ) -> Gazetteer:
        """Returns a gazetteer built from patterns of spaCy's EntityRuler, or from their JSON Lines.

        The kind is the label in lower case.
        base: a gazetteer to add the entities to; None: an empty one.
        bounds: the bounds of all forms, as in `GazetteerBuilder.add_surface`.
        prefer: as in `GazetteerBuilder.set_preference`.

        Raises Error for a pattern that a gazetteer cannot express.
        """
        return cls._from(_json_lines(patterns), "spacy", base, prefer, bounds)

    @classmethod
    def _from(
        cls,
        text: Union[str, _Buffer],
        format: _Format,
        base: Optional[Gazetteer],
        prefer: _Preference,
        bounds: _Bounds,
        case: Optional[_Case] = None,
    ) -> Gazetteer:
        builder = GazetteerBuilder(base)
        builder.set_preference(prefer)
        builder.read_text(text, format, bounds=bounds, case=case)
        return builder.build()

    def with_layer(self, upper: Gazetteer, *, prefer: _Preference = "builtin") -> Gazetteer:
        """Returns this gazetteer with another one as a layer above it. Both stay as they are and
        are shared, so that a short list on top of a large gazetteer costs next to nothing.

        >>> companies = gaztag.Gazetteer.from_dict({"company/acme": "Acme"}, base=None)
        >>> both = gaztag.Gazetteer.builtin().with_layer(companies)
        >>> [mention.id for mention in gaztag.Tagger(gazetteer=both).tag("Acme left Mali")]
        ['company/acme', 'country/MLI']

        A tagger finds the names of all layers. Of overlapping names the leftmost counts, and then
        the longest. Decoys hide the names of every layer. An entity with a key that a lower layer
        has is that entity: its forms are added to it.

        prefer: builtin: of equal names that of the lower layer counts, if the other has no prior,
            or else the one with the higher prior. own: that of the upper layer.

        Raises Error for more than eight layers.
        """
        preference = _number(prefer, PREFERENCES, "preference")
        return self._with_layer(Gazetteer, _gazetteer(upper, "upper"), preference)

    @property
    def layers(self) -> list[Gazetteer]:
        """The layers, the lowest first, each as a gazetteer of its own."""
        return self._layers(Gazetteer)

    def save(self, path: _Path) -> None:
        """Writes the image to a file, for `load`, `gaztag --gazetteer` and other languages.

        An existing file is replaced once the new one is complete; programs that have mapped the old
        file keep it. Raises OSError.
        """
        from ._files import write

        write(path, self.to_image())

    def get(self, id: str) -> Optional[Entity]:
        """Returns the entity with a key, or the successor of a retired key; None if unknown."""
        _check.texts(id=id)
        entity = self._find(id)
        return None if entity is None else Entity(self, entity)

    def resolve(self, name: str) -> Entity:
        """Returns the one entity that a key, a name or a code means.

        >>> gazetteer = gaztag.Gazetteer.builtin()
        >>> [gazetteer.resolve(name).id for name in ("Mali", "ML", "MLI", "466", "SU", "ECOWAS")]
        ['country/MLI', 'country/MLI', 'country/MLI', 'country/MLI', 'country/SUN', 'bloc/ecowas']

        A name as it is written and a code of ISO 3166-1 come before a former code, that before a
        key without its kind, and that before a name in another case or without accents. Raises Error, with the code "ambiguous" and the
        keys of the entities that the name can mean, or with the code "unknown".
        """
        if not isinstance(name, str):
            raise TypeError(
                f"a name must be a str, such as 'Mali', 'MLI' or '466', not {_check.kind_of(name)}"
            )
        try:
            return Entity(self, self._resolve(name))
        except UnicodeEncodeError:
            # No name has a lone surrogate.
            raise Error(f"no entity with the key, name or code {name!a}", "unknown") from None

    def __getitem__(self, id: str) -> Entity:
        _check.texts(id=id)
        entity = self._find(id)
        if entity is None:
            raise KeyError(id)
        return Entity(self, entity)

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._find(id) is not None

    def __iter__(self) -> Iterator[Entity]:
        return (Entity(self, self._at(position)) for position in range(len(self)))

    def look_up(self, form: str) -> list[tuple[Optional[Entity], Surface]]:
        """Returns the surface forms that fold to the same text as a form, the likeliest first.

        >>> found = gaztag.Gazetteer.builtin().look_up("CONGO")
        >>> [entity.id for entity, surface in found if entity is not None]
        ['country/COD', 'country/COG']

        Each comes with its entity, or with None for a decoy. Case rules are ignored.
        """
        _check.texts(form=form)
        return [
            (None if fields[1] is None else Entity(self, fields[1]), _surface(fields))
            for fields in self._look_up(form)
        ]

    @property
    def decoys(self) -> list[Surface]:
        """All decoys: forms that mean no entity and hide the names inside them (Georgia Tech)."""
        return [_surface(fields) for fields in self._decoys()]

    @property
    def retired_keys(self) -> dict[str, str]:
        """All retired keys, each with the key of its successor.

        `get`, `[]` and `in` accept retired keys.
        """
        return dict(self._retired())

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the entities, sorted."""
        return tuple(sorted({entity.kind for entity in self}))

    @property
    def form_count(self) -> int:
        """The number of surface forms, with derived forms (U.S. from US) and decoys."""
        return self._form_counts()[0]

    def __reduce__(self) -> tuple[Any, ...]:
        if self is _builtin:
            return _unpickle_builtin, (self.data_version,)
        if hasattr(self, "_source"):
            return _unpickle_file, self._source
        return Gazetteer.from_image, (self.to_image(),)

    def __repr__(self) -> str:
        return (
            "Gazetteer.builtin()"
            if self is _builtin
            else f"<gaztag.Gazetteer of {len(self)} entities>"
        )


_builtin = Gazetteer()


def _open_without_waiting(path: _Path, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _unpickle_builtin(data_version: str) -> Gazetteer:
    if data_version != _builtin.data_version:
        raise Error(
            f"pickled with the built-in gazetteer {data_version}, but this is "
            f"{_builtin.data_version}; install the same gaztag on both sides",
            "version",
        )
    return _builtin


# The bytes of an image that have its versions, its checksum and its length.
_HEADER = 36


def _unpickle_file(path: str, trusted: bool, header: bytes) -> Gazetteer:
    gazetteer = Gazetteer.load(path, copy=False, trusted=trusted, pickle_path=True)
    if gazetteer._source[2] != header:
        raise Error(f"{path}: another image than the one that was pickled", "version")
    return gazetteer


def _slugs(names: list[str]) -> dict[str, str]:
    """Names with the second parts of their keys.

    The library makes those of all but the simplest names, as it does for the names of lists.
    """
    slugs, others = {}, []
    for name in names:
        if name.isascii() and name.replace(" ", "").isalnum():
            slugs[name] = "-".join(name.lower().split())
        else:
            others.append(name)
    if not others:
        return slugs
    rows = [
        {"label": "x", "id": name, "pattern": f"x{number}"} for number, name in enumerate(others)
    ]
    gazetteer = Gazetteer.from_spacy(rows)
    slugs.update((entity.name, entity.id[len("x/") :]) for entity in gazetteer)
    for number, name in enumerate(others):
        if name not in slugs:
            # Another name has the same key.
            ((entity, _),) = gazetteer.look_up(f"x{number}")
            slugs[name] = entity.id[len("x/") :] if entity is not None else ""
    return slugs


def _gazetteer(gazetteer: Any, name: str = "gazetteer") -> Any:
    """Returns a gazetteer. Raises TypeError for anything else."""
    if not isinstance(gazetteer, _gaztag.Gazetteer):
        help = (
            "; Gazetteer.load reads an image, and GazetteerBuilder.read another file"
            if isinstance(gazetteer, (str, os.PathLike))
            else ""
        )
        raise TypeError(f"{name} must be a Gazetteer, not {_check.kind_of(gazetteer)}{help}")
    return gazetteer


def _forms(names: Any) -> Iterator[tuple[str, list[str]]]:
    """The names of a dictionary, each with its forms."""
    if not hasattr(names, "items"):
        raise TypeError(
            "names must be a dictionary of names with their forms, such as "
            f"{{'Acme Corp': ['Acme', 'ACM']}}, not {_check.kind_of(names)}"
        )
    for name, forms in names.items():
        _check.texts(**{"a name": name})
        if forms is None or isinstance(forms, dict):
            raise TypeError(
                f"the forms of {name!r} must be a str or a list of str, "
                f"not {_check.kind_of(forms)}"
            )
        yield name, list(_check.names(forms, f"the forms of {name!r}") or ())


def _fields(fields: Any, default: Any, name: str) -> dict[str, Any]:
    if hasattr(fields, "keys"):
        return dict(fields)
    found = _check.names(fields, name)
    if found is None:
        raise TypeError(f"{name} must be the name of a field, or several of them, not None")
    return dict.fromkeys(found, default)


def _records(records: Any) -> Iterable[Any]:
    """The rows of a DataFrame of Polars or pandas as mappings; other records as they are."""
    if isinstance(records, (str, bytes, dict)) or not hasattr(records, "__iter__"):
        raise TypeError(
            "records must be a list of mappings, or a DataFrame of pandas or Polars, "
            f"not {_check.kind_of(records)}"
        )
    if hasattr(records, "iter_rows"):
        yield from records.iter_rows(named=True)
    elif hasattr(records, "itertuples"):
        names = list(records.columns)
        for row in records.itertuples(index=False, name=None):
            yield dict(zip(names, row))
    else:
        yield from records


def _plain(value: Any, number: int, field: str) -> Any:
    """The value of a record as a str, a number, a list of these, or None if it is missing.

    A bool and a date become the str that JSON and dates of attributes have; arrays and scalars of
    numpy and Arrow become values of Python.
    """
    if isinstance(value, str):
        return value or None
    if isinstance(value, (list, tuple)):
        return [_plain(item, number, field) for item in value]
    if _check.is_null(value):
        return None
    if hasattr(value, "tolist") and not isinstance(value, (bytes, bytearray, memoryview)):
        return _plain(value.tolist(), number, field)
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "isoformat"):
        text: str = value.isoformat()
        return text.removesuffix("T00:00:00")
    if hasattr(value, "__float__"):
        return value
    raise TypeError(
        f"record {number}, {field}: expected a str, a number, a bool, a date or a list of these, "
        f"not {_check.kind_of(value)}"
    )


def _texts(value: Any) -> list[str]:
    """The texts of a value, or of the items of a list."""
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [] if value is None else [str(value)]


def _shapes(value: Any) -> list[str]:
    """What a value is, as a type of attributes; nothing if it is missing."""
    if isinstance(value, list):
        return ["list"]
    return [] if value is None else ["text" if isinstance(value, str) else "number"]


def _type(shapes: set[str]) -> str:
    """The type of an attribute without one, by what its values are."""
    return next((type for type in ("list", "text") if type in shapes), "number")


def _json(
    names: Union[str, _Buffer, Mapping[str, Union[str, Iterable[str]]]],
) -> Union[str, _Buffer]:
    if isinstance(names, (str, bytes, bytearray, memoryview)):
        return names
    import json

    return json.dumps(dict(_forms(names)), ensure_ascii=False)


def _json_lines(patterns: Union[str, _Buffer, Iterable[Mapping[str, Any]]]) -> Union[str, _Buffer]:
    if isinstance(patterns, (str, bytes, bytearray, memoryview)):
        return patterns
    if isinstance(patterns, dict) or not hasattr(patterns, "__iter__"):
        raise TypeError(
            "patterns must be a list of patterns such as {'label': 'ORG', 'pattern': 'Acme'}, "
            f"not {_check.kind_of(patterns)}"
        )
    import json

    return "\n".join(json.dumps(pattern, ensure_ascii=False) for pattern in patterns)


def _guess(path: str, content: bytes) -> _Format:
    """Returns the format of a file by its name, and for JSON Lines by its first line."""
    name = path.lower()
    if name.endswith((".jsonl", ".ndjson")):
        first_line = next((line for line in content.split(b"\n", 64) if line.strip()), b"")
        return "spacy" if b'"pattern"' in first_line and b'"label"' in first_line else "jsonl"
    return "flashtext" if name.endswith(".json") else "tsv"


def _file(path: _Path, format: Optional[_Format]) -> tuple[int, str, bytes]:
    """Returns the number of a file's format, its name for messages, and its content."""
    with open(path, "rb") as file:
        content = file.read()
    name = os.fsdecode(path)
    return _number(format or _guess(name, content), FORMATS, "format"), name, content


class GazetteerBuilder(_gaztag.Builder):
    """Builds a gazetteer step by step.

    >>> builder = gaztag.GazetteerBuilder()
    >>> builder.add_entity("company/acme", "Acme Corporation", {"ticker": "ACM"})
    >>> builder.add_surface("company/acme", "Acme")
    >>> builder.add_decoy("Acme Bakery")
    >>> tagger = gaztag.Tagger(gazetteer=builder.build())
    >>> [(m.start, m.id) for m in tagger.tag("Acme Bakery buys from Acme")]
    [(22, 'company/acme')]

    The order in which things are added does not change the result. A builder may be used by one
    thread at a time; a second thread gets a RuntimeError.

    gazetteer: the gazetteer to start with, such as Gazetteer.builtin(); None: an empty one.

    All methods raise Error for values that are not valid, such as a malformed key, an unknown
    entity, or a form without a letter.
    """

    __slots__ = ("_mended",)

    _mended: list[Error]

    def __new__(cls, gazetteer: Optional[Gazetteer] = None) -> Self:
        self = super().__new__(cls, None if gazetteer is None else _gazetteer(gazetteer))
        self._mended = []
        return self

    @classmethod
    def above(cls, gazetteer: Gazetteer) -> Self:
        """Returns an empty builder of a layer that will be above a gazetteer:
        `Gazetteer.with_layer`.

        Forms can be added to the entities of the gazetteer, and what it has can be removed, without
        building it again. Its entities cannot be changed otherwise.
        """
        self = super().__new__(cls, _gazetteer(gazetteer), True)
        self._mended = []
        return self

    def set_preference(self, prefer: _Preference) -> None:
        """Sets which form counts where one that is added equals one of another entity of the
        gazetteer that the builder started with. Applies to what is added from then on.

        prefer: builtin, as at first: the form that is added counts only where the other does not
            fit, unless it has a prior; then both count, and their priors decide. own: the form that
            is added.
        """
        self._set_preference(_number(prefer, PREFERENCES, "preference"))

    def set_data_version(self, version: str) -> None:
        """Sets the version of the data, such as "2026.11"; see `Gazetteer.data_version`."""
        _check.texts(version=version)
        self._set_data_version(version)

    def add_entity(self, id: str, name: str, attributes: Mapping[str, str] = {}) -> None:
        """Adds an entity, or attributes to an existing entity with the same name.

        id: the key: a kind, a slash and a name (company/acme).
        name: the usual English name. It is not a surface form; add it with `add_surface`.
        attributes: attributes of the type text; `set_attribute` sets those of other types.
        """
        _check.texts(id=id, name=name)
        if not hasattr(attributes, "items"):
            raise TypeError(
                f"attributes must be a dictionary of str, not {_check.kind_of(attributes)}"
            )
        for attribute, value in attributes.items():
            _check.texts(**{"the name of an attribute": attribute, attribute: value})
        self._add_entity(id, name)
        for attribute, value in attributes.items():
            self.set_attribute(id, attribute, value)

    def set_attribute(self, id: str, name: str, value: str, *, type: _Type = "text") -> None:
        """Adds or replaces an attribute of an entity.

        type: the type of the value, one of those of `Entity.attribute_types`.

        Raises Error for a value that is not of the type, and for an unknown entity.
        """
        _check.texts(id=id, name=name, value=value)
        self._set_attribute(id, name, _number(type, TYPES, "type"), value)

    def add_surface(
        self,
        id: str,
        form: str,
        role: str = "name",
        *,
        case: Optional[_Case] = None,
        languages: Iterable[str] = (),
        prior: Optional[int] = None,
        word: bool = False,
        bounds: _Bounds = "word",
        accents: bool = False,
    ) -> None:
        """Adds a surface form to an entity, or replaces one and adds to its languages.

        id: the key of the entity.
        form: the form as written in running text, without article and possessive, with correct
            accents and apostrophes.
        role: how the form relates to the entity, one of those of `Surface.role`.
        case: any, capitalised or exact; None: exact for acronyms, codes and symbols; otherwise
            capitalised for forms that begin with a capital letter, and any for others.
        languages: the languages that use the form, ISO 639 codes; empty: no particular language.
        prior: the percentage of occurrences of the form that mean the entity, 1 to 100; None: 95,
            or 80 for misspellings and 85 for compounds.
        word: the form, in lower case, is also a common word, so that text in capitals is not
            evidence for the entity.
        bounds: where in a word the form may begin and end, as in `Surface.bounds`. A mention has
            the text of the form, not the whole word.
        accents: a text must have the accents of the form, and no others; otherwise accents do not
            count.
        """
        if not (isinstance(id, str) and isinstance(form, str)):
            _check.texts(id=id, form=form)
        numbers = _number(role, _gaztag.roles, "role"), _number(case or "default", CASES, "case")
        self._add_form(
            id,
            form,
            *numbers,
            _languages(languages),
            0 if prior is None else _prior(prior),
            int(word),
            _number(bounds, BOUNDS, "bounds"),
            int(accents),
        )

    def add_decoy(
        self,
        form: str,
        *,
        case: Optional[_Case] = None,
        languages: Iterable[str] = (),
        word: bool = False,
        bounds: _Bounds = "word",
        accents: bool = False,
    ) -> None:
        """Adds a decoy: a form that means no entity and hides the names inside it.

        A decoy that equals a name hides that name. The options are those of `add_surface`.
        """
        _check.texts(form=form)
        self._add_form(
            None,
            form,
            0,
            _number(case or "default", CASES, "case"),
            _languages(languages),
            0,
            int(word),
            _number(bounds, BOUNDS, "bounds"),
            int(accents),
        )

    def add_member(
        self,
        bloc: str,
        member: str,
        status: str = "member",
        *,
        joined: Optional[str] = None,
        left: Optional[str] = None,
        source: Optional[str] = None,
        as_of: Optional[str] = None,
    ) -> None:
        """Adds one period for which a country (or a bloc) is or was a member of a bloc.

        bloc, member: keys of entities. `Membership` describes the other arguments.
        """
        _check.texts(bloc=bloc, member=member, status=status)
        others = {"joined": joined, "left": left, "source": source, "as_of": as_of}
        _check.texts(**{name: value for name, value in others.items() if value is not None})
        self._add_member(bloc, member, status, joined, left, source, as_of)

    def retire_key(self, key: str, successor: str) -> None:
        """Retires a key: it stands for its successor in this builder, in files read by it, and in
        the gazetteers that it builds.

        An entity with the retired key is removed; add what should remain of it to the successor.
        """
        _check.texts(key=key, successor=successor)
        self._retire_key(key, successor)

    def remove_entity(self, id: str) -> bool:
        """Removes an entity with its surface forms and memberships. Returns whether it existed."""
        _check.texts(id=id)
        return self._remove_entity(id)

    def remove_surface(self, id: str, form: str) -> bool:
        """Removes a surface form of an entity. Returns whether the entity had exactly this form."""
        _check.texts(id=id, form=form)
        return self._remove_surface(id, form)

    def remove_decoy(self, form: str) -> bool:
        """Removes a decoy. Returns whether exactly this decoy existed."""
        _check.texts(form=form)
        return self._remove_decoy(form)

    def add_words(self, words: Iterable[str]) -> int:
        """Adds a class of words and short phrases for cues, and returns its number.

        The key of an entity stands for all its names. <capitalised>, <lower>, <number>, <initial>,
        <edge>, <percent>, <title>, <symbol>, <cell>, <age> and <signature> stand for any neighbour
        of that shape.
        """
        if isinstance(words, str):
            raise TypeError("words must be a list of str, not one str")
        return self._add_word_class("\n".join(_check.names(words, "words") or ()))

    def add_cue(
        self, form: str, place: str, words: int, weight: int, *, id: Optional[str] = None
    ) -> None:
        """Adds a cue: words near a form that are evidence for or against a reading of it.

        form: the surface form.
        place: where the words are, seen from the form: before, after, before-comma, after-comma,
            "left N", "right N", "near N" (within 1 to 12 words), document, or "document N" (at
            least 1 to 9 times in the document).
        words: the number of a class, from `add_words`.
        weight: the number of times that the odds are doubled, or halved if negative; -12 to 12,
            not 0.
        id: the key of the entity that the reading means; None: all readings.
        """
        _check.texts(form=form, place=place, **({} if id is None else {"id": id}))
        self._add_cue(form, id, place, _class(words), _check.whole(weight, "weight"))

    def add_use_cue(self, form: str, use: str, place: str, words: int, weight: int) -> None:
        """Adds a cue for the use of a name: nested, team, language, firm or
        adjective.

        It is applied to every reading of the name, at this occurrence only, and not if the
        tagger's option `uses` includes the use.

        place, words, weight: as in `add_cue`, except that document is not allowed as a place.
        """
        _check.texts(form=form, place=place)
        of = 1 << _number(use, USES, "use")
        self._add_use_cue(form, of, place, _class(words), _check.whole(weight, "weight"))

    def read(
        self,
        path: _Path,
        format: Optional[_Format] = None,
        *,
        bounds: _Bounds = "word",
        case: Optional[_Case] = None,
        strict: bool = True,
    ) -> int:
        """Adds the content of a gazetteer file, and returns the number of surface forms and decoys.

        format: tsv, jsonl, flashtext or spacy; None: chosen by the name of the file. Images are
            read by `Gazetteer.load`.
        bounds, case: those of forms and decoys without their own, as in `add_surface`.
        strict: whether blanks around forms and repeated forms are errors; otherwise they are
            mended, and `warnings` has them.

        On an error nothing is added. Raises OSError if the file cannot be read, and Error with the
        line and the column.
        """
        number, name, content = _file(path, format)
        return self._add_file(number, name, content, bounds, case, strict)

    def read_text(
        self,
        text: Union[str, _Buffer],
        format: _Format,
        name: str = "",
        *,
        bounds: _Bounds = "word",
        case: Optional[_Case] = None,
        strict: bool = True,
    ) -> int:
        """Adds the content of a gazetteer file, given as a text, and returns the number of forms.

        format: tsv, jsonl, flashtext or spacy.
        name: the name of the text in messages.
        bounds, case, strict: as in `read`.

        On an error nothing is added. Raises Error with the line and the column.
        """
        _check.texts(name=name)
        number = _number(format, FORMATS, "format")
        return self._add_file(number, name, text, bounds, case, strict)

    def _add_file(
        self,
        format: int,
        name: str,
        content: Union[str, _Buffer],
        bounds: _Bounds,
        case: Optional[_Case],
        strict: bool,
    ) -> int:
        forms, mended = self._read(format, name, content, *_of_file(bounds, case), strict)
        self._mended += mended
        return forms

    @property
    def warnings(self) -> list[Error]:
        """What was mended in files that were read with `strict=False`, and the rows that are left
        out of what is built: those of a name that more than 32 entities with weights have.
        """
        return self._mended + self._warnings()

    def check(
        self,
        text: Union[str, _Buffer],
        format: _Format,
        name: str = "",
        *,
        bounds: _Bounds = "word",
        case: Optional[_Case] = None,
    ) -> list[Error]:
        """Returns all errors that `read_text` could raise, in order. Adds nothing."""
        number = _number(format, FORMATS, "format")
        return self._check(number, name, text, *_of_file(bounds, case))

    def check_file(
        self,
        path: _Path,
        format: Optional[_Format] = None,
        *,
        bounds: _Bounds = "word",
        case: Optional[_Case] = None,
    ) -> list[Error]:
        """Returns all errors that `read` could raise, in order. Adds nothing.

        Raises OSError if the file cannot be read.
        """
        number, name, content = _file(path, format)
        return self._check(number, name, content, *_of_file(bounds, case))

    def build(self) -> Gazetteer:
        """Returns the gazetteer with everything added so far. The builder stays usable."""
        return self._build(Gazetteer)


def _number(name: str, names: tuple[str, ...], what: str) -> int:
    try:
        return names.index(name)
    except ValueError:
        known = [name for name in names if name != "default"]
        raise Error(
            f"unknown {what} {name!r}; expected {', '.join(known[:-1])} or {known[-1]}"
        ) from None


def _of_file(bounds: _Bounds, case: Optional[_Case]) -> tuple[int, int]:
    """The numbers of what applies to the forms of a file."""
    return _number(bounds, BOUNDS, "bounds"), _number(case or "default", CASES, "case")


def _languages(languages: Iterable[str]) -> Optional[str]:
    return "|".join(_check.names(languages, "languages") or ()) or None


def _class(words: int) -> int:
    # The extension would use the lowest 32 bits of a larger number.
    words = _check.whole(words, "words, a number from add_words,")
    if not 0 <= words < 1 << 32:
        raise Error(f"words is {words}; expected a number from add_words")
    return words


def _prior(prior: int) -> int:
    prior = _check.whole(prior, "prior")
    if not 1 <= prior <= 100:
        raise Error(f"prior {prior}; expected 1 to 100")
    return prior
