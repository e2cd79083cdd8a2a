"""The whole program beside the library alone, ripgrep and jq: what reading, decoding and printing
cost. scripts/race whole runs it.

Times are those of the processor, user and system, so that other programs on the machine count for
little; for two threads also the time of a clock. The least of some rounds is shown. The texts are a
file repeated: one text, JSON Lines with documents of about 3 KB, and 10,000 files.
"""

import argparse
import ctypes
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/gaztag"
LIBRARY = ROOT / "target/release/libgaztag.so"
DOCUMENT = 3000
FILES = 10_000
# What ripgrep reads, which is much slower, and the shortest name that it looks for: the acronyms
# and codes are words like "in" where case is ignored.
PART = 2_000_000
SHORTEST = 4
# Texts of this size are judged as a whole.
WHOLE = 64 << 20


def run(command, folder):
    """The processor time and the time of a clock in seconds, and the memory in MiB."""
    with open(folder / "out", "wb") as out, open(folder / "errors", "wb") as errors:
        begin = time.perf_counter()
        child = subprocess.Popen(list(map(str, command)), stdout=out, stderr=errors, cwd=folder)
        memory = 0
        while (found := os.wait4(child.pid, os.WNOHANG))[0] == 0:
            memory = peak(child.pid) or memory
            time.sleep(0.02)
        wall = time.perf_counter() - begin
        _, status, usage = found
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command}: {child.returncode}\n{(folder / 'errors').read_text()}")
    return usage.ru_utime + usage.ru_stime, wall, memory


def peak(process):
    """The most memory that a process had, in MiB: of the program, without that of Python before."""
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), "0 0")
    return int(line.split()[1]) / 1024


def library():
    """A function that counts the mentions of texts, each judged as a whole. Returns the processor
    time in seconds and the count."""
    loaded = ctypes.CDLL(LIBRARY)
    tagger, total = ctypes.c_void_p(), ctypes.c_uint64()
    if loaded.gaztag_tagger_new(None, None, ctypes.byref(tagger), None) != 0:
        sys.exit("gaztag_tagger_new failed")
    loaded.gaztag_count.argtypes = [
        *(ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p),
        *(ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p),
    ]

    def count(texts):
        sums, taken = 0, 0.0
        out = ctypes.byref(total)
        for text in texts:
            begin = time.thread_time()
            status = loaded.gaztag_count(tagger, text, len(text), None, None, 0, out, None)
            taken += time.thread_time() - begin
            if status != 0:
                sys.exit(f"gaztag_count: {status}")
            sums += total.value
        return taken, sums

    return count


def pages_of(documents):
    """The documents joined into texts that are judged as a whole."""
    page, length = [], 0
    for document in documents:
        if length + len(document) > WHOLE:
            yield b"".join(page)
            page, length = [], 0
        page.append(document)
        length += len(document)
    yield b"".join(page)


