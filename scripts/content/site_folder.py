"""The folder that a build writes into: beside the site, one build's own, in its place at the end.

`site.new` is the lock as well: the system releases it with the process, however that ends, so what
a dead build left behind is taken over. A site that is a link stays one; what it leads to changes.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

NOTE = ".building"  # hidden: MkDocs empties the folder and leaves hidden files


class Busy(Exception):
    """Another build is writing the same site."""


@dataclass
class Building:
    """The folder of a build that runs: `handle` holds the lock."""

    site: Path
    handle: int
    finished: bool = False

    @property
    def new(self) -> Path:
        return beside(self.site, "new")


def beside(site: Path, word: str) -> Path:
    return site.with_name(f"{site.name}.{word}")


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def take(site: Path) -> Building:
    """Begin a build of a site.

    Raises
    ------
    Busy
        If another process builds it now.
    OSError
        If there is a file of that name, or nothing can be written beside the site.
    """
    site = site.resolve()
    if site.exists() and not site.is_dir():
        raise NotADirectoryError(20, "a site is a folder, and this is a file", str(site))
    building = Building(site, lock(beside(site, "new")))
    for leftover in building.new.iterdir():
        remove(leftover)
    restore(site)
    (building.new / NOTE).write_text(f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}")
    return building


def lock(folder: Path) -> int:
    """A handle that locks the folder, which is made if need be."""
    while True:
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            continue  # renamed by a build that has just ended
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), os.stat(folder)):
                return handle
        except BlockingIOError:
            os.close(handle)
            raise Busy(holder(folder)) from None
        except FileNotFoundError:
            pass
        os.close(handle)  # what was locked is the finished site by now


def holder(folder: Path) -> str:
    try:
        return (folder / NOTE).read_text() or "just begun"
    except OSError:
        return "just begun"


def restore(site: Path) -> None:
    """A build killed between its two renames left the site under the old name."""
    old = beside(site, "old")
    if old.is_dir() and not old.is_symlink() and not site.exists():
        old.rename(site)


def swap(building: Building) -> None:
    """The new site in the place of the old one; hidden files, a `.git` say, stay in the site."""
    site, old = building.site, beside(building.site, "old")
    (building.new / NOTE).unlink()
    remove(old)
    try:
        if site.exists():
            site.rename(old)
        building.new.rename(site)
    except BaseException:
        restore(site)
        raise
    building.finished = True
    if old.is_dir():
        for hidden in old.glob(".*"):
            if not (site / hidden.name).exists():
                hidden.rename(site / hidden.name)
        shutil.rmtree(old, ignore_errors=True)


def release(building: Building) -> None:
    """End a build: what is not in its place by now goes."""
    if not building.finished:
        with suppress(OSError):
            remove(building.new)
    os.close(building.handle)
