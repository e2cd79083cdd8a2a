"""An interrupt (Ctrl-C) ends a long call, and its objects stay usable."""

import os
import platform
import signal
import subprocess
import sys
import threading
import time

import pytest

import gaztag

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="no timers that send signals here"
)

# Seconds. A call should end within one second; the machine may be busy.
DEADLINE = 10
# The slowest kind of text, with a name to judge in every seven bytes. It takes about a second.
DENSE = "Jordan " * 500_000

LONG = "dense = 'Jordan ' * 3_000_000"
SHORT = "texts = ['Gold left Mali for China; the EU and Niger said nothing.'] * 300_000"
# Code that prepares a call, and the call, which is repeated until the interrupt.
CALLS = {
    "tag str": (LONG, "tagger.tag(dense)"),
    "tag str that is not ASCII": (LONG + " + 'é'", "tagger.tag(dense)"),
    "tag bytes": (LONG + "; dense = dense.encode()", "tagger.tag(dense)"),
    "tag bytearray": (LONG + "; dense = bytearray(dense.encode())", "tagger.tag(dense)"),
    "is_match": (LONG, "gaztag.Tagger(kinds=['bloc']).is_match(dense)"),
    "count": (LONG, "tagger.count(dense)"),
    "explain": (LONG, "tagger.explain(dense)"),
    "replace": (LONG, "tagger.replace(dense, '{id}')"),
    "show": (LONG, "tagger.show(dense).html"),
    "report": (LONG, "gaztag.report([dense])"),
    "feed": (LONG + " * 4", "tagger.incremental().feed(dense)"),
    "list of long texts": (LONG, "tagger.tag_batch([dense] * 20)"),
    "list of long texts, threads": (LONG, "tagger.tag_batch([dense] * 20, threads=2)"),
    "column of long texts": (
        LONG + "; column = pyarrow.array([dense] * 20)",
        "tagger.tag_batch(column)",
    ),
    "column of long texts, threads": (
        LONG + "; column = pyarrow.array([dense] * 20)",
        "tagger.tag_batch(column, threads=3)",
    ),
    "list of short texts": (SHORT, "tagger.tag_batch(texts)"),
    "list of short texts, threads": (SHORT, "tagger.tag_batch(texts, threads=2)"),
    "column of short texts": (
        SHORT + "; column = pyarrow.array(texts)",
        "tagger.tag_batch(column)",
    ),
    "column of short texts, threads": (
        SHORT + "; column = pyarrow.array(texts)",
        "tagger.tag_batch(column, threads=2)",
    ),
    "column in chunks": (
        SHORT + "; column = pyarrow.chunked_array([texts] * 50)",
        "tagger.tag_batch(column)",
    ),
    "dictionaries of a batch": (
        "batch = tagger.tag_batch(['gold in Mali ' * 200_000] * 20)",
        "batch.to_dicts()",
    ),
}

CHILD = """
import gaztag, os
try:
    import pyarrow
except ImportError:
    pass
tagger = gaztag.Tagger()
{prepare}
print("ready", flush=True)
try:
    while True:
        {call}
except KeyboardInterrupt:
    assert [m.id for m in tagger.tag("gold in Mali")] == ["mineral/gold", "country/MLI"]
    assert tagger.tag_batch(["gold"] * 5, threads=2).to_dicts()[4][0]["id"] == "mineral/gold"
    # Skips the release of memory at the end of the process.
    print("interrupted", flush=True)
    os._exit(0)
"""


def interrupted(*arguments):
    """Runs Python and interrupts it. Returns its output, errors and exit code."""
    child = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout.readline() != "", child.stderr.read()
        time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=DEADLINE)
        return out, err, child.returncode
    finally:
        child.kill()
        child.wait()


@pytest.mark.parametrize("call", CALLS)
def test_every_call_that_takes_long_can_be_interrupted(call):
    prepare, code = CALLS[call]
    if "pyarrow" in prepare:
        pytest.importorskip("pyarrow")
    out, err, code = interrupted("-c", CHILD.format(prepare=prepare, call=code))
    assert (out, code) == ("interrupted\n", 0), err


class Interrupted(Exception):
    pass


@pytest.fixture
def alarm():
    """Sets a handler for alarms, the time until the first alarm, and the time between alarms."""

    def set_alarm(handler, first, between=0.0):
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, first, between)

    before = signal.getsignal(signal.SIGALRM)
    yield set_alarm
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def interrupt(signum, frame):
    raise Interrupted


