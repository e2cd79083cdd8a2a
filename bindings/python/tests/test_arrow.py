"""Tagging of columns, with the libraries that read and write them."""

import ctypes
import json

import pytest

import gaztag

pa = pytest.importorskip("pyarrow")

DOCUMENTS = [
    "Mali’s gold",
    None,
    "",
    "nothing here",
    "Côte d'Ivoire, the U.S. and ECOWAS",
    "é Niger 😀 Chad",
]
FIELDS = ["start", "end", "id", "name", "kind", "role", "confidence"]


def expected(documents=DOCUMENTS):
    return [
        None
        if text is None
        else [{field: getattr(m, field) for field in FIELDS} for m in gaztag.tag(text)]
        for text in documents
    ]


def type_of(batch):
    return batch.to_pyarrow().type


def test_the_type():
    fields = [
        pa.field("start", pa.int64()),
        pa.field("end", pa.int64()),
        *(pa.field(name, pa.string()) for name in FIELDS[2:6]),
        pa.field("confidence", pa.int8()),
    ]
    assert (
        type_of(gaztag.tag_batch(DOCUMENTS))
        == type_of(gaztag.tag_batch([]))
        == pa.list_(pa.field("item", pa.struct(fields)))
    )
    dictionary = pa.dictionary(pa.int32(), pa.string())
    assert (
        type_of(gaztag.tag_batch(DOCUMENTS, dictionaries=True)).value_type.field("id").type
        == dictionary
    )


@pytest.mark.parametrize("dictionaries", [False, True])
def test_attributes(dictionaries):
    batch = gaztag.tag_batch(DOCUMENTS, attributes=True, dictionaries=dictionaries)
    assert [field.name for field in type_of(batch).value_type] == [*FIELDS, "attributes"]
    count = 0
    for mentions in batch.to_dicts():
        for mention in mentions or ():
            entity = gaztag.Gazetteer.builtin()[mention["id"]]
            found = json.loads(mention["attributes"])
            assert list(found) == sorted(entity.attributes)
            for name, value in found.items():
                of = entity.attribute_types[name]
                if of in ("number", "list", "text"):
                    assert value == entity.value(name)
                elif of == "entities":
                    assert value == entity.attributes[name].split("|")
                else:
                    assert value == entity.attributes[name]
            count += 1
    assert count > 5
    assert "attributes" in gaztag.tag_batch(["Mali"], attributes=True).to_frame().columns


@pytest.mark.parametrize("type", ["string", "large_string", "string_view"])
@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("dictionaries", [False, True])
def test_columns_of_strings(type, threads, dictionaries):
    whole = pa.array(DOCUMENTS, getattr(pa, type)())
    for column in (
        whole,
        whole[1:],
        whole[2:5],
        whole[:0],
        pa.chunked_array([whole, whole[:0], whole[1:]]),
        pa.chunked_array([], whole.type),
        pa.chunked_array([whole[3:5]]),
    ):
        batch = gaztag.tag_batch(column, threads=threads, dictionaries=dictionaries)
        array = batch.to_pyarrow()
        array.validate(full=True)
        assert array.to_pylist() == expected(column.to_pylist()) == batch.to_dicts() and len(
            batch
        ) == len(column)
        chunked = pa.chunked_array(
            gaztag.tag_batch(column, threads=threads, dictionaries=dictionaries)
        )
        chunked.validate(full=True)
        assert chunked.to_pylist() == expected(column.to_pylist())


@pytest.mark.parametrize("type", ["binary", "large_binary", "binary_view"])
def test_columns_of_bytes_have_offsets_in_bytes(type):
    data = [text if text is None else text.encode() for text in DOCUMENTS]
    assert (
        gaztag.tag_batch(pa.array(data, getattr(pa, type)())).to_dicts()
        == gaztag.tag_batch(data).to_dicts()
        == expected(data)
    )
    assert gaztag.tag_batch(data[-1:]).to_dicts()[0][1]["start"] == 14


def test_tables_of_one_column():
    table = pa.table({"text": DOCUMENTS})
    assert (
        gaztag.tag_batch(table).to_dicts()
        == gaztag.tag_batch(table.to_batches()[0]).to_dicts()
        == expected()
    )
    assert (
        gaztag.tag_batch(table[2:]).to_dicts()
        == gaztag.tag_batch(table.to_batches()[0][2:], threads=2).to_dicts()
        == expected()[2:]
    )
    struct = pa.array([{"text": text} for text in DOCUMENTS])
    assert gaztag.tag_batch(struct[1:]).to_dicts() == expected()[1:]
    with pytest.raises(ValueError, match="a table with 2 columns"):
        gaztag.tag_batch(pa.table({"a": DOCUMENTS, "b": DOCUMENTS}))


