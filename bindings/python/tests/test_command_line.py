"""The command line, python -m gaztag."""

import json
import subprocess
import sys

import pytest

import gaztag
from gaztag.__main__ import main

TSV = "key\tform\trole\ncompany/acme\tAcme Corporation\t\ncompany/acme\tACM\tacronym\n"


@pytest.fixture
def run_gaztag(capfdbinary, monkeypatch):
    """Runs a command. Returns its exit code, output and errors."""

    def run(*words, text=b""):
        import io

        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
        code = main(words)
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def test_default_output(run_gaztag):
    assert run_gaztag("tag", text=b"Mali left ECOWAS.") == (
        0,
        "0-4\tcountry/MLI\tMali\n10-16\tbloc/ecowas\tECOWAS\n",
        "",
    )
    assert run_gaztag("tag", "-H", text=b"Mali")[1] == "-:0-4\tcountry/MLI\tMali\n"
    assert run_gaztag("tag", "-", text=b"Burkina\nFaso")[1] == "0-12\tcountry/BFA\tBurkina Faso\n"
    assert run_gaztag("tag", text=b"nothing here") == (1, "", "")


def test_json(run_gaztag):
    line = '{"doc":"-","start":3,"end":8,"text":"Congo","kind":"country","id":"country/COD","name":"Democratic Republic of the Congo","role":"name",'
    confidence = gaztag.tag("é Congo")[0].confidence
    assert (
        run_gaztag("tag", "--json", text="é Congo".encode())[1]
        == line + f'"confidence":{confidence},"candidates":["country/COD","country/COG"]}}\n'
    )
    assert (
        json.loads(run_gaztag("tag", "--json", "--offsets", "chars", text="😀 Mali".encode())[1])[
            "start"
        ]
        == 2
    )
    assert (
        json.loads(run_gaztag("tag", "--json", "--offsets", "utf16", text="😀 Mali".encode())[1])[
            "start"
        ]
        == 3
    )


def test_other_output_formats(run_gaztag):
    assert run_gaztag("tag", "--tsv", text=b"Congo")[1].splitlines() == [
        "doc\tstart\tend\ttext\tkind\tid\tname\trole\tconfidence\tcandidates",
        f"-\t0\t5\tCongo\tcountry\tcountry/COD\tDemocratic Republic of the Congo\tname\t{gaztag.tag('Congo')[0].confidence}\tcountry/COD|country/COG",
    ]
    assert run_gaztag("tag", "-o", text=b"gold in Mali")[1] == "gold\nMali\n"
    assert (
        run_gaztag("tag", "-c", text=b"gold in Mali, gold")[1]
        == "      2  mineral  mineral/gold  gold\n      1  country  country/MLI   Mali\n"
    )
    painted = run_gaztag("tag", "--color", "always", text=b"gold in Mali")[1]
    assert (
        painted.startswith("\033[1;33mgold\033[0m in \033[1;32mMali\033[0m\n")
        and "country/MLI" in painted
    )
    explained = run_gaztag("tag", "--explain", text=b"South Sudan")[1]
    assert (
        "      0-11      kept    country/SSD" in explained
        and 'inside "South Sudan" at 0-11' in explained
    )
    findings = [
        json.loads(line)
        for line in run_gaztag("tag", "--explain", "--json", text=b"lead, zinc")[1].splitlines()
    ]
    weighed = [
        thing
        for finding in findings
        if finding["id"] == "mineral/lead"
        for thing in finding["weighed"]
        if "text" in thing
    ]
    assert {"weight", "ground", "start", "end", "text"} == weighed[0].keys()


