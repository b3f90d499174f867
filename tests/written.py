"""A page written for a test: parsed, run, and what came of it."""

from __future__ import annotations

from pathlib import Path

import sybil

from scripts.content.snippets import parse


def page_with(tmp_path: Path, text: str) -> sybil.Document:
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    return sybil.Document.parse(str(path), parse)


def run_all(document: sybil.Document) -> None:
    for example in document:
        example.evaluate()


def outcome(document: sybil.Document) -> str:
    try:
        run_all(document)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "passed"
