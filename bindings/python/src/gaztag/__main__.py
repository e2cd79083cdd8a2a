"""The command line: python -m gaztag.

It has the commands and options of the command line in Rust and prints the same, except that it has
no command `eval`, uses one thread, and reads each input whole before it tags it.
"""

from __future__ import annotations

import argparse
import codecs
import io
import json
import os
import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, BinaryIO, Optional

from . import _files
from . import (
    Entity,
    Error,
    Gazetteer,
    GazetteerBuilder,
    Mentions,
    Surface,
    Tagger,
    __version__,
    data_version,
)
from ._explain import Finding
from ._gazetteer import BOUNDS
from ._gaztag import roles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ._gazetteer import _Bounds, _Format

IMAGE_MAGIC = b"gaztag\x1a\n"
COLOURS = {"country": "\033[1;32m", "bloc": "\033[1;34m", "mineral": "\033[1;33m"}
OTHER, END = "\033[1;35m", "\033[0m"
SURROGATE = re.compile("[\ud800-\udfff]")
# The number of problems of one kind that are reported; the rest are counted.
REPORTED = 10
REASONS = {
    "case": "the case does not match the case rule of the form",
    "folding": "matches only with a part of folding that is switched off",
    "decoy": "a decoy, or covered by one",
    "not_asked_for": "its kind, role or language was not asked for",
    "less_likely": "another reading is more likely",
    "link": "inside a web address, a mail address or a path",
    "remainder": "a part of a longer name",
}


class Failure(Exception):
    """An error that ends the command with a message for the user."""