def test_columns_without_texts_raise():
    with pytest.raises(gaztag.Error, match="expected utf8") as caught:
        gaztag.tag_batch(pa.array([1, 2]))
    assert caught.value.code == "unsupported"
    with pytest.raises(gaztag.Error, match="dictionary"):
        gaztag.tag_batch(pa.array(["Mali"]).dictionary_encode())
    for texts in ("Mali", b"Mali", 3, None):
        with pytest.raises(TypeError):
            gaztag.tag_batch(texts)
    with pytest.raises(TypeError, match="number 2 is <class 'bytes'>"):
        gaztag.tag_batch(["Mali", None, b"Mali"])
    with pytest.raises(TypeError, match="^document 1: a text must be str.*, not <class 'int'>"):
        gaztag.tag_batch(["Mali", 3])
    with pytest.raises(gaztag.Error, match="^document 2: lone surrogate") as caught:
        gaztag.tag_batch(["Mali", None, "a\ud800"])
    assert (caught.value.code, caught.value.offset) == ("surrogate", 1)
    with pytest.raises(gaztag.Error, match="threads -1"):
        gaztag.tag_batch(["Mali"], threads=-1)
    strict, wrong = gaztag.Tagger(strict=True), pa.array([b"Mali"] * 30 + [b"\xff"])
    for column in (wrong, pa.chunked_array([wrong[:7], wrong[:0], wrong[7:]])):
        for threads in (1, 2):
            with pytest.raises(
                gaztag.Error, match="^document 30: text is not UTF-8 at byte 0$"
            ) as caught:
                strict.tag_batch(column, threads=threads)
            assert caught.value.code == "utf8"


def test_any_iterable_and_all_nulls():
    assert (
        gaztag.tag_batch(text for text in DOCUMENTS).to_dicts()
        == gaztag.tag_batch(tuple(DOCUMENTS)).to_dicts()
        == expected()
    )
    assert (
        gaztag.tag_batch([None, None]).to_dicts() == [None, None]
        and gaztag.tag_batch([]).to_dicts() == []
        and len(gaztag.tag_batch([])) == 0
    )
    assert gaztag.tag_batch(DOCUMENTS, threads=0).to_dicts() == expected()


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("dictionaries", [False, True])
def test_columns_of_the_type_null(threads, dictionaries):
    nulls = pa.nulls(5)
    struct = pa.StructArray.from_arrays(
        [nulls], ["text"], mask=pa.array([True, False, True, False, True])
    )
    for column in (
        nulls,
        nulls[1:4],
        nulls[:0],
        pa.chunked_array([nulls, nulls[:2]]),
        pa.table({"text": nulls}),
        pa.record_batch({"text": nulls})[2:],
        struct,
    ):
        batch = gaztag.tag_batch(column, threads=threads, dictionaries=dictionaries)
        assert batch.to_dicts() == [None] * len(column)
        array = batch.to_pyarrow()
        array.validate(full=True)
        assert array.null_count == len(column) and array.type == type_of(
            gaztag.tag_batch(["Mali"], dictionaries=dictionaries)
        )


def test_columns_of_nulls_of_other_libraries():
    wanted = [None] * 3
    pl, pd = pytest.importorskip("polars"), pytest.importorskip("pandas")
    assert gaztag.tag_batch(pl.Series([None] * 3)).to_polars().to_list() == wanted
    assert gaztag.tag_batch(pl.DataFrame({"text": [None] * 3})).to_dicts() == wanted
    for series in (
        pd.Series([None] * 3, dtype=object),
        pd.Series([float("nan")] * 3, dtype=object),
        pd.Series([pd.NA] * 3),
        pd.Series([None] * 3, dtype=pd.ArrowDtype(pa.null())),
    ):
        assert (
            gaztag.tag_batch(series).to_dicts()
            == gaztag.tag_batch(series).to_pyarrow().to_pylist()
            == wanted
        )
    na, duckdb = pytest.importorskip("nanoarrow"), pytest.importorskip("duckdb")
    assert gaztag.tag_batch(na.Array(pa.nulls(3))).to_dicts() == wanted
    assert gaztag.tag_batch(duckdb.connect().sql("select null from range(3)")).to_dicts() == wanted
    assert (
        gaztag.tag_batch(duckdb.connect().sql("select null::varchar from range(3)")).to_dicts()
        == wanted
    )
    assert (
        gaztag.tag_batch(duckdb.connect().from_arrow(pa.table({"text": pa.nulls(3)}))).to_dicts()
        == wanted
    )


