"""Compares gaztag with other libraries in one process, with the same names on the same texts.

README.md explains the results.

    pip install -r requirements.txt ..
    pip install --no-deps --target flashtext_i18n flashtext-i18n
    python race.py [--text FILE] [--rounds N] [--only SUBSTRING]

flashtext-i18n is installed in a folder because its module has the name of flashtext.

FILE is JSON Lines with a field `text`, or plain text with an article in each line. Without it the
article in examples/ is repeated. Calls with one thread are measured in processor time, calls with
two threads in elapsed time. Rounds are interleaved and the best of each counts, which reduces the
influence of other programs. Libraries that are not installed are skipped.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import warnings

# All libraries use one thread. Polars reads this when it is imported.
os.environ["POLARS_MAX_THREADS"] = "1"

import gaztag  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[3]
SENTENCE = "Russia is set to look for lithium in Mali, the minister told reporters on Tuesday after three talks."
PLAIN = "The company said on Tuesday that it would open another office there after talks with other investors"


def names():
    """Returns the surface forms of the built-in gazetteer that are searched for by default."""
    found = {
        surface.form
        for entity in gaztag.Gazetteer.builtin()
        for surface in entity.surfaces
        if surface.role not in ("capital", "code")
    }
    return sorted(found)


def articles(path):
    """Returns texts of about 3 KB: short ones are joined, long ones cut at a blank."""
    if path is None:
        texts = [(ROOT / "examples" / "article.txt").read_text(encoding="utf-8")] * 40
    elif path.suffix == ".jsonl":
        with open(path, encoding="utf-8") as file:
            texts = [json.loads(line)["text"] for line in file]
    else:
        with open(path, encoding="utf-8", errors="replace") as file:
            texts = [line for line in file if line.strip()]
    found, part = [], ""
    for text in texts:
        part += text.strip() + "\n\n"
        while len(part) >= 3000 and len(found) < 10_000:
            cut = part.find(" ", 2990)
            cut = len(part) if cut < 0 else cut
            found.append(part[:cut])
            part = part[cut:]
    return (found * -(-10_000 // max(1, len(found))))[:10_000]


def peers(forms):
    """Yields the name of each library and a function that tags a text."""
    yield "gaztag", gaztag.tag
    yield "gaztag, ids taken", lambda text: [mention.id for mention in gaztag.tag(text)]
    yield "gaztag without context", gaztag.Tagger(context=False).tag

    def ahocorasick_rs():
        import ahocorasick_rs as module

        automaton = module.AhoCorasick(
            forms,
            matchkind=module.MatchKind.LeftmostLongest,
            implementation=module.Implementation.DFA,
        )
        return automaton.find_matches_as_indexes

    def pyahocorasick():
        import ahocorasick as module

        automaton = module.Automaton()
        for form in forms:
            automaton.add_word(form, form)
        automaton.make_automaton()
        return lambda text: list(automaton.iter_long(text))

    def flashtext():
        import flashtext as module

        processor = module.KeywordProcessor(case_sensitive=True)
        processor.add_keywords_from_list(forms)
        return lambda text: processor.extract_keywords(text, span_info=True)

    def flashtext_i18n():
        import importlib

        kept = {
            name: sys.modules.pop(name)
            for name in [*sys.modules]
            if name.partition(".")[0] == "flashtext"
        }
        sys.path.insert(
            0, str(pathlib.Path(__file__).with_name("flashtext_i18n").resolve(strict=True))
        )
        module = importlib.import_module("flashtext")
        sys.path.pop(0)
        for name in [*sys.modules]:
            if name.partition(".")[0] == "flashtext":
                del sys.modules[name]
        sys.modules.update(kept)
        processor = module.KeywordProcessor(case_sensitive=True)
        for form in forms:
            processor.add_keyword(form)
        return lambda text: processor.extract_keywords(text, span_info=True)

    def flashgeotext():
        from flashgeotext.geotext import GeoText, GeoTextConfiguration
        from flashgeotext.lookup import LookupData

        geotext = GeoText(GeoTextConfiguration(use_demo_data=False))
        geotext.add(LookupData(name="names", data={form: [form] for form in forms}))
        return lambda text: geotext.extract(text)

    def hyperscan():
        import hyperscan as module

        database = module.Database()
        flags = module.HS_FLAG_SOM_LEFTMOST
        database.compile(
            expressions=[re.escape(form).encode() for form in forms],
            ids=list(range(len(forms))),
            elements=len(forms),
            flags=[flags] * len(forms),
        )
        scratch = module.Scratch(database)

        def scan(text):
            found = []
            database.scan(
                text.encode(),
                lambda id, start, end, flags, context: found.append((id, start, end)),
                scratch=scratch,
            )
            return found

        return scan

    def spacy_phrase_matcher():
        import spacy
        from spacy.matcher import PhraseMatcher

        nlp = spacy.blank("en")
        matcher = PhraseMatcher(nlp.vocab)
        matcher.add("names", [nlp.make_doc(form) for form in forms])
        return lambda text: matcher(nlp.make_doc(text))

    def polars_find_many():
        import polars

        return lambda text: polars.Series([text]).str.find_many(forms)

    for make in (
        ahocorasick_rs,
        pyahocorasick,
        flashtext,
        flashtext_i18n,
        flashgeotext,
        hyperscan,
        spacy_phrase_matcher,
        polars_find_many,
    ):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield make.__name__, make()
        except Exception as error:
            print(
                f"{make.__name__}: skipped: {type(error).__name__}: {str(error)[:100]}",
                file=sys.stderr,
            )


def once(call, count, clock):
    begin = clock()
    for _ in range(count):
        call()
    return (clock() - begin) / count


def race(contestants, rounds):
    """Returns the best time of each in interleaved rounds of 10 ms, or of one call."""
    clocks = {
        name: time.perf_counter if "two threads" in name else time.process_time
        for name in contestants
    }
    counts = {
        name: max(1, int(0.01 / max(once(call, 1, clocks[name]), 1e-7)))
        for name, call in contestants.items()
    }
    best = dict.fromkeys(contestants, float("inf"))
    for _ in range(rounds):
        for name, call in contestants.items():
            best[name] = min(best[name], once(call, counts[name], clocks[name]))
    return best


def table(title, best, reference, unit=1e6, unit_name="µs"):
    print(f"\n{title}\n")
    print(f"| engine | {unit_name} | times gaztag |\n|---|---|---|")
    for name, seconds in best.items():
        print(f"| {name} | {seconds * unit:,.2f} | {seconds / best[reference]:.2f} |")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--text", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    forms, texts = names(), articles(options.text)
    print(
        f"{len(forms):,} names; articles of {sum(map(len, texts)) / len(texts):,.0f} characters, {sum(len(gaztag.tag(text)) for text in texts) / len(texts):.1f} mentions each",
        file=sys.stderr,
    )
    found = {name: call for name, call in peers(forms) if options.only in name or name == "gaztag"}
    for title, text in (
        ("A sentence of 100 characters with three names", SENTENCE),
        ("One with no name", PLAIN),
    ):
        assert len(text) == 100, len(text)
        table(
            title,
            race(
                {name: (lambda call=call: call(text)) for name, call in found.items()},
                options.rounds,
            ),
            "gaztag",
        )
    # Different articles, because a single one would stay in the caches.
    sample = texts[:: len(texts) // 40]
    per_article = race(
        {name: (lambda call=call: [call(text) for text in sample]) for name, call in found.items()},
        options.rounds,
    )
    table(
        "An article of 3,000 characters",
        {name: seconds / len(sample) for name, seconds in per_article.items()},
        "gaztag",
    )
    substrings(forms, sample, options.rounds)
    batches(forms, texts, options.rounds)
    start()


def substrings(forms, texts, rounds):
    """Names anywhere in words, leftmost-longest, in lower case: what ahocorasick_rs is made for."""
    try:
        import ahocorasick_rs as module
    except ImportError:
        return
    wanted = sorted({form.lower() for form in forms if len(form) >= 4 and is_plain(form)})
    texts = [text.lower() for text in texts]
    rows = "".join(f"name/name\t{form}\tany\tanywhere\n" for form in wanted)
    gazetteer = gaztag.Gazetteer.from_tsv(f"key\tform\tcase\tbounds\n{rows}")
    tag = gaztag.Tagger(gazetteer=gazetteer).tag
    # gaztag folds accents and blanks, so the peer gets the spellings of these texts.
    spellings = {text[mention.start : mention.end] for text in texts for mention in tag(text)}
    automata = {
        f"ahocorasick_rs, {implementation}": module.AhoCorasick(
            sorted({*wanted, *spellings}),
            matchkind=module.MatchKind.LeftmostLongest,
            implementation=getattr(module.Implementation, implementation),
        ).find_matches_as_indexes
        for implementation in ("ContiguousNFA", "DFA")
    }
    calls = {"gaztag": tag, **automata}
    counts = {name: sum(len(call(text)) for text in texts) for name, call in calls.items()}
    assert len(set(counts.values())) == 1, counts
    contestants = {
        name: (lambda call=call: [call(text) for text in texts]) for name, call in calls.items()
    }
    per_text = {name: seconds / len(texts) for name, seconds in race(contestants, rounds).items()}
    table(f"An article of 3,000 characters, {len(wanted):,} substrings", per_text, "gaztag")


def is_plain(form):
    return all(character.isalnum() or character == " " for character in form)


def batches(forms, texts, rounds):
    contestants = {
        "gaztag.tag in a loop": lambda: [gaztag.tag(text) for text in texts],
        "gaztag.tag_batch of a list": lambda: gaztag.tag_batch(texts),
        "gaztag.tag_batch of a list, dictionaries": lambda: gaztag.tag_batch(
            texts, dictionaries=True
        ),
    }
    try:
        import pyarrow
    except ImportError:
        print("pyarrow is not installed: columns are skipped", file=sys.stderr)
    else:
        column = pyarrow.array(texts)
        contestants["gaztag.tag_batch of an Arrow column"] = lambda: gaztag.tag_batch(column)
        contestants["gaztag.tag_batch of an Arrow column, dictionaries"] = lambda: gaztag.tag_batch(
            column, dictionaries=True
        )
        contestants["gaztag.tag_batch of an Arrow column, two threads"] = lambda: gaztag.tag_batch(
            column, threads=2
        )
        contestants["gaztag.tag_batch of an Arrow column, dictionaries, two threads"] = lambda: (
            gaztag.tag_batch(column, threads=2, dictionaries=True)
        )
    try:
        import ahocorasick_rs as module
    except ImportError:
        pass
    else:
        automaton = module.AhoCorasick(
            forms,
            matchkind=module.MatchKind.LeftmostLongest,
            implementation=module.Implementation.DFA,
        )
        contestants["ahocorasick_rs in a loop"] = lambda: [
            automaton.find_matches_as_indexes(text) for text in texts
        ]
    try:
        import polars
    except ImportError:
        pass
    else:
        series = polars.Series(texts)
        contestants["Polars find_many"] = lambda: series.str.find_many(forms)
    table(
        "10,000 articles",
        race(contestants, max(3, rounds // 5)),
        "gaztag.tag_batch of a list",
        1e3,
        "ms",
    )


def start():
    script = "import time; a = time.perf_counter(); import gaztag; b = time.perf_counter(); gaztag.tag('lithium in Mali')[1].id; print(b - a, time.perf_counter() - b)"
    times = [
        list(
            map(
                float,
                subprocess.run(
                    [sys.executable, "-c", script], capture_output=True, text=True, check=True
                ).stdout.split(),
            )
        )
        for _ in range(15)
    ]
    print(
        f"\nImport {min(a for a, _ in times) * 1e3:.1f} ms, first mention {min(b for _, b in times) * 1e3:.2f} ms after it (best of {len(times)})."
    )


if __name__ == "__main__":
    main()