def report(message: object) -> None:
    print(f"gaztag: {message}", file=sys.stderr)


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "gaztag",
        description="Finds the names of countries, blocs and minerals in text and says which one "
        "each name means.",
    )
    parser.add_argument(
        "-V", "--version", action="version", version=f"gaztag {__version__} (data {data_version})"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], int], about: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=about)
        added.set_defaults(run=run)
        return added

    formats = ("tsv", "jsonl", "flashtext", "spacy")
    gazetteer = argparse.ArgumentParser(add_help=False)
    gazetteer.add_argument(
        "--gazetteer",
        dest="gazetteers",
        action="append",
        default=[],
        metavar="FILE",
        help="a gazetteer file to add to the built-in gazetteer, or an image to use in its place",
    )
    gazetteer.add_argument(
        "--format",
        choices=formats,
        help="the format of the gazetteer files [default: by their names]",
    )
    gazetteer.add_argument(
        "--no-builtin", action="store_true", help="leave the built-in gazetteer out"
    )
    add_bounds(gazetteer)

    one = command(
        "tag",
        tag,
        "Tag texts. Exits with 0 if there were mentions, 1 if there were none, 2 after an error.",
    )
    for action in gazetteer._actions:
        one._add_action(action)
    one.add_argument(
        "files",
        nargs="*",
        default=["-"],
        metavar="FILE",
        help="files to tag; - or none: standard input",
    )
    form = one.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object for each mention")
    form.add_argument("--tsv", action="store_true", help="tab-separated values with a header")
    form.add_argument(
        "-o", "--only-matching", action="store_true", help="only the text of the mentions"
    )
    form.add_argument(
        "-c",
        "--count",
        action="store_true",
        help="only the number of mentions of each entity in all inputs",
    )
    one.add_argument(
        "--explain", action="store_true", help="every candidate, kept or dropped, with the reason"
    )
    one.add_argument(
        "-H",
        "--with-filename",
        action="store_true",
        help="print the file's name before each mention",
    )
    one.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        metavar="WHEN",
        help="when to colour: auto, always or never",
    )
    one.add_argument(
        "--kind",
        dest="kinds",
        type=listed,
        action="extend",
        metavar="KIND",
        help="only mentions of these kinds",
    )
    one.add_argument(
        "--role",
        dest="roles",
        type=listed,
        action="extend",
        metavar="ROLE",
        help="only mentions by forms of these roles, or all",
    )
    one.add_argument(
        "--lang",
        dest="languages",
        type=listed,
        action="extend",
        metavar="LANG",
        help="only mentions by forms of these languages",
    )
    one.add_argument(
        "--text-lang",
        metavar="LANG",
        help="the language of the texts, as evidence and not as a filter",
    )
    one.add_argument(
        "--min-confidence",
        type=int,
        default=50,
        metavar="N",
        help="only mentions with at least this confidence, 0 to 100",
    )
    one.add_argument(
        "--lower-case",
        action="store_true",
        help="also accept names in lower case (talks in mali), with a lower confidence",
    )
    one.add_argument(
        "--links",
        action="store_true",
        help="also names inside web addresses, mail addresses and paths of files",
    )
    one.add_argument(
        "--uses",
        type=listed,
        action="extend",
        metavar="USE",
        help="uses of a name that count as mentions: nested, team, language, firm, adjective, or "
        "none "
        "[default: nested,team]",
    )
    one.add_argument(
        "--no-context",
        action="store_true",
        help="judge names by how often they mean the entity, without the text around them",
    )
    one.add_argument(
        "--all",
        action="store_true",
        help="every name and every reading, including nested and overlapping ones",
    )
    one.add_argument(
        "--id-format",
        choices=("key", "alpha2", "alpha3", "numeric"),
        default="key",
        metavar="FORMAT",
        help="print codes of ISO 3166 in place of keys: key, alpha2, alpha3 or numeric; an entity "
        "without such a code keeps its key",
    )
    one.add_argument(
        "--roll-up",
        action="store_true",
        help="with --count, count minerals as what they are traded as or a kind of (spodumene as "
        "lithium), and organs as their blocs",
    )
    one.add_argument(
        "--on", metavar="DATE", help="the day for --with, such as 2024-06-01; alone it has no effect"
    )
    one.add_argument(
        "--with",
        dest="with_",
        choices=("members",),
        metavar="WHAT",
        help="with --json and --on, add the members that blocs had on that day",
    )
    one.add_argument(
        "--offsets",
        choices=("bytes", "utf16", "chars"),
        default="bytes",
        metavar="UNIT",
        help="the unit of offsets: bytes, utf16 or chars",
    )
    one.add_argument(
        "--input",
        choices=("text", "html", "jsonl"),
        default="text",
        metavar="INPUT",
        help="the format of the input: text, html, or jsonl with one document in each line",
    )
    one.add_argument(
        "--id-field",
        default="id",
        metavar="NAME",
        help="with --input jsonl, the field that holds a document's id",
    )
    one.add_argument(
        "--text-field",
        default="text",
        metavar="NAME",
        help="with --input jsonl, the field that holds a document's text",
    )

    one = command("show", show, "Show everything known about an entity")
    for action in gazetteer._actions:
        one._add_action(action)
    one.add_argument(
        "names",
        nargs="+",
        metavar="KEY-OR-NAME",
        help="keys, names or codes, such as country/MLI, Mali, ML, MLI or 466",
    )
    one.add_argument("--json", action="store_true", help="one JSON object an entity")

    one = command("list", list_entities, "List the entities")
    for action in gazetteer._actions:
        one._add_action(action)
    one.add_argument(
        "--kind",
        dest="kinds",
        type=listed,
        action="extend",
        metavar="KIND",
        help="only entities of these kinds",
    )
    one.add_argument(
        "--where",
        dest="conditions",
        type=condition,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="only entities with this value of an attribute, or with this item in its list; "
        "list=us2025 asks for the lists that an entity is on",
    )
    one.add_argument(
        "--inherited",
        action="store_true",
        help="with --where list=CODE, also entities that are on the list by what they are traded "
        "as or a kind of",
    )
    form = one.add_mutually_exclusive_group()
    form.add_argument(
        "--json", action="store_true", help="one JSON object an entity, with all attributes"
    )
    form.add_argument(
        "--tsv",
        action="store_true",
        help="tab-separated values with a header and a column for each attribute",
    )

    for name, run, about in (
        ("members", members, "List the members of blocs on a day"),
        ("blocs", blocs, "List the blocs that countries were in on a day"),
    ):
        one = command(name, run, about)
        for action in gazetteer._actions:
            one._add_action(action)
        one.add_argument(
            "names",
            nargs="+",
            metavar="KEY-OR-NAME",
            help="keys, names or codes, such as bloc/ecowas, ECOWAS, Mali, ML, MLI or 466",
        )
        one.add_argument(
            "--on", metavar="DATE", help="the day: YYYY-MM-DD, YYYY-MM or YYYY [default: today]"
        )
        one.add_argument(
            "--status",
            type=listed,
            action="extend",
            metavar="STATUS",
            help="only these statuses, or all [default: member,suspended]",
        )
        form = one.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="one JSON object a membership")
        form.add_argument(
            "--tsv",
            action="store_true",
            help="tab-separated values with a header: keys, names, status, dates, source",
        )

    for name, run, about in (
        ("check", check, "Check gazetteer files and report every mistake with its line and column"),
        ("build", build, "Build an image from gazetteer files"),
    ):
        one = command(name, run, about)
        one.add_argument(
            "files", nargs="+" if name == "check" else "*", metavar="FILE", help="gazetteer files"
        )
        if name == "build":
            one.add_argument(
                "-o", "--output", required=True, metavar="FILE", help="where to write the image"
            )
        one.add_argument(
            "--format", choices=formats, help="the format of the files [default: by their names]"
        )
        one.add_argument(
            "--no-builtin", action="store_true", help="leave the built-in gazetteer out"
        )
        add_bounds(one)
    return parser


