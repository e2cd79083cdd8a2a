"""Files that are written: one is there whole, or what was there before stays."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Optional, Union

    _Path = Union[str, "os.PathLike[str]"]


def write(path: _Path, data: bytes) -> None:
    """Writes a file by way of a temporary one in the same folder, which takes the place of the old one when it is complete and on the disk: whoever has that open or mapped keeps it.

    Links are followed, and a file that is replaced keeps its permissions. What is no regular file, such as a pipe, has nothing to keep and is written directly.
    """
    target = os.path.realpath(os.fsdecode(path))
    try:
        old = _old(target)
        if old is None or stat.S_ISREG(old.st_mode):
            _replace(target, old, data)
        else:
            with open(target, "wb") as file:
                file.write(data)
    except OSError as error:
        # Its name, not that of the temporary file.
        error.filename, error.filename2 = path, None
        raise


def same(output: _Path, inputs: Iterable[str]) -> Optional[str]:
    """The input that an output would overwrite, if there is one."""
    return next(
        (
            file
            for file in inputs
            if os.path.exists(output) and os.path.exists(file) and os.path.samefile(output, file)
        ),
        None,
    )


def _old(target: str) -> Optional[os.stat_result]:
    """What is there. Raises what opening it to write raises, so that nothing is replaced that may not be written."""
    try:
        old = os.stat(target)
    except FileNotFoundError:
        return None
    if stat.S_ISREG(old.st_mode):
        os.close(os.open(target, os.O_WRONLY))
    return old


def _replace(target: str, old: Optional[os.stat_result], data: bytes) -> None:
    temporary = os.path.join(os.path.dirname(target), f".gaztag-{os.urandom(8).hex()}")
    # As open does it: the mask of the process takes its part of the permissions away.
    descriptor = os.open(
        temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
    )
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        if old is not None:
            _as_old(temporary, old)
        os.replace(temporary, target)
    except BaseException:
        os.remove(temporary)
        raise


def _as_old(temporary: str, old: os.stat_result) -> None:
    """Gives it the owner, where that is allowed, and the permissions of the old file."""
    if hasattr(os, "chown"):
        try:
            os.chown(temporary, old.st_uid, old.st_gid)
        except PermissionError:
            # Root alone may give files away; for others the file is theirs.
            pass
    os.chmod(temporary, stat.S_IMODE(old.st_mode))
