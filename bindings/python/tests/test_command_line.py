"""The program gaztag, which is installed with the package, and python -m gaztag."""

import json
import os
import subprocess
import sys
import sysconfig

import pytest

import gaztag
from gaztag import _program

PROGRAM = [os.path.join(sysconfig.get_path("scripts"), "gaztag")]
MODULE = [sys.executable, "-m", "gaztag"]


@pytest.fixture(params=[PROGRAM, MODULE], ids=["program", "module"])
def run_gaztag(request):
    """Runs a command. Returns its exit code, output and errors."""

    def run(*words, text=b""):
        ran = subprocess.run([*request.param, *words], input=text, capture_output=True)
        return ran.returncode, ran.stdout.decode(), ran.stderr.decode()

    return run


def test_tag(run_gaztag):
    text = "Mali left ECOWAS, é Congo."
    code, out, err = run_gaztag("tag", "--json", "--offsets", "chars", text=text.encode())
    assert (code, err) == (0, "")
    found = [json.loads(line) for line in out.splitlines()]
    fields = ("start", "end", "text", "kind", "id", "name", "role", "confidence")
    assert [{name: mention[name] for name in fields} for mention in found] == gaztag.tag(
        text
    ).to_dicts()
    assert run_gaztag("tag", text=b"nothing here") == (1, "", "")


def test_the_version_is_that_of_the_package(run_gaztag):
    assert (
        run_gaztag("--version")[1]
        == f"gaztag {gaztag.__version__} (data {gaztag.data_version})\n"
    )


def test_an_image_has_the_same_bytes(run_gaztag, tmp_path):
    source, image = tmp_path / "own.tsv", tmp_path / "own.gaz"
    source.write_text("key\tform\trole\ncompany/acme\tAcme\t\ncompany/acme\tACM\tacronym\n")
    assert run_gaztag("build", "--no-builtin", "-o", str(image), str(source))[0] == 0
    assert image.read_bytes() == gaztag.Gazetteer.from_tsv(source.read_bytes()).to_image()


def test_exit_codes_and_errors(run_gaztag):
    code, out, err = run_gaztag("tag", "/no/such/file", "-", text=b"Mali")
    assert (code, out) == (2, "-:0-4\tcountry/MLI\tMali\n") and "No such file" in err
    assert run_gaztag("tag", text=b"nothing")[0] == 1
    for words in (["show", "qqq"], ["tag", "--json", "--tsv"], ["tag", "--no-such-option"], []):
        assert run_gaztag(*words)[0] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux")
def test_arguments_that_are_not_unicode(run_gaztag, tmp_path):
    file = tmp_path / "\udcff"
    file.write_bytes(b"Mali")
    assert json.loads(run_gaztag("tag", "--json", str(file))[1])["doc"] == f"{tmp_path}/\ufffd"


def test_a_missing_program_is_an_error_with_the_places(monkeypatch, tmp_path):
    monkeypatch.setattr(_program, "_folders", lambda: iter([str(tmp_path), str(tmp_path)]))
    with pytest.raises(FileNotFoundError, match="install the package again") as caught:
        _program.find()
    assert str(caught.value).count(str(tmp_path)) == 1