def test_options_that_select_mentions(run_gaztag):
    text = b"Malian gold left Bamako for the EU; the Bank of Japan; in chad"
    assert run_gaztag("tag", "-o", "--kind", "mineral,bloc", text=text)[1] == "gold\nEU\n"
    assert run_gaztag("tag", "-o", "--role", "capital", text=text)[1] == "Bamako\n"
    assert (
        run_gaztag("tag", "-o", "--role", "all", "--kind", "country", text=text)[1]
        == "Malian\nBamako\nJapan\n"
    )
    assert (
        run_gaztag("tag", "-o", "--uses", "none", "--kind", "country", text=text)[1] == "Malian\n"
    )
    assert run_gaztag("tag", "-o", "--all", text=b"South Sudan")[1] == "South Sudan\nSudan\n"
    assert (
        run_gaztag("tag", "-o", "--input", "html", text=b"<i title='Mali'>Niger</i>")[1]
        == "Niger\n"
    )
    assert (
        run_gaztag(
            "tag",
            "-o",
            "--lang",
            "en",
            "--min-confidence",
            "0",
            "--no-context",
            "--lower-case",
            text=b"Allemagne, mali",
        )[1]
        == "mali\n"
    )


def test_json_lines(run_gaztag, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"id": "a", "text": "Mali"}\n\n{"text": "Niger"}\n{"id": 7, "text": "Chad"}\n{"nope": 1}\n{"text": 3}\n[\n',
        encoding="utf-8",
    )
    code, out, err = run_gaztag("tag", "--json", "--input", "jsonl", str(path))
    assert code == 2 and [json.loads(line)["doc"] for line in out.splitlines()] == ["a", 3, 7]
    assert [line.split(": ")[2] for line in err.splitlines()] == [
        "line 5",
        "line 6",
        "line 7",
    ] and "--text-field names another" in err


@pytest.mark.parametrize(
    "line, id, text, count",
    [
        (rb'{"id": "a", "text": "\ud83c Mali \udc80, Niger"}', "a", "\ufffd Mali \ufffd, Niger", 2),
        (rb'{"id": "\udc80b", "text": "Mali, Niger"}', "\ufffdb", "Mali, Niger", 1),
        (
            b'{"id": "c", "text": "Mali \xff\xfe, \xe2\x82 Niger"}',
            "c",
            "Mali \ufffd\ufffd, \ufffd Niger",
            3,
        ),
        (
            b'{"id": "d", "text": "Mali \xed\xa0\x80, Niger"}',
            "d",
            "Mali \ufffd\ufffd\ufffd, Niger",
            3,
        ),
        (
            rb'{"id": "e", "text": "\ud83c\uddf2 Mali, \ufffd Niger"}',
            "e",
            "\U0001f1f2 Mali, \ufffd Niger",
            0,
        ),
        ('{"id": "f", "text": "\ufffd Mali, Niger"}'.encode(), "f", "\ufffd Mali, Niger", 0),
        (b'\xef\xbb\xbf{"id": "g", "text": "Mali, Niger"}', "g", "Mali, Niger", 0),
    ],
)
def test_ill_formed_text_is_replaced_and_its_document_kept(run_gaztag, line, id, text, count):
    code, out, err = run_gaztag(
        "tag", "--json", "--input", "jsonl", "--offsets", "chars", text=line + b"\n"
    )
    found = [json.loads(one) for one in out.splitlines()]
    assert code == 0 and [one["id"] for one in found] == ["country/MLI", "country/NER"]
    assert all(one["doc"] == id and one["text"] == text[one["start"] : one["end"]] for one in found)
    what = (
        "surrogate or ill-formed sequence" if count == 1 else "surrogates or ill-formed sequences"
    )
    assert err == (
        f"gaztag: warning: -: line 1: {count} lone {what} replaced by U+FFFD\n" if count else ""
    )


def test_repeated_problems_are_reported_ten_times_and_counted(run_gaztag, tmp_path):
    lines = (
        [b"["] * 25 + [rb'{"text": "\ud800 Mali"}'] * 11 + [b'{"text": "Niger"}', b"[" * 100_000]
    )
    code, out, err = run_gaztag("tag", "-o", "--input", "jsonl", text=b"\n".join(lines))
    said = err.splitlines()
    assert code == 2 and out == "Mali\n" * 11 + "Niger\n"
    assert [line.split(": ")[2] for line in said[:10]] == [
        f"line {number}" for number in range(1, 11)
    ]
    assert [line.split(": ")[3] for line in said[10:20]] == [
        f"line {number}" for number in range(26, 36)
    ]
    assert said[20:] == [
        "gaztag: -: 16 more lines with mistakes",
        "gaztag: warning: -: 1 more line with lone surrogates or ill-formed sequences",
    ]


