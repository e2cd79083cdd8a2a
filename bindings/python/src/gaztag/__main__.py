"""The command line: python -m gaztag runs the program gaztag, which the package installs."""

from __future__ import annotations

import os
import sys

from ._program import find


def main() -> None:
    """Replaces this process by the program; on Windows, waits for it."""
    command = [find(), *sys.argv[1:]]
    if os.name != "nt":
        os.execv(command[0], command)
    import subprocess

    sys.exit(subprocess.run(command).returncode)


if __name__ == "__main__":
    main()
