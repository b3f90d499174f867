"""What `mkdocs serve` keeps from one reload to the next, so that a reload takes about a second.

Hooks are loaded anew when a script changes; this module is imported once and stays. In a build
every page is rendered and every warning counts.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from scripts.content.files import read
from scripts.content.pages import EMBED, ROOT, figures
from scripts.content.site_folder import Building

serving = False  # `mkdocs serve`, and not `mkdocs build`
listening = False  # the first build of it is done
building: Building | None = None  # the build that runs, or the last one
problem = ""  # why the last build failed
rendered: dict[str, tuple[Any, dict[str, Any]]] = {}
sites: dict[str, Any] = {}

# What a page keeps of its rendering.
PARTS = ("content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors")


def signature(paths: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    """Tells whether any of these files, or of the files in these folders, has changed."""
    found = []
    for path in paths:
        for one in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if "__pycache__" in one.parts:
                continue
            with suppress(FileNotFoundError):  # an editor's own, gone again
                status = one.stat()
                found.append((str(one), status.st_mtime_ns, status.st_size))
    return tuple(found)


def of_page(path: Path) -> object:
    """The signature of a page and of all that it shows."""
    text = read(path)
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


scripts_were: object = None


def forget_scripts() -> bool:
    """Let the modules of scripts/ be imported anew if one has changed; tell whether one has."""
    global scripts_were
    before, scripts_were = scripts_were, signature([ROOT / "scripts"])
    if before in (None, scripts_were):  # the first time, or nothing has changed
        return False
    for name in [one for one in sys.modules if one.startswith("scripts.")]:
        if name != __name__:
            del sys.modules[name]
    rendered.clear()
    return True


BANNER = """\
<div role="alert" style="position: fixed; inset: auto 0 0 0; z-index: 99; padding: 1rem;
max-height: 50vh; overflow: auto; background: #8c1d18; color: #fff; font-size: 0.75rem;
white-space: pre-wrap"><strong>{title}</strong>
{problem}</div>
"""
TITLES = {
    "ko": "고칠 곳이 있습니다. 마지막으로 잘 만들어진 페이지이며, 고치면 저절로 새로 열립니다.",
    "en": "Something is wrong. This is the last good page; once it is mended, the page reloads.",
}


def with_banner(page: bytes) -> bytes:
    """A page with the problem at its foot, in its language."""
    language = "en" if b'<html lang="en"' in page[:200] else "ko"
    banner = BANNER.format(title=TITLES[language], problem=html.escape(problem)).encode()
    before, body, after = page.rpartition(b"</body>")
    return before + banner + body + after
