"""Files that the package writes are complete or not written at all."""

import os
import stat
import subprocess
import sys

import pytest

import gaztag
from gaztag import _files

GAZETTEER = gaztag.Gazetteer.from_dict({"company/acme": ["Acme"]})
TEXT = "gold in Mali"
REPORT = gaztag.report([TEXT])

# Functions that write a file, and checks of the result.
WRITERS = {
    "gazetteer": (GAZETTEER.save, lambda data: data == GAZETTEER.to_image()),
    "report": (
        REPORT.save,
        lambda data: data.decode() == REPORT.html,
    ),
    "page": (
        lambda path: gaztag.show(TEXT).save(path),
        lambda data: gaztag.show(TEXT).html in data.decode() and data.endswith(b"</html>\n"),
    ),
}
needs_modes = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


@pytest.fixture(params=WRITERS)
def writer(request):
    return WRITERS[request.param]


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


@needs_modes
@pytest.mark.parametrize("mask, expected", [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_permissions_of_open(writer, tmp_path, mask, expected):
    write, is_right = writer
    before = os.umask(mask)
    try:
        write(tmp_path / "new")
    finally:
        os.umask(before)
    assert (
        mode(tmp_path / "new") == expected
        and is_right((tmp_path / "new").read_bytes())
        and os.listdir(tmp_path) == ["new"]
    )


@needs_modes
@pytest.mark.parametrize("permissions", [0o600, 0o640, 0o666, 0o755])
def test_a_replaced_file_keeps_its_permissions_and_open_readers(writer, tmp_path, permissions):
    write, is_right = writer
    path = tmp_path / "old"
    path.write_bytes(b"old" * 1000)
    os.chmod(path, permissions)
    with open(path, "rb") as reader:
        write(path)
        assert reader.read() == b"old" * 1000
    assert (
        mode(path) == permissions
        and is_right(path.read_bytes())
        and os.listdir(tmp_path) == ["old"]
    )


@needs_modes
def test_the_target_of_a_symbolic_link_is_replaced(writer, tmp_path):
    write, is_right = writer
    folder, link, target = tmp_path / "folder", tmp_path / "link", tmp_path / "folder" / "target"
    folder.mkdir()
    for start in (b"old", None):
        if start is not None:
            target.write_bytes(start)
        else:
            target.unlink()
        link.unlink(missing_ok=True)
        link.symlink_to(os.path.join("folder", "target"))
        write(link)
        assert link.is_symlink() and is_right(target.read_bytes())
        assert sorted(os.listdir(tmp_path)) == ["folder", "link"] and os.listdir(folder) == [
            "target"
        ]


class DiskFull:
    """A file on a disk that becomes full."""

    def __init__(self, file):
        self.file = file

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, data):
        self.file.write(data[: len(data) // 2])
        self.file.flush()
        raise OSError(28, "No space left on device")


def fails_while_it_writes(monkeypatch):
    opened = os.fdopen
    monkeypatch.setattr(
        os, "fdopen", lambda *arguments, **named: DiskFull(opened(*arguments, **named))
    )


def fails_while_it_flushes(monkeypatch):
    def fsync(file):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", fsync)


def fails_while_it_renames(monkeypatch):
    def replace(source, target):
        raise PermissionError(13, "Permission denied", target)

    monkeypatch.setattr(os, "replace", replace)


@pytest.mark.parametrize(
    "fail", [fails_while_it_writes, fails_while_it_flushes, fails_while_it_renames]
)
@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("is_there", [True, False])
def test_after_a_failure_only_the_old_file_remains(
    monkeypatch, tmp_path, fail, name, is_there
):
    write, _ = WRITERS[name]
    path = tmp_path / "file"
    if is_there:
        path.write_bytes(b"old")
    with monkeypatch.context() as patch:
        fail(patch)
        with pytest.raises((OSError, KeyboardInterrupt)):
            write(path)
    assert os.listdir(tmp_path) == ["file"] * is_there and (
        not is_there or path.read_bytes() == b"old"
    )


@pytest.fixture
def full(tmp_path):
    """A device without free space."""
    if not os.path.exists("/dev/full"):
        pytest.skip("no such device here")
    try:
        # A device of its own: a failing test that runs as root could replace /dev/full.
        os.mknod(tmp_path / "full", stat.S_IFCHR | 0o666, os.stat("/dev/full").st_rdev)
    except PermissionError:
        return "/dev/full"
    return str(tmp_path / "full")


def test_a_full_disk_raises(writer, full):
    write, _ = writer
    with pytest.raises(OSError, match="No space left") as caught:
        write(full)
    assert caught.value.filename == full
    assert stat.S_ISCHR(os.stat(full).st_mode)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_written_to(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; sys.stdout.buffer.write(open(sys.argv[1], 'rb').read())",
            str(path),
        ],
        stdout=subprocess.PIPE,
    )
    GAZETTEER.save(path)
    assert reader.communicate()[0] == GAZETTEER.to_image() and stat.S_ISFIFO(os.stat(path).st_mode)


@needs_modes
@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everything"
)
def test_a_read_only_file_is_not_replaced(writer, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    os.chmod(path, 0o444)
    write, _ = writer
    with pytest.raises(PermissionError):
        write(path)
    assert path.read_bytes() == b"old"


def test_an_invalid_path_raises_with_its_name(writer, tmp_path):
    write, _ = writer
    for path, error in (
        (tmp_path / "no folder" / "x", FileNotFoundError),
        (tmp_path, IsADirectoryError),
    ):
        with pytest.raises(error) as caught:
            write(path)
        assert os.fspath(caught.value.filename) == os.fspath(path)


def test_long_file_names(tmp_path):
    path = tmp_path / ("x" * 251 + ".gaz")
    GAZETTEER.save(path)
    GAZETTEER.save(os.fsencode(path))
    assert os.listdir(tmp_path) == [path.name]


def test_files_are_written_by_one_function_only():
    """No other module of the package opens a file for writing."""
    folder = os.path.dirname(_files.__file__)
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py") and name != "_files.py":
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                source = file.read()
            for word in ('"w"', '"wb"', '"a"', '"ab"', "write_text", "write_bytes", "os.replace"):
                assert word not in source, (name, word)
