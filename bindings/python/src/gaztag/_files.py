"""Atomic writing of files: a file is replaced once the new one is complete, or not at all."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional, Union

    _Path = Union[str, "os.PathLike[str]"]


def write(path: _Path, data: bytes) -> None:
    """Writes a file atomically: writes a temporary file in the same folder, then renames it.

    Programs that have the old file open or mapped keep it. Symbolic links are followed, and the
    permissions of a replaced file are kept. A FIFO or a device is written to directly.

    Raises OSError with the name of the file.
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
        # The name of the file, not that of the temporary one.
        error.filename, error.filename2 = path, None
        raise


def _old(target: str) -> Optional[os.stat_result]:
    """Returns the status of the existing file, or None.

    Raises the OSError of opening it for writing, so that a read-only file is not replaced.
    """
    try:
        old = os.stat(target)
    except FileNotFoundError:
        return None
    if stat.S_ISREG(old.st_mode):
        os.close(os.open(target, os.O_WRONLY))
    return old


def _replace(target: str, old: Optional[os.stat_result], data: bytes) -> None:
    temporary = os.path.join(os.path.dirname(target), f".gaztag-{os.urandom(8).hex()}")
    # The same permissions as open gives; the umask of the process is applied.
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
    """Copies the owner, where permitted, and the permissions of the old file."""
    if hasattr(os, "chown"):
        try:
            os.chown(temporary, old.st_uid, old.st_gid)
        except PermissionError:
            # Only root may change the owner of a file.
            pass
    os.chmod(temporary, stat.S_IMODE(old.st_mode))
