"""In `mkdocs serve`, an unchanged page is not rendered again (scripts/content/preview.py)."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from scripts.content import preview


def on_pre_page(page: Page, config: MkDocsConfig, **_: object) -> Page:
    path = page.file.abs_src_path
    if preview.serving and path and path.endswith(".md"):
        before, parts = preview.rendered.get(path, (None, {}))
        if parts and before == preview.of_page(Path(path)):
            page.render = lambda *_: page.__dict__.update(parts)  # type: ignore[method-assign]
    return page


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    path = page.file.abs_src_path
    if preview.serving and path and path.endswith(".md"):
        parts = {name: page.__dict__[name] for name in preview.PARTS}
        preview.rendered[path] = (preview.of_page(Path(path)), parts)
    return html
