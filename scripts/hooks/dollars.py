r"""A `$` that opens no formula is refused: `$\alpha and` would stand on the page as text.

What is a formula is taken out before; a sum of money is written `\$5`.
"""

from __future__ import annotations

import html as entities
import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from scripts.hooks.reading import wrong_words

LEFT = re.compile(r'<s class="dollar">\$</s>(?P<after>[^<]*)')


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.markdown_extensions.append(Dollars())  # type: ignore[arg-type]
    return config


class Dollars(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # After code (190), formulas (189.9) and escapes (180).
        md.inlinePatterns.register(Dollar(r"\$", md), "lone_dollar", 179)


class Dollar(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        mark = Element("s", {"class": "dollar"})
        mark.text = "$"
        return mark, m.start(0), m.end(0)


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    if match := LEFT.search(html):
        after = entities.unescape(match["after"]).partition("\n")[0]
        message = f"this $ opens or ends no formula: ${after.strip()} (a sum of money: \\$5)"
        raise wrong_words(page, [f"${after}", f"${after[:9]}", "$"], message)
    return html
