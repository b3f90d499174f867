"""The cards of the catalogue in place of `<!-- catalogue -->`, with their style and script.

`mkdocs serve` keeps Python modules between reloads, so vgref is read by a process of its own, and
only when it has changed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from scripts.content import catalogue_page, dependencies
from scripts.content.failures import of_traceback
from scripts.content.files import write
from scripts.content.pages import ROOT, shown
from scripts.hooks.languages import language, to_root

CACHE = ROOT / ".cache"
TIME_LIMIT = 300  # seconds; it takes ten
MARK = "<!-- catalogue -->"


def entries() -> list[dict[str, Any]]:
    """What scripts/content/catalogue.py prints, from the cache if what it reaches is as it was."""
    script = ROOT / "scripts" / "content" / "catalogue.py"
    path = CACHE / f"catalogue-{dependencies.digest(script)}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # not there yet, or damaged
        text = computed(script)
        write(path, text)
        return json.loads(text)


def computed(script: Path) -> str:
    command = [sys.executable, "-m", "scripts.content.catalogue"]
    try:
        run = subprocess.run(
            command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=TIME_LIMIT
        )
    except subprocess.TimeoutExpired:
        raise PluginError(f"{shown(script)} did not come to an end in {TIME_LIMIT} s") from None
    if run.returncode:
        why = of_traceback(run.stderr)
        raise PluginError(f"{why}\nThe catalogue cannot be computed ({shown(script)}).")
    return run.stdout


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    if MARK not in markdown:
        return markdown
    return markdown.replace(MARK, catalogue_page.page(entries(), language(config)))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    if '<div class="catalogue">' not in output:
        return output
    own = to_root(page, config) + "assets/own/"
    head = f'<link rel="stylesheet" href="{own}catalogue.css">'
    head += f'<script defer src="{own}catalogue.js"></script>'
    return output.replace("</head>", head + "</head>", 1)
