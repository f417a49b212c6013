"""Files that no other account of the machine may read, whatever the umask: uploads, papers, keys."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

FILE, FOLDER = 0o600, 0o700
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_folder(folder: Path) -> None:
    """Make a folder for our account alone, and the missing ones above it; one that is there keeps its mode."""
    if folder.is_dir():
        return
    if not folder.parent.is_dir():
        make_folder(folder.parent)
    folder.mkdir(mode=FOLDER, exist_ok=True)


def write(place: Path, content: bytes) -> None:
    """Write a file for our account alone."""
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE), "wb") as output:
        os.fchmod(output.fileno(), FILE)  # The mode above is taken for new files only.
        output.write(content)


def close(folder: Path) -> int:
    """Take what an earlier release left open to others away from them; return how many files and folders it was.

    Links are not followed. What belongs to another account is left alone: only its owner or root can mend it.
    """
    closed = 0
    for place in _below(folder):
        found = place.lstat()
        if stat.S_ISLNK(found.st_mode) or not found.st_mode & OTHERS:
            continue
        if found.st_uid == os.geteuid() or os.geteuid() == 0:
            place.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
            closed += 1
    return closed


def _below(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield folder
        for parent, folders, files in os.walk(folder):
            yield from (Path(parent, name) for name in (*folders, *files))