@pytest.mark.parametrize(
    "text, line",
    [
        (b"Burkina\nFaso", "Burkina Faso"),
        (b"Burkina\r\nFaso", "Burkina  Faso"),
        (b"Burkina\tFaso", "Burkina Faso"),
    ],
)
def test_a_mention_with_a_line_break_is_printed_on_one_line(run_gaztag, text, line):
    assert run_gaztag("tag", "-o", text=text) == (0, f"{line}\n", "")


def test_gazetteers(run_gaztag, tmp_path):
    path, image, bad = tmp_path / "my.tsv", tmp_path / "my.gaz", tmp_path / "bad.tsv"
    path.write_text(TSV)
    bad.write_text("key\tform\trole\nx/y\tfoo\tnmae\nx\tbar\t\n")
    assert (
        run_gaztag("tag", "-o", "--gazetteer", str(path), text=b"ACM in Mali")[1] == "ACM\nMali\n"
    )
    assert (
        run_gaztag("tag", "-o", "--gazetteer", str(path), "--no-builtin", text=b"ACM in Mali")[1]
        == "ACM\n"
    )
    code, out, _ = run_gaztag("build", "--no-builtin", "-o", str(image), str(path))
    assert code == 0 and out == f"{image}: 1 entities, 5 forms, {image.stat().st_size} bytes\n"
    assert run_gaztag("tag", "-o", "--gazetteer", str(image), text=b"ACM in Mali")[1] == "ACM\n"
    code, out, _ = run_gaztag("check", str(path))
    assert code == 0 and out.startswith(
        f"{path}: ok, 2 forms\ntogether with the built-in gazetteer: "
    )
    code, out, err = run_gaztag("check", str(bad), str(tmp_path / "nothing"))
    assert (
        code == 2
        and out == ""
        and [line.split(": ")[2].split(",")[0] for line in err.splitlines()[:2]]
        == ["line 2", "line 3"]
        and "No such file" in err
    )
    assert run_gaztag("tag", "--no-builtin", text=b"Mali")[0] == 2
    assert run_gaztag("tag", "--gazetteer", str(image), "--gazetteer", str(image), text=b"Mali")[
        2
    ].endswith("one image at most, and other gazetteer files to add to it\n")
    image.write_bytes(image.read_bytes()[:-1])
    assert run_gaztag("tag", "--gazetteer", str(image), text=b"Mali")[0] == 2


def test_entities(run_gaztag):
    code, out, _ = run_gaztag("show", "country/MLI")
    assert (
        code == 0
        and out.startswith("country/MLI  Mali\n  alpha2       ML\n")
        and "  capital      Bamako  [en]\n" in out
    )
    assert run_gaztag("show", "466")[1] == out
    code, out, err = run_gaztag("show", "--json", "Congo")
    assert (code, out) == (1, "") and "country/COD, country/COG" in err
    assert run_gaztag("show", "qqq") == (
        1,
        "",
        'gaztag: no entity with the key, name or code "qqq"\n',
    )
    assert (
        "country/MLI\tMali\n" in run_gaztag("list")[1]
        and "Mali" not in run_gaztag("list", "--kind", "mineral")[1]
    )
    assert (
        json.loads(run_gaztag("list", "--json", "--kind", "bloc")[1].splitlines()[0])["kind"]
        == "bloc"
    )


