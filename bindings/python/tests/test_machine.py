"""Threads, processes, memory, and the time to start."""

import array
import concurrent.futures
import gc
import multiprocessing
import os
import subprocess
import sys
import threading

import pytest

import gaztag

TEXT = "Russia is set to look for lithium in Mali, said Côte d'Ivoire’s minister; lead, zinc. "


def resident():
    """Returns the bytes of memory in use."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def plain(mentions):
    return [(m.start, m.end, m.id) for m in mentions]


needs_proc = pytest.mark.skipif(
    not os.path.exists("/proc/self/statm"), reason="needs /proc"
)


def grows(call, count):
    """Returns the additional memory in use after many calls, compared with some calls."""
    for _ in range(count // 10):
        call()
    gc.collect()
    before = resident()
    for _ in range(count):
        call()
    gc.collect()
    return resident() - before


@needs_proc
def test_a_million_calls_take_no_memory():
    tag = gaztag.tag
    assert grows(lambda: tag("lithium in Mali"), 1_000_000) < 1 << 20


def build():
    builder = gaztag.GazetteerBuilder()
    builder.add_entity("company/acme", "Acme")
    builder.add_surface("company/acme", "Acme")
    return gaztag.Tagger(gazetteer=builder.build()).tag("Acme")[0].entity.surfaces


def wrong():
    for call in (
        lambda: gaztag.tag("\ud800"),
        lambda: gaztag.tag(3),
        lambda: gaztag.tag(array.array("i", [3])),
        lambda: gaztag.Gazetteer.from_image(b"nothing"),
        lambda: gaztag.Gazetteer.from_tsv("key\n"),
        lambda: gaztag.tag_batch(["a", 3]),
    ):
        with pytest.raises((gaztag.Error, TypeError)):
            call()


def streamed():
    stream = gaztag.Tagger().incremental()
    return [m.text for m in [*stream.feed(TEXT), *stream.finish()]]


def batched():
    batch = gaztag.tag_batch([TEXT, None] * 20, threads=2, dictionaries=True)
    batch.__arrow_c_stream__(), batch.__arrow_c_schema__()
    return gaztag.tag_batch(batch_of_batch(batch)).to_dicts()


def batch_of_batch(batch):
    pa = pytest.importorskip("pyarrow")
    return pa.array(
        [None if lists is None else lists[0]["id"] for lists in pa.chunked_array(batch).to_pylist()]
    )


TOUCHED = [
    lambda: [
        (m.text, m.candidates, m.entity.attributes, m.to_dict(), repr(m), hash(m), m == m)
        for m in gaztag.tag(TEXT)
    ],
    lambda: (
        gaztag.tag(TEXT)[1:],
        gaztag.tag(TEXT.encode()).text,
        gaztag.tag(bytearray(TEXT.encode()))[0].text,
    ),
    lambda: gaztag.tag(TEXT * 200),
    lambda: gaztag.explain(TEXT),
    lambda: gaztag.replace(TEXT, "{id}"),
    lambda: (
        [entity.memberships for entity in list(gaztag.Gazetteer.builtin())[:5]]
        and gaztag.Gazetteer.builtin().look_up("Congo")
    ),
    streamed,
    batched,
    build,
    wrong,
]


@needs_proc
@pytest.mark.parametrize(
    "call",
    TOUCHED,
    ids=[
        "touched",
        "slices",
        "long",
        "explain",
        "replace",
        "entities",
        "stream",
        "batch",
        "build",
        "errors",
    ],
)
def test_nothing_leaks(call):
    assert grows(call, 1500) < 1 << 20


def test_references_are_released():
    text = "".join(["lithium", " in Mali"])
    tagger = gaztag.Tagger()
    before = (
        sys.getrefcount(text),
        sys.getrefcount(tagger),
        sys.getrefcount(gaztag.Mention),
        sys.getrefcount(gaztag.Mentions),
    )
    for _ in range(100):
        mentions = tagger.tag(text)
        [mentions[0], mentions[:1][0].text, mentions == tagger.tag(text)]
        del mentions
    assert (
        sys.getrefcount(text),
        sys.getrefcount(tagger),
        sys.getrefcount(gaztag.Mention),
        sys.getrefcount(gaztag.Mentions),
    ) == before


def test_one_tagger_serves_many_threads():
    texts = [TEXT * (n % 150 + 1) for n in range(300)]
    tagger = gaztag.Tagger()
    expected = [plain(tagger.tag(text)) for text in texts]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: plain(tagger.tag(text)), texts)) == expected
        assert (
            list(
                pool.map(
                    lambda text: plain(gaztag.Tagger(kinds=["country", "mineral"]).tag(text)), texts
                )
            )
            == expected
        )
        lists = list(
            pool.map(lambda _: gaztag.tag_batch(texts[:50], threads=2).to_dicts(), range(8))
        )
    assert all(found == lists[0] for found in lists) and [len(found) for found in lists[0]] == [
        len(found) for found in expected[:50]
    ]


def test_a_long_text_lets_other_threads_run():
    text = "x " * 40_000_000
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(1)
            done.wait(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    before = len(ticks)
    gaztag.Tagger().is_match(text)
    during = len(ticks) - before
    done.set()
    thread.join()
    assert during > 5


def test_an_incremental_tagger_is_used_by_one_thread():
    stream = gaztag.Tagger().incremental()
    text = TEXT * 100_000
    errors = []

    def feed():
        try:
            stream.feed(text)
        except RuntimeError as error:
            errors.append(error)

    threads = [threading.Thread(target=feed) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stream.finish()
    assert all("another thread is using this incremental tagger" in str(error) for error in errors)


def _ids(text):
    return plain(gaztag.tag(text))


def _ids_of(tagger):
    return plain(tagger.tag(TEXT))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_tagging_after_a_fork():
    gaztag.tag(TEXT)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, repr(_ids(TEXT)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 1 << 16).decode() == repr(_ids(TEXT))


@pytest.mark.parametrize(
    "method",
    [method for method in ("fork", "spawn") if method in multiprocessing.get_all_start_methods()],
)
def test_taggers_in_other_processes(method):
    own = gaztag.Gazetteer.from_dict({"company/acme": ["Russia"]})
    taggers = [gaztag.Tagger(), gaztag.Tagger(kinds="mineral"), gaztag.Tagger(gazetteer=own)]
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(_ids_of, taggers) == [_ids_of(tagger) for tagger in taggers]


def run(*arguments):
    # Freed memory is overwritten, where the C library supports this, so that its use is detected.
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "MALLOC_PERTURB_": "170"},
        capture_output=True,
        text=True,
        check=True,
    )


def test_importing_gaztag_imports_few_modules():
    imported = run(
        "-c",
        "import sys; before = set(sys.modules); import gaztag; gaztag.tag('Mali')[0].id; print(*sorted(set(sys.modules) - before))",
    ).stdout.split()
    assert {name.partition(".")[0] for name in imported} <= {"gaztag", "__future__"}, imported


def test_start_is_within_ten_times_its_goal():
    # Seconds: goals, not what it takes. A large module or a gazetteer that is built takes more.
    importing, first_mention = 0.002, 0.001
    script = """
