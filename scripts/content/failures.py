"""What went wrong, in words: the file, the line, and what to do next."""

from __future__ import annotations

import errno
import os
import re
import traceback
from pathlib import Path

from scripts.content.pages import ROOT, shown

FRAME = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+)')
NOT_WHOLE = "what `make` installed is not whole: `make clean`, and then the same again"


def words(error: BaseException) -> str:
    """One or two lines for a person; a traceback is for those who ask with `-v`."""
    if isinstance(error, OSError) and error.strerror:
        return of_file(error)
    if isinstance(error, ImportError) and not (error.name or "").startswith(("scripts", "vgref")):
        return f"{error}: {NOT_WHOLE}"
    # Errors that are written for people: MkDocs' own, PageError, a missing snippet.
    if hasattr(error, "format_message") or type(error).__name__ in {"PageError"}:
        return str(error)
    return of_traceback("".join(traceback.format_exception(error)))


def of_file(error: OSError) -> str:
    name = error.filename2 or error.filename  # of a copy, where to
    said = f"{shown(os.fsdecode(name))}: {error.strerror}" if name else str(error.strerror)
    if error.errno == errno.ENOSPC:
        return f"{said}: make room, and then the same again"
    if error.errno == errno.ENOENT and {".venv", "node_modules"} & set(said.split("/")):
        return f"{said}: {NOT_WHOLE}"
    return said


def of_traceback(text: str) -> str:
    """The last line of a traceback, behind the last file of this project that it names."""
    last = text.strip().rpartition("\n")[2] or "it ended without a word"
    frames = [(Path(m["file"]), m["line"]) for m in FRAME.finditer(text)]
    own = [one for one in frames if is_own(one[0])]
    if not frames:
        return last
    path, line = (own or frames)[-1]
    return f"{shown(path)}:{line}: {last}"


def is_own(path: Path) -> bool:
    return path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / ".venv")