def test_members_and_blocs(run_gaztag):
    code, out, err = run_gaztag("members", "ecowas", "--on", "2024-06-01")
    assert (code, len(out.splitlines()), err) == (0, 15, "")
    assert "country/GHA\tGhana\n" in out and "country/MLI\tMali\tsuspended\n" in out
    assert len(run_gaztag("members", "ECOWAS", "--on", "2025-06-01")[1].splitlines()) == 12
    on = ("--on", "2024-06-01")
    assert "country/UKR\tUkraine\tcandidate\n" in run_gaztag("members", "EU", *on, "--status", "all")[1]
    assert "UKR" not in run_gaztag("members", "EU", *on)[1]
    rows = [row.split("\t") for row in run_gaztag("members", "EU", *on, "--tsv")[1].splitlines()]
    assert len(rows) == 28 and rows[0][4:7] == ["status", "joined", "left"]
    first = json.loads(run_gaztag("members", "EU", *on, "--json")[1].splitlines()[0])
    assert first["member"] == "country/AUT" and first["left"] is None
    assert "bloc/ecowas\t" in run_gaztag("blocs", "466", *on)[1]
    assert "bloc/anzus\t" in run_gaztag("blocs", "AU", *on)[1]
    assert run_gaztag("blocs", "Congo")[0] == 2
    assert run_gaztag("members", "EU", "--on", "June")[0] == 2
    assert run_gaztag("members", "EU", "--status", "friend")[0] == 2
    assert run_gaztag("members", "ecowas", "--on", "1970") == (
        1,
        "",
        "gaztag: bloc/ecowas: no members or blocs on 1970\n",
    )


def test_conditions_of_lists(run_gaztag):
    direct = run_gaztag("list", "--kind", "mineral", "--where", "list=us2025")[1].splitlines()
    every = run_gaztag("list", "--where", "list=us2025", "--inherited")[1].splitlines()
    assert len(direct) == 60 and set(direct) < set(every)
    assert any(line.startswith("mineral/spodumene\t") for line in every)
    assert "mineral/spodumene" in run_gaztag("list", "--where", "commodity=lithium")[1]
    assert run_gaztag("list", "--where", "lits=us2025")[0] == 2
    assert run_gaztag("list", "--inherited")[0] == 2
    header, row = run_gaztag("list", "--where", "alpha2=ML", "--tsv")[1].splitlines()
    fields = dict(zip(header.split("\t"), row.split("\t")))
    assert (fields["id"], fields["capital"]) == ("country/MLI", "Bamako")
    shown = json.loads(run_gaztag("list", "--where", "alpha2=ZA", "--json")[1])
    assert shown["attributes"]["capital"][1] == "Cape Town"
    assert shown["attributes"]["latitude"] == -29.0


def test_ids_and_rolled_up_counts(run_gaztag):
    text = b"Mali left ECOWAS. Congo"
    assert run_gaztag("tag", "--id-format", "alpha2", text=text)[1].splitlines()[:2] == [
        "0-4\tML\tMali",
        "10-16\tbloc/ecowas\tECOWAS",
    ]
    json_lines = run_gaztag("tag", "--id-format", "numeric", "--json", text=text)[1].splitlines()
    assert json.loads(json_lines[0])["id"] == "466"
    assert json.loads(json_lines[2])["candidates"][0] == "180"
    assert "  MLI " in run_gaztag("tag", "--id-format", "alpha3", "-c", text=text)[1]
    assert "kept    MLI" in run_gaztag("tag", "--id-format", "alpha3", "--explain", text=text)[1]
    rolled = run_gaztag("tag", "-c", "--roll-up", text=b"spodumene, lithium and terbium")[1]
    assert [line.split()[0] for line in rolled.splitlines()] == ["2", "1"]
    assert run_gaztag("tag", "--roll-up", text=b"Mali")[0] == 2
    words = ("tag", "--json", "--on", "2024-06-01", "--with", "members")
    members = json.loads(run_gaztag(*words, text=text)[1].splitlines()[1])["members"]
    assert len(members) == 15 and "country/MLI" in members
    assert run_gaztag(*words[:2], *words[4:], text=text)[0] == 2


def test_errors(run_gaztag):
    code, out, err = run_gaztag("tag", "/no/such/file", "-", text=b"Mali")
    assert (
        code == 2
        and out == "-:0-4\tcountry/MLI\tMali\n"
        and err == "gaztag: /no/such/file: No such file or directory\n"
    )
    assert (
        "expected one of bloc, country, mineral"
        in run_gaztag("tag", "--kind", "planet", text=b"Mali")[2]
    )
    assert run_gaztag("tag", "--min-confidence", "101", text=b"Mali")[0] == 2
    assert run_gaztag("tag", "--explain", "-o", text=b"Mali")[0] == 2
    for words in (["tag", "--json", "--tsv"], ["tag", "--no-such-option"], []):
        with pytest.raises(SystemExit) as caught:
            main(words)
        assert caught.value.code == 2