def in_the_end(condition):
    """Waits until a condition holds, which depends on the end of an abandoned call."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("kind", [str, bytearray])
def test_an_interrupted_call_releases_its_objects(alarm, kind):
    text = DENSE if kind is str else kind(DENSE.encode())
    tagger = gaztag.Tagger()
    calls = [
        tagger.tag,
        tagger.explain,
        lambda text: tagger.tag_batch([text, text]),
        lambda text: tagger.incremental().feed(text),
    ]
    before = sys.getrefcount(text), sys.getrefcount(tagger)
    for call in calls:
        alarm(interrupt, 0.05)
        with pytest.raises(Interrupted):
            call(text)
    assert in_the_end(lambda: (sys.getrefcount(text), sys.getrefcount(tagger)) == before)
    if kind is bytearray:
        # No call uses the buffer any more, so it can be resized.
        text.append(32)


def test_an_interrupted_incremental_tagger_reads_another_text(alarm):
    stream = gaztag.Tagger().incremental()
    stream.feed("Niger, ")
    alarm(interrupt, 0.05)
    with pytest.raises(Interrupted):
        stream.feed(DENSE)
    assert in_the_end(lambda: fed(stream, "gold in Mali"))
    assert [(m.start, m.text) for m in stream.finish()] == [(0, "gold"), (8, "Mali")]


def fed(stream, text):
    """Feeds a text. Returns whether that was possible, which it is not while a call is running."""
    try:
        stream.feed(text)
    except RuntimeError:
        return False
    return True


@pytest.mark.parametrize("threads", [1, 2])
def test_a_signal_whose_handler_returns_changes_nothing(alarm, threads):
    text = DENSE[: 7 * 200_000]
    tagger = gaztag.Tagger()
    mentions, batch = tagger.tag(text), tagger.tag_batch([text, "Mali"]).to_dicts()
    seen = []

    def handler(signum, frame):
        # The handler may use the tagger.
        seen.append(len(tagger.tag("gold in Mali")))

    alarm(handler, 0.01, 0.01)
    assert (
        tagger.tag(text) == mentions
        and tagger.tag_batch([text, "Mali"], threads=threads).to_dicts() == batch
    )
    assert len(seen) > 3 and set(seen) == {2}


def test_other_threads_are_not_interrupted(alarm):
    text = DENSE[: 7 * 200_000]
    expected = len(gaztag.tag(text))
    found = []
    thread = threading.Thread(target=lambda: found.append(len(gaztag.tag(text))))
    alarm(interrupt, 0.05)
    thread.start()
    with pytest.raises(Interrupted):
        gaztag.tag(DENSE)
    thread.join()
    assert found == [expected]


# Interrupts calls at random moments, and prints the memory in use after some and after many.
LEAK = """
import ctypes, gaztag, os, signal, sys, time
class Interrupted(Exception):
    pass
def interrupt(signum, frame):
    raise Interrupted
signal.signal(signal.SIGALRM, interrupt)
text, tagger = "gold in Mali, " * 100_000, gaztag.Tagger()
before = sys.getrefcount(text)
calls = tagger.tag, tagger.explain, lambda text: tagger.tag_batch([text] * 20, threads=2), lambda text: tagger.incremental().feed(text)
for _ in range(2):
    for _ in range(10):
        for call in calls:
            try:
                # Inside of try, because the signal can arrive before the first call.
                signal.setitimer(signal.ITIMER_REAL, 0.01)
                while True:
                    call(text)
            except Interrupted:
                pass
    while sys.getrefcount(text) != before:
        time.sleep(0.01)
    ctypes.CDLL(None).malloc_trim(0)
    print(int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGESIZE"))
"""


@pytest.mark.skipif(
    not os.path.exists("/proc/self/statm") or platform.libc_ver()[0] != "glibc",
    reason="needs /proc",
)
def test_interrupted_calls_leak_nothing():
    # With one heap for all threads, the process can return the memory freed by threads.
    ran = subprocess.run(
        [sys.executable, "-c", LEAK],
        env={**os.environ, "MALLOC_ARENA_MAX": "1"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    some, many = map(int, ran.stdout.split())
    assert many - some < 8 << 20
