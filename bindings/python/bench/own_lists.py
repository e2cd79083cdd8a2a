"""Compares gaztag with other libraries on a list of a user's own: what building costs, and speed.

docs/gazetteers.md has results.

    pip install flashtext spacy ahocorasick_rs gaztag
    python own_lists.py LIST.tsv TEXT [--any-case] [--rounds N]

LIST.tsv is a gazetteer file, such as `gaztag import` writes. Each library gets all its forms, in
a process of its own, so that the memory is its own too: the growth of the largest resident size
while it is built. TEXT is read in pieces of about 3 KB. The best of the rounds counts, in
processor time. gaztag has the built-in gazetteer too, folds case and accents and judges; the
others search for the forms as they are written. With --any-case the forms are found in any case:
the others get forms and text in lower case, and so gaztag finds much more.
"""

import argparse
import json
import resource
import subprocess
import sys
import time

MB = 1_000_000


def read(path):
    """Returns the forms of a gazetteer file, and the file."""
    with open(path, encoding="utf-8") as file:
        content = file.read()
    header, *rows = content.splitlines()
    column = header.split("\t").index("form")
    forms = {row.split("\t")[column] for row in rows if row and not row.startswith("#")}
    return sorted(forms), content


def pieces(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    return [text[start : start + 3000] for start in range(0, len(text), 3000)]


def each(search):
    """A search of all texts, one by one. Returns how many names it finds."""
    return lambda texts: sum(len(search(text)) for text in texts)


def of_gaztag(base, columns=False):
    def build(_, content, case):
        import gaztag

        own = gaztag.Gazetteer.from_tsv(content, base=base(gaztag), case=case)
        tagger = gaztag.Tagger(gazetteer=own)
        return tagger.tag_batch if columns else each(tagger.tag)

    return build


def of_ahocorasick_rs(forms, *_):
    import ahocorasick_rs as module

    automaton = module.AhoCorasick(forms, matchkind=module.MatchKind.LeftmostLongest)
    return each(automaton.find_matches_as_indexes)


def of_flashtext(forms, *_):
    import flashtext

    processor = flashtext.KeywordProcessor(case_sensitive=True)
    processor.add_keywords_from_list(forms)
    return each(lambda text: processor.extract_keywords(text, span_info=True))


def of_spacy(forms, *_):
    import spacy

    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "NAME", "pattern": form} for form in forms])
    return each(lambda text: pipeline(text).ents)


ENGINES = {
    "gaztag with the built-in names": of_gaztag(lambda module: module.Gazetteer.builtin()),
    "gaztag with the list alone": of_gaztag(lambda module: None),
    "gaztag with the list alone, columns": of_gaztag(lambda module: None, columns=True),
    "ahocorasick_rs": of_ahocorasick_rs,
    "flashtext": of_flashtext,
    "spaCy EntityRuler": of_spacy,
}


def measure(name, list_path, text_path, rounds, any_case):
    forms, content = read(list_path)
    texts = pieces(text_path)
    size = sum(len(text.encode()) for text in texts)
    if any_case and "gaztag" not in name:
        forms = sorted({form.lower() for form in forms})
        texts = [text.lower() for text in texts]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    search = ENGINES[name](forms, content, "any" if any_case else None)
    built = time.process_time() - start
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / MB
    best, found = float("inf"), 0
    for _ in range(rounds):
        start = time.process_time()
        found = search(texts)
        best = min(best, time.process_time() - start)
    if not isinstance(found, int):
        found = sum(len(mentions) for mentions in found.to_dicts())
    return {"built": built, "memory": memory, "speed": size / MB / best, "found": found}


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("list")
    parser.add_argument("text")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--any-case", action="store_true")
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        arguments = (options.engine, options.list, options.text, options.rounds, options.any_case)
        return print(json.dumps(measure(*arguments)))
    print("| library | built in | memory | speed | found |\n|---|---|---|---|---|")
    for name in ENGINES:
        command = [sys.executable, __file__, options.list, options.text, "--engine", name]
        command += ["--rounds", str(options.rounds)] + ["--any-case"] * options.any_case
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        if done.returncode != 0:
            print(f"own_lists.py: {name}: left out", file=sys.stderr)
            continue
        of = json.loads(done.stdout)
        print(
            f"| {name} | {of['built']:.1f} s | {of['memory']:.0f} MB | {of['speed']:.1f} MB/s "
            f"| {of['found']} |"
        )


if __name__ == "__main__":
    main()