def test_as_a_program():
    ran = subprocess.run(
        [sys.executable, "-m", "gaztag", "tag"], input=b"gold in Mali", capture_output=True
    )
    assert (ran.returncode, ran.stdout) == (
        0,
        b"0-4\tmineral/gold\tgold\n8-12\tcountry/MLI\tMali\n",
    )
    assert (
        gaztag.__version__.encode()
        in subprocess.run([sys.executable, "-m", "gaztag", "--version"], capture_output=True).stdout
    )
    first = subprocess.Popen(
        [sys.executable, "-m", "gaztag", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    first.stdout.readline()
    first.stdout.close()
    assert first.stderr.read() == b"" and first.wait() == 0


def test_output_is_utf8_in_any_locale():
    environment = {
        "PATH": "",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    said = subprocess.run(
        [sys.executable, "-m", "gaztag", "show", "country/CIV"],
        env=environment,
        capture_output=True,
        check=True,
    ).stdout
    assert "Côte d'Ivoire".encode() in said


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux")
def test_arguments_that_are_not_unicode(run_gaztag, tmp_path):
    word = "\udcff"
    assert run_gaztag("show", word)[0] == 1 and run_gaztag("tag", "--kind", word)[0] == 2
    file = tmp_path / word
    file.write_bytes(b"Mali")
    assert json.loads(run_gaztag("tag", "--json", str(file))[1])["doc"] == f"{tmp_path}/\ufffd"
    assert (
        run_gaztag("tag", "--tsv", str(file))[1]
        .splitlines()[1]
        .startswith(f"{tmp_path}/\ufffd\t0\t4\tMali")
    )


def test_bounds(run_gaztag, tmp_path):
    path, image = tmp_path / "own.tsv", tmp_path / "own.gaz"
    path.write_text("key\tform\tbounds\nx/mali\tmali\t\nx/gold\tgold\tword\n")
    own = ("--no-builtin", "--gazetteer", str(path))
    text = "Somáli marigold".encode()
    assert run_gaztag("tag", *own, text=text) == (1, "", "")
    assert run_gaztag("tag", *own, "--bounds", "end", text=text)[1] == "2-7\tx/mali\tmáli\n"
    explained = run_gaztag("tag", "--explain", *own, "--bounds", "end", text=text)[1]
    assert "[name, prior 95, bounds end] confidence 95" in explained
    explained = run_gaztag("tag", "--explain", "--json", *own, "--bounds", "end", text=text)[1]
    assert json.loads(explained)["bounds"] == "end"
    shown = run_gaztag("show", "x/mali", *own, "--bounds", "anywhere")[1]
    assert "mali  [bounds anywhere]" in shown
    shown = run_gaztag("show", "--json", "x/gold", *own, "--bounds", "anywhere")[1]
    assert json.loads(shown)["forms"][0]["bounds"] == "word"
    assert run_gaztag("build", "--no-builtin", str(path), "-o", str(image), "--bounds", "end")[0] == 0
    assert run_gaztag("tag", "-o", "--gazetteer", str(image), text=text)[1] == "máli\n"
    assert run_gaztag("check", "--no-builtin", "--bounds", "start", str(path))[0] == 0
    for files in ((), ("--gazetteer", str(image))):
        code, _, err = run_gaztag("tag", *files, "--bounds", "end", text=text)
        assert code == 2 and err.startswith("gaztag: --bounds is for forms of gazetteer files")
    path.write_text(f"key\tform\nx/a\t{'x' * 513}\n")
    assert run_gaztag("check", "--no-builtin", str(path))[0] == 0
    assert run_gaztag("check", "--no-builtin", "--bounds", "end", str(path))[0] == 2
