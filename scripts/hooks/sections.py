"""Embedded sections of vgref: a missing one fails with the line, and long docstrings are folded.

pymdownx.snippets puts the section in place. On the page a docstring keeps its summary; the rest
stands in the API reference, to which the page links.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from scripts.content.pages import EMBED, ROOT, PageError, fences, section

DOCSTRING = re.compile(
    r'^(?P<indent>[ \t]+)(?P<open>r?""")(?P<summary>[^\n"]+)\n'
    r'(?:(?!""").*\n)*?[ \t]*(?:[^\n]*?)"""[ \t]*$',
    re.MULTILINE,
)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.markdown_extensions.append(Folded())  # type: ignore[arg-type]
    return config


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    path = f"{config.docs_dir}/{page.file.src_uri}"
    try:
        found = fences(markdown, path)
    except PageError as error:
        raise PluginError(str(error)) from None
    for fence in reversed(found):
        parts = [
            (number, EMBED.match(line)) for number, line in enumerate(fence.source.splitlines())
        ]
        for number, match in parts:
            try:
                match and section(ROOT / match["path"], match["section"])
            except ValueError as error:
                where = PageError(path, fence.line + 1 + number, str(error))
                raise PluginError(str(where)) from None
        if len(parts) == 1 and parts[0][1]:
            # A section on its own says where it stands.
            opening = f'{fence.indent}```{fence.language} title="{parts[0][1]["path"]}"'
            end = markdown.index("\n", fence.start)
            markdown = markdown[: fence.start] + opening + markdown[end:]
    return markdown


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
