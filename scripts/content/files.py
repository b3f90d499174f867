"""Files of the project: read with words for what is wrong, written whole or not at all."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from scripts.content.pages import ROOT, PageError


def read(path: Path) -> str:
    r"""A text file: UTF-8 with or without a byte order mark, lines that end in `\n`.

    Hangul is composed: some keyboards and copies bring it decomposed (NFD), which looks the same
    and which no search for the composed word finds.

    Raises
    ------
    PageError
        If the file is not UTF-8; the message has its name, the line and the byte.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8: save the file as UTF-8"
        raise PageError(path, line, message) from None
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def write(path: Path, data: str | bytes) -> None:
    """Write a file under a name that is this process's own, then give it the right one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(data.encode() if isinstance(data, str) else data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def exists(path: str) -> bool:
    """Whether the project has a file of exactly this name; to some systems `A` is `a` as well."""
    folder = ROOT
    for part in path.split("/"):
        if not folder.is_dir() or part not in os.listdir(folder):
            return False
        folder /= part
    return folder.is_file()