def documents_of(text, size):
    """Whole lines of a text, repeated, as documents of about DOCUMENT bytes."""
    documents, lines, length = [], [], 0
    for line in text.splitlines(keepends=True):
        lines.append(line)
        length += len(line)
        if length >= DOCUMENT:
            documents.append(b"".join(lines))
            lines, length = [], 0
    documents = documents or [text]
    repeat = -(-size // sum(map(len, documents)))
    return documents * repeat


def write(folder, documents):
    with open(folder / "news.txt", "wb") as one, open(folder / "news.jsonl", "w") as lines:
        for number, document in enumerate(documents):
            one.write(document)
            line = {"id": number, "text": document.decode()}
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
    (folder / "part.txt").write_bytes(b"".join(documents[: PART // DOCUMENT]))
    (folder / "files").mkdir()
    share = -(-len(documents) // FILES)
    for number in range(0, len(documents), share):
        text = b"".join(documents[number : number + share])
        (folder / f"files/{number}.txt").write_bytes(text)


def names():
    """The English forms of the built-in gazetteer, but the shortest."""
    rows = (ROOT / "data/surfaces/en.tsv").read_text().splitlines()
    forms = {row.split("\t")[1] for row in rows[1:] if not row.startswith("#")}
    return sorted(form for form in forms if len(form) >= SHORTEST)


def main():
    parser = argparse.ArgumentParser(prog="scripts/race whole")
    parser.add_argument("--text", type=pathlib.Path, default=ROOT / "examples/article.txt")
    parser.add_argument("--size", type=int, default=1000, help="MB of text")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    documents = documents_of(arguments.text.read_bytes(), arguments.size * 1_000_000)
    size = sum(map(len, documents)) / 1e6
    with tempfile.TemporaryDirectory(prefix="gaztag-", dir=ROOT / "target") as folder:
        race(pathlib.Path(folder), documents, size, arguments.rounds)


def race(folder, documents, size, rounds):
    write(folder, documents)
    (folder / "names.txt").write_text("\n".join(names()) + "\n")
    count = library()
    tag = [PROGRAM, "tag"]
    programs = {
        "one text, counts": [*tag, "-c", "news.txt"],
        "2 MB, its names": [*tag, "-o", "part.txt"],
        "10,000 files, counts": [*tag, "-c", "-r", "files"],
        "10,000 files, -j 2": [*tag, "-c", "-r", "-j", "2", "files"],
        "JSON Lines, counts": [*tag, "-c", "news.jsonl"],
        "JSON Lines, --json": [*tag, "--json", "news.jsonl"],
        "JSON Lines, -j 2": [*tag, "-c", "-j", "2", "news.jsonl"],
        "2 MB, rg -owiF -f names": ["rg", "-owiIN", "-F", "-f", "names.txt", "part.txt"],
        "jq -r .text": ["jq", "-r", ".text", "news.jsonl"],
    }
    alone = {
        "library, texts of 64 MiB": lambda: pages_of(documents),
        "library, documents": lambda: documents,
    }
    best = {}
    for _ in range(rounds):
        for name, texts in alone.items():
            time_, mentions = count(texts())
            best[name] = min(best.get(name, (9e9, 0, 0, 0)), (time_, 0, 0, mentions))
        for name, command in programs.items():
            once = run(command, folder)
            known = best.get(name, (9e9, 9e9, 0))
            best[name] = (min(known[0], once[0]), min(known[1], once[1]), max(known[2], once[2]))
    report(best, size, folder)


def report(best, size, folder):
    print(f"{size:.0f} MB of text, {best['library, documents'][3]:,} mentions in documents")
    print(f"{'':<26}{'CPU s':>8}{'MB/s':>7}{'clock s':>9}{'MiB':>6}")
    for name, (time_, wall, memory, *_) in best.items():
        rest = f"{wall:9.2f}{memory:6.0f}" if wall else ""
        read = PART / 1e6 if name.startswith("2 MB") else size
        print(f"{name:<26}{time_:8.2f}{read / time_:7.0f}{rest}")
    one, documents = best["library, texts of 64 MiB"][0], best["library, documents"][0]
    goals = [
        ("one text to the library", best["one text, counts"][0] / one, 1.5),
        ("files to the library", best["10,000 files, counts"][0] / documents, 1.5),
        ("JSON Lines to the library", best["JSON Lines, counts"][0] / documents, 1.5),
    ]
    for name, ratio, goal in goals:
        print(f"{name}: {ratio:.2f}, goal {goal}: {'met' if ratio <= goal else 'not met'}")
    for name in ("10,000 files", "JSON Lines"):
        ratio = best[f"{name}, counts"][1] / best[f"{name}, -j 2"][1]
        print(f"{name}, -j 2 by the clock: {ratio:.2f} times as fast, goal 1.8: "
              f"{'met' if ratio >= 1.8 else 'not met, or the machine is busy'}")
    print(f"rg to gaztag, the names of a text: {best['2 MB, rg -owiF -f names'][0] / best['2 MB, its names'][0]:.1f}")
    print(f"jq to gaztag, the same JSON Lines: {best['jq -r .text'][0] / best['JSON Lines, counts'][0]:.1f}")


main()
