"""The cards of the catalogue in place of `<!-- catalogue -->`, with their style and script.

`mkdocs serve` keeps Python modules between reloads, so vgref is read by a process of its own, and
only when it has changed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from scripts.content import catalogue_page, dependencies
from scripts.content.pages import ROOT, shown
from scripts.hooks.languages import language, to_root

CACHE = ROOT / ".cache"
MARK = "<!-- catalogue -->"


def entries() -> list[dict[str, Any]]:
    """What scripts/content/catalogue.py prints, from the cache if what it reaches is as it was."""
    script = ROOT / "scripts" / "content" / "catalogue.py"
    path = CACHE / f"catalogue-{dependencies.digest(script)}.json"
    if not path.exists():
        command = [sys.executable, "-m", "scripts.content.catalogue"]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if run.returncode:
            raise PluginError(f"{shown(script)}: the catalogue cannot be computed:\n{run.stderr}")
        CACHE.mkdir(exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_text(run.stdout, encoding="utf-8")
        beside.replace(path)
    return json.loads(path.read_text(encoding="utf-8"))


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