def test_lists_of_buffers():
    data = [
        bytearray(b"gold in Mali, Niger"),
        memoryview(b"gold"),
        b"lithium in Mali",
        None,
        bytearray(b""),
    ]
    batch = gaztag.tag_batch(data, threads=2)
    data[0][:] = b"x"
    assert [found and [m["id"] for m in found] for found in batch.to_dicts()] == [
        ["mineral/gold", "country/MLI", "country/NER"],
        ["mineral/gold"],
        ["mineral/lithium", "country/MLI"],
        None,
        [],
    ]


def test_a_batch_can_be_exported_several_times_and_its_exports_outlive_it():
    batch = gaztag.tag_batch(pa.array(DOCUMENTS * 50), threads=3)
    first, second, third = pa.chunked_array(batch), batch.to_pyarrow(), pa.chunked_array(batch)
    dictionaries = gaztag.tag_batch(DOCUMENTS * 50, threads=3, dictionaries=True)
    fourth, fifth = pa.chunked_array(dictionaries), dictionaries.to_pyarrow()
    del batch, dictionaries
    assert (
        first.to_pylist()
        == second.to_pylist()
        == third.to_pylist()
        == fourth.to_pylist()
        == fifth.to_pylist()
        == expected() * 50
    )


def test_an_error_of_a_stream_is_raised():
    def batches():
        yield pa.record_batch({"text": ["Mali"]})
        raise RuntimeError("the disk is full")

    reader = pa.RecordBatchReader.from_batches(pa.schema([("text", pa.string())]), batches())
    with pytest.raises(Exception, match="the disk is full"):
        gaztag.tag_batch(reader)


def test_polars():
    pl = pytest.importorskip("polars")
    series = pl.Series(DOCUMENTS)
    batch = gaztag.tag_batch(series)
    assert (
        batch.to_polars().to_list()
        == gaztag.tag_batch(series, threads=2).to_polars().to_list()
        == expected()
    )
    assert (
        gaztag.tag_batch(pl.DataFrame({"text": DOCUMENTS})[1:]).to_polars().to_list()
        == expected()[1:]
    )
    assert gaztag.tag_batch(series, dictionaries=True).to_polars().to_list() == expected()
    frame = gaztag.tag("Mali’s gold").to_polars()
    assert (
        frame["text"].to_list() == ["Mali", "gold"]
        and frame.height == 2
        and gaztag.tag("").to_polars().schema == frame.schema
    )
    assert gaztag.tag(b"gold").to_polars()["text"].to_list() == [b"gold"]


def test_pandas():
    pd = pytest.importorskip("pandas")
    for series in (
        pd.Series(DOCUMENTS, dtype=pd.ArrowDtype(pa.string())),
        pd.Series(DOCUMENTS, dtype="string[pyarrow]"),
        pd.Series(pa.array(DOCUMENTS), dtype=pd.ArrowDtype(pa.large_string())),
        pd.Series(DOCUMENTS, dtype=object),
        pd.Series([float("nan") if text is None else text for text in DOCUMENTS], dtype=object),
        pd.Series(DOCUMENTS),
    ):
        assert (
            gaztag.tag_batch(series).to_dicts()
            == gaztag.tag_batch(series, threads=2).to_dicts()
            == expected()
        )
    assert gaztag.tag_batch(pd.Series(DOCUMENTS)[[4, 0]]).to_dicts() == expected(
        [DOCUMENTS[4], DOCUMENTS[0]]
    )
    assert gaztag.tag_batch(
        pd.Series([text.encode() for text in DOCUMENTS if text])
    ).to_dicts() == expected([text.encode() for text in DOCUMENTS if text])
    result = gaztag.tag_batch(DOCUMENTS).to_pandas()
    assert isinstance(result.dtype, pd.ArrowDtype) and result.list.len().sum() == sum(
        len(found or ()) for found in expected()
    )
    frame = gaztag.tag("Mali’s gold").to_pandas()
    assert (
        frame["text"].tolist() == ["Mali", "gold"]
        and gaztag.tag("").to_pandas().dtypes["start"] == "int64"
    )