import time
begin = time.perf_counter()
import gaztag
imported = time.perf_counter()
assert gaztag.tag("lithium in Mali")[1].id == "country/MLI"
print(imported - begin, time.perf_counter() - imported)
"""
    times = [list(map(float, run("-c", script).stdout.split())) for _ in range(7)]
    imported, tagged = map(min, zip(*times))
    assert imported < 10 * importing and tagged < 10 * first_mention, times


def test_many_threads_export_a_batch_at_the_same_time():
    script = """
import gaztag, sys, threading
sys.setswitchinterval(1e-6)
for _ in range(30):
    batch = gaztag.tag_batch(["gold in Mali"] * 3000, threads=4)
    start = threading.Barrier(6)
    def take():
        start.wait()
        for _ in range(3):
            batch.__arrow_c_schema__(), batch.to_dicts(), batch.__arrow_c_stream__()
    threads = [threading.Thread(target=take) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(batch) == 3000
"""
    run("-X", "faulthandler", "-c", script)


@pytest.mark.skipif(
    sys.version_info >= (3, 13), reason="the module of subinterpreters has another name"
)
def test_another_interpreter_raises_and_the_first_keeps_working():
    script = """
import _xxsubinterpreters as interpreters
import gaztag
other = interpreters.create()
try:
    interpreters.run_string(other, "import gaztag")
except interpreters.RunFailedError as error:
    print("ImportError" in str(error))
interpreters.destroy(other)
print(gaztag.tag("gold in Mali")[1].entity, gaztag.tag("Mali"))
"""
    assert run("-c", script).stdout.split("\n")[:2] == [
        "True",
        "Entity('country/MLI', 'Mali') Mentions([Mention(0, 4, 'Mali', 'country/MLI', confidence=93)])",
    ]


def test_importing_again():
    script = """
import sys, gaztag
before = gaztag.tag("Mali")
for name in [name for name in sys.modules if name.startswith("gaztag")]:
    del sys.modules[name]
import gaztag
assert gaztag.tag("Mali") == before and gaztag.tag("Mali")[0].entity.id == before[0].entity.id == "country/MLI"
try:
    gaztag.tag("\\ud800")
except gaztag.Error:
    print("right")
"""
    assert run("-c", script).stdout == "right\n"
