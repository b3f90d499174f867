"""An SVG of matplotlib's as a part of a page."""

from __future__ import annotations

import html
import re

from scripts.content.figure_style import CYCLE, QUIET

# Figures name their colours; a page turns them into variables, which follow the scheme.
VARIABLES = {color: f"var(--figure-{number})" for number, color in enumerate(CYCLE, 1)}
VARIABLES |= {QUIET: "var(--figure-quiet)", "#000000": "currentColor"}


def inline(text: str, name: str, alternative: str) -> str:
    """Ids made the figure's own, colours the page's, no blank lines, a label to be read aloud."""
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>|<title>.*?</title>", "", text, flags=re.DOTALL)
    text = re.sub(r'\b(id="|href="#)|(url\(#)', rf"\g<0>{name}-", text)
    for color, variable in VARIABLES.items():
        text = re.sub(rf"{color}\b", variable, text)
    label = html.escape(alternative, quote=True)
    text = text.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
    return re.sub(r"\n\s*", "\n", text).strip()