def test_mentions_to_arrow():
    table = gaztag.tag("Mali’s gold").to_arrow()
    assert table.column_names == [
        "start",
        "end",
        "text",
        "kind",
        "id",
        "name",
        "role",
        "confidence",
    ] and table["text"].to_pylist() == ["Mali", "gold"]
    assert gaztag.tag("").to_arrow().schema == table.schema and gaztag.tag(b"gold").to_arrow()[
        "text"
    ].to_pylist() == [b"gold"]


def test_nanoarrow():
    na = pytest.importorskip("nanoarrow")
    assert na.Array(
        gaztag.tag_batch(na.Array(["Mali’s gold", None], na.string()))
    ).to_pylist() == expected(["Mali’s gold", None])


def test_duckdb():
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    documents = pa.table({"text": DOCUMENTS})  # noqa: F841, read by the query
    relation = connection.sql("select text from documents where text is not null")
    found = gaztag.tag_batch(relation)
    assert found.to_dicts() == expected([text for text in DOCUMENTS if text is not None])
    mentions = pa.table({"mentions": pa.chunked_array(found)})  # noqa: F841
    assert connection.sql(
        "select count(*) from (select unnest(mentions) from mentions)"
    ).fetchall()[0][0] == sum(len(found or ()) for found in expected())


class ArrayProvider:
    """Returns a given object from __arrow_c_array__."""

    def __init__(self, given):
        self.given = given

    def __arrow_c_array__(self, requested_schema=None):
        return self.given


class StreamProvider:
    """Returns a given object from __arrow_c_stream__."""

    def __init__(self, given):
        self.given = given

    def __arrow_c_stream__(self, requested_schema=None):
        return self.given


def test_consumed_capsules_and_other_objects_raise():
    pair = pa.array(DOCUMENTS).__arrow_c_array__()
    assert gaztag.tag_batch(ArrayProvider(pair)).to_dicts() == expected()
    stream = pa.chunked_array([DOCUMENTS]).__arrow_c_stream__()
    assert pa.ChunkedArray._import_from_c_capsule(stream).to_pylist() == DOCUMENTS
    for source in (ArrayProvider(pair), StreamProvider(stream)):
        with pytest.raises(ValueError, match="has already been consumed"):
            gaztag.tag_batch(source)
    for given in (None, [1, 2], pair + pair):
        with pytest.raises(TypeError, match="did not return a pair of capsules"):
            gaztag.tag_batch(ArrayProvider(given))
    for source in (
        ArrayProvider((1, 2)),
        ArrayProvider(pa.array(DOCUMENTS).__arrow_c_array__()[::-1]),
        StreamProvider(None),
    ):
        with pytest.raises(ValueError, match="PyCapsule_GetPointer"):
            gaztag.tag_batch(source)


@pytest.mark.parametrize("format", ["string", "large_string", "string_view", "null"])
@pytest.mark.parametrize(
    "field, value",
    [(0, -1), (0, 1 << 62), (2, -1), (2, 1 << 62)],
    ids=["length", "huge length", "offset", "huge offset"],
)
def test_arrays_with_impossible_lengths_raise(format, field, value):
    pair = pa.array([None] * 3, getattr(pa, format)()).__arrow_c_array__()
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    # The struct begins with the length, the number of nulls, and the offset.
    numbers = (ctypes.c_int64 * 3).from_address(pointer(pair[1], b"arrow_array"))
    numbers[field] = value
    with pytest.raises(gaztag.Error, match="negative|larger than any memory") as caught:
        gaztag.tag_batch(ArrayProvider(pair))
    assert caught.value.code == "argument"


@pytest.mark.parametrize(
    "texts",
    [["Mali", "gold", "Niger", None, "Chad"] * 5, ["Mali", "gold", "Niger", "", "Chad"] * 5],
)
def test_null_structs_are_null_documents(texts):
    column = pa.StructArray.from_arrays(
        [pa.array(["x", *texts])[1:]],
        ["text"],
        mask=pa.array([False, True, False, False, True] * 5),
    )
    wanted = [None if n % 5 in (1, 4) else text for n, text in enumerate(texts)]
    for threads in (1, 3):
        assert gaztag.tag_batch(column, threads=threads).to_dicts() == expected(wanted)
        assert gaztag.tag_batch(column[3:19], threads=threads).to_dicts() == expected(wanted[3:19])


