"""What `mkdocs serve` keeps from one reload to the next, so that a reload takes about a second.

Hooks are loaded anew with every reload; this module is imported once and stays. Nothing of it is
used in a build, where every page is rendered and every warning counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scripts.content.pages import EMBED, ROOT, figures

serving = False
rendered: dict[str, tuple[Any, dict[str, Any]]] = {}
sites: dict[str, Any] = {}

# What a page keeps of its rendering.
PARTS = ("content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors")


def signature(paths: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    """Tells whether any of these files, or of the files in these folders, has changed."""
    found = []
    for path in paths:
        for one in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if one.is_file() and "__pycache__" not in one.parts:
                status = one.stat()
                found.append((str(one), status.st_mtime_ns, status.st_size))
    return tuple(found)


def of_page(path: Path) -> object:
    """The signature of a page and of all that it shows."""
    text = path.read_text(encoding="utf-8")
    needs = [path, ROOT / "scripts" / "hooks", ROOT / "includes"]
    needs += [ROOT / match["path"] for line in text.splitlines() if (match := EMBED.match(line))]
    needs += [ROOT / "docs" / "figures" / f"{name}.svg" for name, _ in figures(text)]
    for module in re.findall(r"^::: ([\w.]+)$", text, re.MULTILINE):
        base = ROOT.joinpath(*module.split("."))
        needs.append(base if base.is_dir() else base.with_suffix(".py"))
    if "<!-- catalogue -->" in text:
        needs += [ROOT / "vgref", ROOT / "docs" / "references.bib"]
        needs += sorted((ROOT / "scripts" / "content").glob("catalogue*.py"))
    return signature(needs)


def of_site(language: str) -> object:
    """The signature of everything that one language's site is made of."""
    names = (f"docs/{language}", "docs/figures", "docs/assets", "vgref", "scripts", "includes")
    return signature([*(ROOT / name for name in names), *ROOT.glob("mkdocs*.yml")])
