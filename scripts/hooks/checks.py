"""The mark on a checked sentence: it opens the expression that the tests evaluate.

`<!-- check: expression -->` becomes a button and a popover, which the browser itself opens: by
mouse, keyboard and screen reader, and with JavaScript off.
"""

from __future__ import annotations

import html
from itertools import count

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from mkdocs.config.defaults import MkDocsConfig

from scripts.content.pages import CHECK

WORDS = {
    "ko": (
        "이 문장의 수는 계산한 값입니다. 계산식 보기",
        "이 문장은 다음 식으로 검사합니다",
        "닫기",
    ),
    "en": ("The number is computed. Show the check", "This sentence is tested by", "Close"),
}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.markdown_extensions.append(Marks(config.theme["language"]))  # type: ignore[arg-type]
    return config


class Marks(Extension):
    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def extendMarkdown(self, md: Markdown) -> None:
        # Fences are out of the text by then (25), raw HTML not yet (20).
        md.preprocessors.register(Marker(md, self.language), "check_marks", 22)


class Marker(Preprocessor):
    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.words = WORDS[language]

    def run(self, lines: list[str]) -> list[str]:
        numbers = count(1)

        def mark(match: object) -> str:
            expression = " ".join(match["expression"].split())  # type: ignore[index]
            return self.md.htmlStash.store(button(expression, next(numbers), self.words))

        return CHECK.sub(mark, "\n".join(lines)).split("\n")


def button(expression: str, number: int, words: tuple[str, str, str]) -> str:
    label, title, close = (html.escape(word, quote=True) for word in words)
    code = html.escape(expression)
    return (
        f'<span class="check" data-search-exclude><button type="button" class="check-mark" '
        f'popovertarget="check-{number}" aria-label="{label}" title="{label}">✓</button>'
        f'<span popover id="check-{number}" class="check-box" role="dialog" aria-label="{title}">'
        f"<span>{title}</span><code>{code}</code>"
        f'<button type="button" popovertarget="check-{number}" popovertargetaction="hide">{close}'
        "</button></span></span>"
    )
