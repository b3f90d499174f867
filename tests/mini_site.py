"""The project with two pages instead of all of them: a build of it takes two seconds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.content.pages import ROOT
from scripts.hooks import browser_parts, languages

NAV = re.compile(r"^nav:\n(?:[ ].*\n)+", re.MULTILINE)
FENCE = '```python\n--8<-- "{}"\n```\n'
COMMAND = [sys.executable, "-m", "mkdocs"]
# Lines 1 to 7 of the page; what a test writes begins on line 8.
HEAD = "---\nauthor: nobody\n# lines that MkDocs takes away\n---\n\n# Page {#page}\n\n"


def make(folder: Path) -> Path:
    for name in ("scripts", "vgref"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("node_modules", "package-lock.json", "includes"):
        (folder / name).symlink_to(ROOT / name)
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        text = (ROOT / name).read_text("utf-8")
        (folder / name).write_text(NAV.sub("nav:\n  - index.md\n  - page.md\n", text), "utf-8")
    shutil.copytree(ROOT / "docs" / "assets", folder / "docs" / "assets")
    (folder / "docs" / "figures").mkdir()
    shutil.copy(ROOT / "docs" / "figures" / "delta_norms.svg", folder / "docs" / "figures")
    write(folder)
    any_font = next(browser_parts.TEXT_FONT.parents[1].glob("woff2-dynamic-subset/*.woff2"))
    (folder / ".cache").mkdir()
    with pytest.MonkeyPatch.context() as patch:  # cutting the fonts would take half a minute
        patch.setattr(browser_parts, "ROOT", folder)
        patch.setattr(browser_parts, "CACHE", folder / ".cache")
        for code in languages.PATHS:
            used = browser_parts.characters(code)
            shutil.copy(any_font, browser_parts.font_file(code, used))
    return folder


def write(project: Path, korean: str = "", english: str = "") -> None:
    for language, text in (("ko", korean), ("en", english)):
        pages = project / "docs" / language
        pages.mkdir(exist_ok=True)
        (pages / "index.md").write_text("# Home {#home}\n", "utf-8")
        (pages / "page.md").write_text(f"{HEAD}{text}\n", "utf-8")


def run(
    project: Path, *arguments: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`mkdocs build --strict`, as `make build` runs it."""
    return subprocess.run(
        [*COMMAND, "build", "--strict", *arguments],
        cwd=cwd or project,
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | environment,
    )


def build(project: Path, korean: str = "", english: str = "") -> subprocess.CompletedProcess[str]:
    write(project, korean, english)
    return run(project)
