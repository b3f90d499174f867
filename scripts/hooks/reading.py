"""A page as its file has it: UTF-8, composed, and every line under its own number.

The front matter leaves as many empty lines behind, so that what the hooks count in the Markdown is
what an editor counts in the file.
"""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from scripts.content.files import read
from scripts.content.pages import PageError, line_of, shown


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    if not page.file.src_uri.endswith(".md") or not page.file.abs_src_path:
        return None
    try:
        return read(Path(page.file.abs_src_path))
    except PageError as error:
        raise PluginError(str(error)) from None


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    if not page.file.src_uri.endswith(".md") or not page.file.abs_src_path:
        return markdown
    before = read(Path(page.file.abs_src_path)).removesuffix(markdown)
    return "\n" * before.count("\n") + markdown


def wrong(page: Page, markdown: str, position: int, message: str) -> PluginError:
    """An error at a place in the Markdown of a page.

    The Markdown of a lab is made of its cells: its lines are looked up in the file.
    """
    if page.file.src_uri.endswith(".md"):
        return at(page, line_of(markdown, position), message)
    line = markdown[markdown.rfind("\n", 0, position) + 1 :].partition("\n")[0]
    return wrong_words(page, [line], message)


def wrong_words(page: Page, words: list[str], message: str) -> PluginError:
    """An error at the first of these words that the file has."""
    path = page.file.abs_src_path
    text = read(Path(path)) if path else ""
    places = [text.find(one) for one in words if one.strip()]
    return at(page, line_of(text, max(next((p for p in places if p >= 0), 0), 0)), message)


def at(page: Page, line: int, message: str) -> PluginError:
    path = page.file.abs_src_path or page.file.src_uri
    return PluginError(f"{shown(path)}:{line}: {message}")