def test_many_documents_are_tagged_in_parts(monkeypatch):
    # Interrupts are handled between the parts.
    monkeypatch.setattr("gaztag._tagger.DOCUMENTS_AT_ONCE", 4)
    column = pa.chunked_array([DOCUMENTS, DOCUMENTS[:0], DOCUMENTS * 3])
    for threads in (1, 2):
        batch = gaztag.tag_batch(column, threads=threads)
        assert max(len(chunk) for chunk in pa.chunked_array(batch).chunks) <= 4
        assert batch.to_pyarrow().to_pylist() == batch.to_dicts() == expected() * 4


def test_errors_have_the_number_of_the_document_in_the_whole_column(monkeypatch):
    monkeypatch.setattr("gaztag._tagger.DOCUMENTS_AT_ONCE", 16)
    strict = gaztag.Tagger(strict=True)
    data = [b"Mali"] * 50 + [b"\xff"] + [b"Mali"] * 9
    for texts in (data, pa.array(data), pa.chunked_array([data[:33], data[33:]])):
        for threads in (1, 2, 7):
            with pytest.raises(
                gaztag.Error, match="^document 50: text is not UTF-8 at byte 0"
            ) as caught:
                strict.tag_batch(texts, threads=threads)
            assert caught.value.code == "utf8"


def test_an_exception_of_an_iterator_is_passed_on():
    def texts():
        yield "Mali"
        raise TypeError("mine")

    with pytest.raises(TypeError, match="^mine$"):
        gaztag.tag_batch(texts())


CODES = ["en", None, "fr", "deu", "en", None]


def in_chunks(values, *ends, type="string"):
    places = [0, *ends, len(values)]
    return pa.chunked_array(
        [pa.array(values[start:end], getattr(pa, type)()) for start, end in zip(places, places[1:])]
    )


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize(
    "languages",
    [
        CODES,
        tuple(CODES),
        [None] * 6,
        pa.array(CODES),
        pa.array([None, *CODES])[1:],
        pa.array(CODES, pa.large_string()),
        pa.array(CODES, pa.string_view()),
        pa.nulls(6),
        pa.table({"language": CODES}),
        pa.array([{"language": code} for code in ["x", *CODES]])[1:],
        in_chunks(CODES, 1, 1, 4),
    ],
    ids=range(11),
)
def test_languages_of_documents(languages, threads):
    for texts in (
        DOCUMENTS,
        pa.array(DOCUMENTS),
        in_chunks(DOCUMENTS, 2, 3),
        in_chunks(DOCUMENTS, 4),
        pa.array([text and text.encode() for text in DOCUMENTS]),
    ):
        batch = gaztag.tag_batch(texts, languages=languages, threads=threads)
        batch.to_pyarrow().validate(full=True)
        assert batch.to_dicts() == gaztag.tag_batch(texts).to_dicts() and len(batch) == 6
    assert gaztag.tag_batch([], languages=[]).to_dicts() == []


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("at", [0, 2, 5])
def test_an_invalid_language_raises_with_the_number_of_its_document(at, threads):
    codes = [*CODES[:at], "english", *CODES[at + 1 :]]
    for languages in (codes, pa.array(codes), in_chunks(codes, 1, 4)):
        for texts in (["Mali"] * 6, in_chunks(["Mali"] * 6, 2, 3)):
            with pytest.raises(gaztag.Error, match=f"document {at}: .*language"):
                gaztag.tag_batch(texts, languages=languages, threads=threads)


@pytest.mark.parametrize(
    ("languages", "error", "message"),
    [
        (CODES[:5], ValueError, "5 languages and 6 texts"),
        ([*CODES, "en"], ValueError, "7 languages and 6 texts"),
        ([], ValueError, "0 languages and 6 texts"),
        ("en", TypeError, "languages must be a sequence"),
        (3, TypeError, "sequence"),
        ([1] * 6, TypeError, "a text must be str"),
        (pa.array([1] * 6), gaztag.Error, "language|column"),
    ],
)
def test_invalid_languages_raise(languages, error, message):
    with pytest.raises(error, match=message):
        gaztag.tag_batch(DOCUMENTS, languages=languages)
