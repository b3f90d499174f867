"""Notebook pages through the site's own Markdown, with the lab to download beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jupytext
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from scripts.content import notebooks
from scripts.content.pages import PageError

WORDS = {"ko": "이 실험 내려받기", "en": "Download this lab"}


def is_lab(page: Page) -> bool:
    return page.file.src_uri.startswith("labs/") and page.file.src_uri.endswith(".py")


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    if not is_lab(page):
        return markdown
    page.__dict__.pop("render", None)  # mkdocs-jupyter's own, with 600 KB of styles
    path = Path(page.file.abs_src_path)
    try:
        notebook = notebooks.executed(path)
        text = notebooks.markdown(notebook, path)
    except PageError as error:
        raise PluginError(str(error)) from None
    put_downloads(page, path, notebook)
    name, words = path.stem, WORDS[config.theme["language"]]
    links = (
        f'{words}: <a href="{name}.py" download>{name}.py</a> · '
        f'<a href="{name}.ipynb" download>{name}.ipynb</a>'
    )
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{links}\n{{.downloads}}\n{rest}"


def put_downloads(page: Page, source: Path, notebook: Any) -> None:
    """The lab and its executed notebook, beside the page."""
    folder = Path(page.file.abs_dest_path).parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / source.name).write_bytes(source.read_bytes())
    jupytext.write(notebook, folder / f"{source.stem}.ipynb")