def add_bounds(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--bounds",
        choices=BOUNDS,
        help="where forms of the gazetteer files that give no bounds may begin and end: word (a "
        "whole word), start (begin with a word), end (end with a word) or anywhere [default: word]",
    )


def listed(text: str) -> list[str]:
    return text.split(",")


def condition(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not name or not found:
        raise argparse.ArgumentTypeError("expected NAME=VALUE, such as list=us2025")
    return name, value


# Gazetteers.


def load(
    files: Sequence[str],
    format: Optional[_Format],
    no_builtin: bool,
    bounds: Optional[_Bounds],
) -> Gazetteer:
    """Returns the gazetteer that the arguments describe."""
    image: Optional[Gazetteer] = None
    others = []
    for file in files:
        with open(file, "rb") as opened:
            is_image = opened.read(len(IMAGE_MAGIC)) == IMAGE_MAGIC
        if not is_image:
            others.append(file)
        elif image is not None:
            raise Failure(
                f"{file}: a second image; "
                "give one image at most, and other gazetteer files to add to it"
            )
        else:
            try:
                image = Gazetteer.load(file)
            except Error as error:
                raise Failure(f"{file}: {error}") from error
    if bounds is not None and not others:
        raise Failure(
            "--bounds is for forms of gazetteer files, and none was given; an image keeps the "
            "bounds that it was built with"
        )
    # An image contains the built-in gazetteer if it was built with it.
    base = image if image is not None else None if no_builtin else Gazetteer.builtin()
    if base is not None and not others:
        return base
    builder = GazetteerBuilder(base)
    for file in others:
        builder.read(file, format, bounds=bounds or "word")
    return builder.build()


def gazetteer_of(options: argparse.Namespace) -> Gazetteer:
    if options.no_builtin and not options.gazetteers:
        raise Failure(
            "--no-builtin leaves nothing to look for; give a gazetteer with --gazetteer FILE"
        )
    return load(options.gazetteers, options.format, options.no_builtin, options.bounds)


def check(options: argparse.Namespace) -> int:
    builder = GazetteerBuilder(None if options.no_builtin else Gazetteer.builtin())
    failed = False
    bounds: _Bounds = options.bounds or "word"
    for file in options.files:
        try:
            forms = builder.read(file, options.format, bounds=bounds)
        except OSError as error:
            report(reason_of(error))
            failed = True
        except Error:
            # read stops at the first mistake; check_file returns all of them.
            for mistake in builder.check_file(file, options.format, bounds=bounds):
                report(mistake)
            failed = True
        else:
            print(f"{file}: ok, {forms} {'form' if forms == 1 else 'forms'}")
    if failed:
        return 2
    gazetteer = builder.build()
    beside = "" if options.no_builtin else " with the built-in gazetteer"
    print(
        f"together{beside}: {len(gazetteer)} entities, "
        f"{gazetteer.form_count} forms with the derived ones, {len(gazetteer.decoys)} decoys"
    )
    return 0


def build(options: argparse.Namespace) -> int:
    overwritten = _files.same(options.output, options.files)
    if overwritten is not None:
        raise Failure(
            f"{options.output}: the same file as {overwritten}, which is an input; "
            "write to another file"
        )
    gazetteer = load(options.files, options.format, options.no_builtin, options.bounds)
    gazetteer.save(options.output)
    print(
        f"{options.output}: {len(gazetteer)} entities, {gazetteer.form_count} forms, "
        f"{len(gazetteer.to_image())} bytes"
    )
    return 0


def list_entities(options: argparse.Namespace) -> int:
    gazetteer = gazetteer_of(options)
    for kind in options.kinds or ():
        known(gazetteer, kind)
    if options.inherited and not options.conditions:
        raise Failure("--inherited goes with --where list=CODE")
    found = [entity for entity in gazetteer if not options.kinds or entity.kind in options.kinds]
    names = sorted({name for entity in found for name in entity.attributes})
    conditions = []
    for name, value in options.conditions:
        name = f"{name}s" if f"{name}s" in names else name
        if name not in names:
            raise Failure(
                f'no entity has an attribute "{name}"; expected one of {", ".join(names)}'
            )
        conditions.append(((name, f"inherited_{name}")[: 1 + options.inherited], value))
    found = [
        entity
        for entity in found
        if all(any(has(entity, name, value) for name in names) for names, value in conditions)
    ]
    if options.tsv:
        print("\t".join(("id", "kind", "name", *names)))
    for entity in found:
        attributes = entity.attributes
        if options.json:
            print(
                dumped(
                    {
                        "attributes": typed(entity),
                        "id": entity.id,
                        "kind": entity.kind,
                        "name": entity.name,
                    }
                )
            )
        elif options.tsv:
            values = (attributes.get(name, "") for name in names)
            print("\t".join((entity.id, entity.kind, entity.name, *values)))
        else:
            print(f"{entity.id}\t{entity.name}")
    return 0 if found else 1


def typed(entity: Entity) -> dict[str, Any]:
    """Returns the attributes in their types, sorted by name: numbers, lists of str."""
    types = entity.attribute_types
    return {
        name: float(value)
        if types[name] == "number"
        else value.split("|")
        if types[name] in ("list", "entities")
        else value
        for name, value in sorted(entity.attributes.items())
    }


def has(entity: Entity, name: str, value: str) -> bool:
    """Whether an attribute has a value, or an item with it. A key may be its second part."""
    text = entity.attributes.get(name)
    if text is None:
        return False
    type = entity.attribute_types[name]
    items = text.split("|") if type in ("list", "entities") else [text]
    are_keys = type in ("entity", "entities")
    return any(
        value == item or are_keys and value == item.partition("/")[2] for item in items
    )


MEMBERS_HEADER = "bloc\tbloc_name\tmember\tmember_name\tstatus\tjoined\tleft\tsource\tas_of"
STATUSES = ("member", "suspended", "associate", "observer", "candidate", "all")


def members(options: argparse.Namespace) -> int:
    return spells(options, "bloc")


def blocs(options: argparse.Namespace) -> int:
    return spells(options, "country")


def spells(options: argparse.Namespace, kind: str) -> int:
    """Prints the members of blocs, or the blocs of countries, on a day."""
    gazetteer = gazetteer_of(options)
    for status in options.status or ():
        if status not in STATUSES:
            raise Failure(f'unknown status "{status}"; expected one of {", ".join(STATUSES)}')
    wanted: Any = "all" if options.status and "all" in options.status else options.status
    any_found = failed = False
    if options.tsv:
        print(MEMBERS_HEADER)
    for name in options.names:
        try:
            entity = of_kind(gazetteer, name, kind)
        except Error as error:
            report(error)
            failed = True
            continue
        ask = entity.members if kind == "bloc" else entity.blocs
        found = ask(on=options.on, status=wanted)
        if not found:
            day = "today" if options.on is None else options.on
            report(f"{entity.id}: no members or blocs on {day}{hint(entity)}")
        any_found |= bool(found)
        for spell in found:
            bloc, member = gazetteer[spell.bloc], gazetteer[spell.member]
            values = (
                bloc.id, bloc.name, member.id, member.name, spell.status,
                spell.joined, spell.left, spell.source, spell.as_of,
            )  # fmt: skip
            if options.json:
                fields = dict(sorted(zip(MEMBERS_HEADER.split("\t"), values)))
                print(dumped(fields))
            elif options.tsv:
                print("\t".join(value or "" for value in values))
            else:
                other = member if kind == "bloc" else bloc
                status_then = "" if spell.status == "member" else f"\t{spell.status}"
                print(f"{other.id}\t{other.name}{status_then}")
    return 2 if failed else 0 if any_found else 1


def of_kind(gazetteer: Gazetteer, name: str, kind: str) -> Entity:
    """Returns the entity that a name means. Of several, only those of a kind count."""
    try:
        return gazetteer.resolve(name)
    except Error as error:
        if error.code != "ambiguous":
            raise
        known = (entity for entity, form in gazetteer.look_up(name) if form.form == name)
        found = {entity for entity in known if entity is not None and entity.kind == kind}
        if len(found) != 1:
            raise
        return found.pop()


def hint(entity: Entity) -> str:
    """Says why a bloc has no members, if the data does."""
    if entity.kind != "bloc":
        return ""
    parent = entity.attributes.get("parent")
    return {
        "parent": f"; its members are those of {parent}, of which it is an organ",
        "other": "; its members are not states",
        "none": "; it has no members",
        "unlisted": "; the data does not have its members yet",
    }.get(entity.attributes.get("membership", ""), "")


def known(gazetteer: Gazetteer, kind: str) -> None:
    if gazetteer._find_kind(kind) is None:
        raise Failure(f'unknown kind "{kind}"; expected one of {", ".join(gazetteer.kinds)}')


def show(options: argparse.Namespace) -> int:
    gazetteer = gazetteer_of(options)
    any_found = False
    for name in options.names:
        try:
            entity = gazetteer.resolve(name)
        except Error as error:
            report(error)
            continue
        any_found = True
        print(
            json.dumps(as_json(entity), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            if options.json
            else description(gazetteer, entity)
        )
    return 0 if any_found else 1


def as_json(entity: Entity) -> dict[str, Any]:
    spells = [
        {"bloc": m.bloc, "member": m.member, "status": m.status, "joined": m.joined, "left": m.left}
        for m in entity.memberships
    ]
    forms = [
        {
            "form": s.form,
            "role": s.role,
            "case": s.case,
            "languages": list(s.languages),
            "prior": s.prior,
            "bounds": s.bounds,
        }
        for s in entity.surfaces
    ]
    return {
        "id": entity.id,
        "kind": entity.kind,
        "name": entity.name,
        "attributes": typed(entity),
        "memberships": spells,
        "forms": forms,
    }


def description(gazetteer: Gazetteer, entity: Entity) -> str:
    lines = [f"{entity.id}  {entity.name}"]
    lines += [f"  {name:<12} {value}" for name, value in entity.attributes.items()]
    title = "members" if entity.kind == "bloc" else "blocs"
    for member in entity.memberships:
        other = gazetteer[member.member if member.bloc == entity.id else member.bloc]
        dates = (
            f"  {member.joined or '?'} - {member.left or ''}"
            if member.joined or member.left
            else ""
        )
        lines.append(f"  {title:<12} {other.id}  {other.name} ({member.status}){dates}")
        title = ""
    surfaces = entity.surfaces
    for role in roles:
        title = role
        for surface in surfaces:
            if surface.role == role:
                lines.append(f"  {title:<12} {surface.form}{notes(surface)}")
                title = ""
    return "\n".join([*lines, ""])


def notes(surface: Surface) -> str:
    """Returns the properties of a form that differ from the defaults."""
    found = [" ".join(surface.languages)] if surface.languages else []
    usual = (
        "exact"
        if surface.role in ("acronym", "code", "symbol")
        else "capitalised"
        if surface.form[:1].isupper()
        else "any"
    )
    if surface.case != usual:
        found.append(surface.case)
    if surface.prior != (80 if surface.role == "misspelling" else 95):
        found.append(f"prior {surface.prior}")
    if surface.bounds != "word":
        found.append(f"bounds {surface.bounds}")
    return f"  [{', '.join(found)}]" if found else ""


# Tagging.


def tag(options: argparse.Namespace) -> int:
    if options.explain and (options.tsv or options.only_matching or options.count):
        raise Failure("--explain goes with --json or with nothing")
    if options.roll_up and not options.count:
        raise Failure("--roll-up goes with --count")
    if options.with_ and not (options.json and options.on):
        raise Failure("--with goes with --json and --on")
    gazetteer = gazetteer_of(options)
    for kind in options.kinds or ():
        known(gazetteer, kind)
    tagger = Tagger(
        kinds=options.kinds,
        roles=("all",) if options.roles and "all" in options.roles else options.roles,
        languages=options.languages,
        gazetteer=gazetteer,
        uses=("nested", "team")
        if options.uses is None
        else [use for use in options.uses if use != "none"],
        overlap="all" if options.all else "longest",
        min_confidence=options.min_confidence,
        input="html" if options.input == "html" else "text",
        lower_case=options.lower_case,
        links=options.links,
        context=not options.no_context,
    )
    job = Job(options, tagger)
    if options.tsv:
        job.out.write(b"doc\tstart\tend\ttext\tkind\tid\tname\trole\tconfidence\tcandidates\n")
    failed = False
    for file in options.files:
        try:
            if file == "-":
                failed |= job.input(file, sys.stdin.buffer)
            else:
                with open(file, "rb") as opened:
                    failed |= job.input(file, opened)
        except BrokenPipeError:
            raise
        except OSError as error:
            report(reason_of(error))
            failed = True
    if job.painted and job.counts:
        job.out.write(b"\n")
    if options.count or job.painted:
        job.print_counts()
    job.out.flush()
    return 2 if failed else 0 if job.counts else 1


class Problems:
    """The problems in the lines of an input: the first ones are reported, the rest counted."""

    def __init__(self, name: str) -> None:
        self.name, self.mistakes, self.replacements = name, 0, 0

    def mistake(self, message: str) -> None:
        self.mistakes += 1
        if self.mistakes <= REPORTED:
            report(f"{self.name}: {message}")

    def replaced(self, message: str) -> None:
        self.replacements += 1
        if self.replacements <= REPORTED:
            report(f"warning: {self.name}: {message}")

    def sum(self) -> bool:
        """Reports the number of further problems. Returns whether a line was skipped."""
        for kind, count, what in (
            ("", self.mistakes, "mistakes"),
            ("warning: ", self.replacements, "lone surrogates or ill-formed sequences"),
        ):
            more = count - REPORTED
            if more > 0:
                report(f"{kind}{self.name}: {more} more line{'s' if more > 1 else ''} with {what}")
        return self.mistakes > 0


class Job:
    """Tags inputs and prints the mentions."""

    def __init__(self, options: argparse.Namespace, tagger: Tagger) -> None:
        self.options, self.tagger, self.out = options, tagger, sys.stdout.buffer
        self.counts: Counter[str] = Counter()
        given = (
            options.json or options.tsv or options.only_matching or options.count or options.explain
        )
        self.painted = (
            not given
            and options.input != "jsonl"
            and (sys.stdout.isatty() or options.color == "always")
        )
        self.coloured = (
            options.color == "always"
            or options.color == "auto"
            and sys.stdout.isatty()
            and not os.environ.get("NO_COLOR")
        )
        self.with_file = options.with_filename or len(options.files) > 1 or options.input == "jsonl"

    def input(self, name: str, file: BinaryIO) -> bool:
        """Tags one input. Returns whether a part of it failed."""
        if self.options.input != "jsonl":
            self.document(name, dumped(os.fsencode(name).decode("utf-8", "replace")), file.read())
            return False
        problems = Problems(name)
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                id, text, replaced = self.fields(line)
            except (ValueError, RecursionError) as error:
                problems.mistake(f"line {number}: {error}")
                continue
            if replaced:
                plural = "s" if replaced > 1 else ""
                problems.replaced(
                    f"line {number}: {replaced} lone surrogate{plural} or ill-formed "
                    f"sequence{plural} replaced by U+FFFD"
                )
            shown = str(number) if id is None else dumped(id)
            self.document(shown, shown, text.encode())
        return problems.sum()

    def fields(self, line: bytes) -> tuple[Any, str, int]:
        """Returns the id and the text of a JSON line, and the number of replaced sequences.

        Lone surrogates and ill-formed UTF-8 are replaced, so that the document is not lost.
        """
        text = line.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
        replaced = text.count("\ufffd") - line.count("\ufffd".encode())
        document = json.loads(text)
        if not isinstance(document, dict):
            raise ValueError("expected an object with the document's text")
        if self.options.text_field not in document:
            raise ValueError(f'no field "{self.options.text_field}"; --text-field names another')
        id, text = document.get(self.options.id_field), document[self.options.text_field]
        if not isinstance(text, str):
            raise ValueError(f'field "{self.options.text_field}" is not a string')
        if isinstance(id, (bool, dict, list)):
            raise ValueError(f'field "{self.options.id_field}" is not a string or a number')
        text, in_text = SURROGATE.subn("\ufffd", text)
        id, in_id = SURROGATE.subn("\ufffd", id) if isinstance(id, str) else (id, 0)
        return id, text, replaced + in_text + in_id

    def document(self, name: str, id: str, text: bytes) -> None:
        mentions = self.tagger.tag(text, language=self.options.text_lang)
        self.counts.update(mention.id for mention in mentions)
        if self.options.count:
            return
        if self.options.explain:
            self.explain(id, text)
        elif self.painted:
            self.paint(text, mentions)
        else:
            self.lines(name, id, text, mentions)

    def lines(self, name: str, id: str, text: bytes, mentions: Mentions) -> None:
        options = self.options
        unit = self.units(
            text, (offset for mention in mentions for offset in (mention.start, mention.end))
        )
        for mention in mentions:
            start, end, part = unit[mention.start], unit[mention.end], mention.text
            candidates = mention.candidates if len(mention.candidates) > 1 else ()
            if options.json:
                fields = mention.to_dict()
                fields.update(start=start, end=end, text=part.decode("utf-8", "replace"))
                fields["id"] = self.id_of(mention.id)
                if candidates:
                    fields["candidates"] = [self.id_of(key) for key in candidates]
                if options.with_:
                    on_day = mention.entity.members(on=options.on)
                    if on_day:
                        fields["members"] = [self.id_of(spell.member) for spell in on_day]
                line = f'{{"doc":{id},{dumped(fields)[1:]}'.encode()
            elif options.tsv:
                doc = json.loads(id)
                rest = "\t".join(
                    (
                        mention.kind,
                        self.id_of(mention.id),
                        mention.name,
                        mention.role,
                        str(mention.confidence),
                        "|".join(self.id_of(key) for key in candidates),
                    )
                )
                line = b"%s\t%d\t%d\t%s\t%s" % (
                    flat(str(doc).encode()),
                    start,
                    end,
                    flat(part),
                    rest.encode(),
                )
            elif options.only_matching:
                line = flat(part)
            else:
                file = f"{name}:".encode("utf-8", "surrogateescape") if self.with_file else b""
                id_text = self.id_of(mention.id).encode()
                line = b"%s%d-%d\t%s\t%s" % (file, start, end, id_text, flat(part))
            self.out.write(line + b"\n")

    def paint(self, text: bytes, mentions: Mentions) -> None:
        at = 0
        for mention in mentions:
            if mention.start >= at:
                begin, end = (COLOURS.get(mention.kind, OTHER), END) if self.coloured else ("", "")
                self.out.write(
                    text[at : mention.start] + begin.encode() + mention.text + end.encode()
                )
                at = mention.end
        self.out.write(text[at:])

    def id_of(self, key: str) -> str:
        """Returns the code that the option --id-format asks for, or the key if there is none."""
        if self.options.id_format == "key":
            return key
        return self.tagger.gazetteer[key].attributes.get(self.options.id_format, key)

    def print_counts(self) -> None:
        gazetteer = self.tagger.gazetteer
        counts = self.counts
        if self.options.roll_up:
            counts = Counter()
            for key, count in self.counts.items():
                counts[gazetteer[key].roll_up().id] += count
        rows = [
            (count, gazetteer[id], self.id_of(id))
            for id, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]
        kinds, ids = (
            max((len(value) for value in values), default=0)
            for values in ([entity.kind for _, entity, _ in rows], [id for _, _, id in rows])
        )
        for count, entity, id in rows:
            begin, end = (COLOURS.get(entity.kind, OTHER), END) if self.coloured else ("", "")
            self.out.write(
                f"{count:>7}  {begin}{entity.kind:<{kinds}}{end}  {id:<{ids}}  {entity.name}\n".encode()
            )

    def explain(self, id: str, text: bytes) -> None:
        findings = self.tagger.explain(text, language=self.options.text_lang)
        offsets = [offset for f in findings for offset in (f.start, f.end, *(f.inside or ()))]
        offsets += [
            offset
            for f in findings
            for w in f.weighed
            for offset in (w.start, w.end)
            if offset is not None
        ]
        unit = self.units(text, offsets)
        for finding in findings:
            self.out.write(explained(finding, id, text, unit, self.options.json, self.id_of))

    def units(self, text: bytes, offsets: Iterable[int]) -> dict[int, int]:
        """Maps byte offsets to offsets in the unit of the option --offsets."""
        at = count = 0
        units = {}
        for offset in sorted(set(offsets)):
            part = (
                text[at:offset].decode("utf-8", "replace")
                if self.options.offsets != "bytes"
                else ""
            )
            count = (
                offset
                if self.options.offsets == "bytes"
                else count
                + (
                    len(part)
                    if self.options.offsets == "chars"
                    else len(part.encode("utf-16-le")) // 2
                )
            )
            at = offset
            units[offset] = count
        return units


def explained(
    finding: Finding,
    id: str,
    text: bytes,
    unit: dict[int, int],
    as_json: bool,
    id_of: Callable[[str], str],
) -> bytes:
    start, end = unit[finding.start], unit[finding.end]
    if finding.kept:
        reason = f"confidence {finding.confidence}"
    elif finding.inside is not None:
        outer = text[finding.inside[0] : finding.inside[1]].decode("utf-8", "replace")
        reason = f'inside "{outer}" at {unit[finding.inside[0]]}-{unit[finding.inside[1]]}'
    elif finding.reason == "confidence":
        reason = f"confidence {finding.confidence} is below the least one"
    else:
        reason = REASONS[finding.reason]
    found = text[finding.start : finding.end]
    shown = None if finding.id is None else id_of(finding.id)
    if as_json:
        fields: dict[str, Any] = {
            "start": start,
            "end": end,
            "text": found.decode("utf-8", "replace"),
            "id": shown,
            "form": finding.form,
            "role": finding.role,
            "prior": finding.prior,
            "bounds": finding.bounds,
        }
        fields.update(kept=finding.kept, reason=reason)
        if finding.confidence is not None:
            fields["confidence"] = finding.confidence
        if finding.before is not None:
            fields["before"] = finding.before
            fields["weighed"] = []
            for weighed in finding.weighed:
                thing: dict[str, Any] = {"weight": weighed.weight, "ground": weighed.ground}
                if weighed.start is not None and weighed.end is not None:
                    thing.update(
                        start=unit[weighed.start],
                        end=unit[weighed.end],
                        text=text[weighed.start : weighed.end].decode("utf-8", "replace"),
                    )
                fields["weighed"].append(thing)
        return f'{{"doc":{id},{dumped(fields)[1:]}\n'.encode()
    line = (
        f"{start:>7}-{end:<7} {'kept   ' if finding.kept else 'dropped'} {shown or 'decoy':<32} ".encode()
        + flat(found)
    )
    bounds = "" if finding.bounds == "word" else f", bounds {finding.bounds}"
    line += f"  [{finding.role}, prior {finding.prior}{bounds}] {reason}{'' if finding.before is None else f', {finding.before} before'}\n".encode()
    for weighed in finding.weighed:
        line += f"{'':16}{weighed.weight:+3} {weighed.ground}".encode()
        if weighed.start is not None and weighed.end is not None:
            line += f": {unit[weighed.start]}-{unit[weighed.end]} ".encode() + flat(
                text[weighed.start : weighed.end]
            )
        line += b"\n"
    return line


def flat(text: bytes) -> bytes:
    """Returns a text with blanks instead of tabs and line breaks, so that it is one field."""
    return text.translate(bytes.maketrans(b"\t\n\r", b"   "))


def dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def reason_of(error: OSError) -> str:
    name = "input" if error.filename is None else os.fsdecode(error.filename)
    return f"{name}: {error.strerror}"


def main(words: Optional[Sequence[str]] = None) -> int:
    """Runs the command line and returns the exit code."""
    options = arguments().parse_args(words)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # The output is UTF-8 in every locale. surrogateescape keeps names of files as they are.
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader closed the pipe. Python must not try to write the rest of its buffer.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        report(reason_of(error))
    except (Error, Failure) as error:
        report(error)
    return 2


if __name__ == "__main__":
    sys.exit(main())
