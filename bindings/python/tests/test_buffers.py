"""Buffers as texts: only contiguous buffers of bytes are accepted."""

import array
import ctypes
import mmap
import warnings

import pytest

import gaztag

DATA = b"gold in Mali"
TAGGER = gaztag.Tagger()

CALLS = {
    "tag": TAGGER.tag,
    "is_match": TAGGER.is_match,
    "explain": TAGGER.explain,
    "replace": lambda text: TAGGER.replace(text, "{id}"),
    "show": TAGGER.show,
    "stream": lambda text: TAGGER.incremental().feed(text),
    "batch": lambda text: TAGGER.tag_batch([text]),
    "report": lambda text: gaztag.report([text]),
    "image": gaztag.Gazetteer.from_image,
    "table": gaztag.Gazetteer.from_tsv,
    "check": lambda text: gaztag.GazetteerBuilder().check(text, "tsv"),
}


def characters():
    with warnings.catch_warnings():
        # The format "u" is deprecated, but still supported.
        warnings.simplefilter("ignore", DeprecationWarning)
        return array.array("u", "Mali")


def numpy_of(make):
    return lambda: make(pytest.importorskip("numpy"))


# Buffers that are not texts, and a part of the message of the error.
WRONG = {
    "array u": (characters, "items of 4 bytes"),
    "array i": (lambda: array.array("i", [77, 97]), "items of 4 bytes and the format 'i'"),
    "array H": (lambda: array.array("H", DATA), "items of 2 bytes and the format 'H'"),
    "array d": (lambda: array.array("d", [1.0]), "items of 8 bytes and the format 'd'"),
    "memoryview I": (lambda: memoryview(DATA).cast("I"), "items of 4 bytes and the format 'I'"),
    "memoryview ?": (lambda: memoryview(DATA).cast("?"), "items of 1 byte and the format '?'"),
    "memoryview of 2 dimensions": (lambda: memoryview(DATA).cast("B", (3, 4)), "2 dimensions"),
    "memoryview with steps": (lambda: memoryview(DATA)[::2], "gaps"),
    "memoryview backwards": (lambda: memoryview(DATA)[::-1], "gaps"),
    "ctypes integers": (lambda: (ctypes.c_int * 3)(), "items of 4 bytes"),
    "numpy U4": (numpy_of(lambda np: np.array(["Mali"], "U4")), "items of 16 bytes"),
    "numpy S4": (
        numpy_of(lambda np: np.array([b"Mali"], "S4")),
        "items of 4 bytes and the format '4s'",
    ),
    "numpy S1": (numpy_of(lambda np: np.array([b"M"], "S1")), "items of 1 byte and the format"),
    "numpy float": (numpy_of(lambda np: np.zeros(3)), "items of 8 bytes and the format 'd'"),
    "numpy bool": (numpy_of(lambda np: np.zeros(3, bool)), "items of 1 byte and the format '?'"),
    "numpy of 2 dimensions": (numpy_of(lambda np: np.zeros((2, 3), "u1")), "2 dimensions"),
    "numpy of no dimension": (numpy_of(lambda np: np.array(77, "u1")), "0 dimensions"),
    "numpy with steps": (numpy_of(lambda np: np.frombuffer(DATA, "u1")[::2]), "gaps"),
}
NOTHING = {"int": 3, "None": None, "list": ["Mali"], "float": 0.5}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", WRONG)
def test_buffers_of_other_items_than_bytes_raise(call, name):
    make, said = WRONG[name]
    buffer = make()
    with pytest.raises(TypeError) as caught:
        CALLS[call](buffer)
    message = str(caught.value)
    assert (
        "a text must be str or a contiguous buffer of bytes" in message
        and repr(type(buffer)) in message
        and said in message
        and ".tobytes()" in message
        and "join" in message
    )
    # The buffer is released, so it can be resized.
    if isinstance(buffer, array.array):
        buffer.append(buffer[0])


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", NOTHING)
def test_other_objects_raise(call, name):
    if name == "None" and call in ("batch", "report"):
        pytest.skip("none is a null there")
    with pytest.raises(TypeError):
        CALLS[call](NOTHING[name])


BYTES = {
    "bytes": lambda: DATA,
    "bytearray": lambda: bytearray(DATA),
    "memoryview": lambda: memoryview(DATA),
    "memoryview of a part": lambda: memoryview(b"x" + DATA + b"x")[1:-1],
    "memoryview b": lambda: memoryview(DATA).cast("b"),
    "memoryview c": lambda: memoryview(DATA).cast("c"),
    "array b": lambda: array.array("b", DATA),
    "array B": lambda: array.array("B", DATA),
    "ctypes characters": lambda: (ctypes.c_char * len(DATA)).from_buffer_copy(DATA),
    "ctypes bytes": lambda: (ctypes.c_ubyte * len(DATA)).from_buffer_copy(DATA),
    "mmap": lambda: mapped(),
    "numpy u1": numpy_of(lambda np: np.frombuffer(DATA, "u1")),
    "numpy i1": numpy_of(lambda np: np.frombuffer(DATA, "i1")),
    "pyarrow": lambda: pytest.importorskip("pyarrow").py_buffer(DATA),
}


def mapped():
    memory = mmap.mmap(-1, len(DATA))
    memory.write(DATA)
    return memory


@pytest.mark.parametrize("name", BYTES)
def test_every_buffer_of_bytes_is_a_text(name):
    buffer = BYTES[name]()
    assert [(m.start, m.text) for m in TAGGER.tag(buffer)] == [(0, b"gold"), (8, b"Mali")]
    assert TAGGER.is_match(buffer) and TAGGER.explain(buffer) == TAGGER.explain(DATA)
    assert (
        TAGGER.replace(buffer, "{id}") == TAGGER.replace(DATA, "{id}")
        and TAGGER.show(buffer).html == TAGGER.show(DATA).html
    )
    stream = TAGGER.incremental()
    assert [m.text for m in [*stream.feed(buffer), *stream.finish()]] == [b"gold", b"Mali"]
    assert TAGGER.tag_batch([buffer]).to_dicts() == TAGGER.tag_batch([DATA]).to_dicts()


def test_empty_buffers_are_empty_texts():
    for buffer in (b"", bytearray(), memoryview(b""), array.array("b"), memoryview(DATA)[:0][::-1]):
        assert (
            not TAGGER.tag(buffer)
            and not TAGGER.is_match(buffer)
            and TAGGER.replace(buffer, "x") == b""
        )


def test_a_released_memoryview_raises_its_own_error():
    view = memoryview(DATA)
    view.release()
    with pytest.raises(ValueError, match="released"):
        TAGGER.tag(view)
