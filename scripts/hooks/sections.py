"""Embedded sections of vgref: a missing one fails with the line, and long docstrings are folded.

pymdownx.snippets puts the section in place. On the page a docstring keeps its summary; the rest
stands in the API reference, to which the page links.
"""

from __future__ import annotations

import ast
import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from scripts.content.files import exists, read
from scripts.content.pages import EMBED, ROOT, PageError, fences, section
from scripts.hooks.reading import wrong

# Whatever pymdownx.snippets would take for an embed, in any of its ways of writing.
ANY_EMBED = re.compile(r"^.*-8<-.*$", re.MULTILINE)

DOCSTRING = re.compile(
    r'^(?P<indent>[ \t]+)(?P<open>r?""")(?P<summary>[^\n"]+)\n'
    r'(?:(?!""").*\n)*?[ \t]*(?:[^\n]*?)"""[ \t]*$',
    re.MULTILINE,
)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.markdown_extensions.append(Folded())  # type: ignore[arg-type]
    return config


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    try:
        found = fences(markdown, page.file.abs_src_path or page.file.src_uri)
    except PageError as error:
        raise PluginError(str(error)) from None
    for embed in ANY_EMBED.finditer(markdown):
        if message := refusal(embed, any(f.start < embed.start() < f.end for f in found)):
            raise wrong(page, markdown, embed.start(), message)
    for fence in reversed(found):
        lines = fence.source.splitlines()
        if len(lines) == 1 and (match := EMBED.match(lines[0])):
            # A section on its own says where it stands.
            opening = f'{fence.indent}```{fence.language} title="{match["path"]}"'
            end = markdown.index("\n", fence.start)
            markdown = markdown[: fence.start] + opening + markdown[end:]
    return markdown


def refusal(embed: re.Match[str], fenced: bool) -> str:
    """What is wrong with a line that embeds something, if anything is."""
    match = EMBED.match(embed[0])
    if not fenced or not match:
        return 'an embed is a line of its own in a fence: --8<-- "vgref/module.py:section"'
    try:
        if not exists(match["path"]):
            return f"there is no file {match['path']}"
        text = read(ROOT / match["path"])
        if match["path"].endswith(".py"):
            ast.parse(text)
        section(ROOT / match["path"], match["section"])
    except SyntaxError as error:
        return f"{match['path']}:{error.lineno}: {error.msg}"
    except ValueError as error:
        return str(error)
    return ""


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    """Code that is wider than the window scrolls, by keyboard too.

    The `pre` scrolls and not the `code`, whose tabindex Material's script takes away.
    """
    return html.replace("<pre><span></span><code>", '<pre tabindex="0"><span></span><code>')


class Folded(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # After the snippets are in (32), before the fences are rendered (25).
        md.preprocessors.register(Folder(md), "fold_docstrings", 28)


class Folder(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return DOCSTRING.sub(r'\g<indent>\g<open>\g<summary>"""', text).split("\n")
