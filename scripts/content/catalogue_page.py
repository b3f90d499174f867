"""The catalogue's HTML from its JSON (scripts/content/catalogue.py): filter, comparison and cards.

No blank lines inside, since it stands in Markdown; formulas are left to KaTeX at build.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from scripts.content.catalogue_words import FILTERS, SYMBOLS, TITLES, WORDS
from scripts.content.pages import ROOT

Entry = Mapping[str, Any]

FRAME = (
    '<symbol id="curve-frame" viewBox="0 0 200 130">'
    '<path class="grid" d="M0 60H200M0 100H200M0 40H200M0 20H200M0 120H200'
    'M20 0V130M40 0V130M60 0V130M80 0V130M120 0V130M140 0V130M160 0V130M180 0V130"/>'
    '<path class="axis" d="M0 80H200M100 0V130"/>'
    '<text x="96" y="58" text-anchor="end">1</text>'
    '<text x="120" y="88" text-anchor="middle">1</text>'
    "</symbol>"
)
BIB = re.compile(
    r"@\w+\{(?P<key>\w+),.*?author = \{(?P<authors>.*?)\},\n.*?year = \{(?P<year>\d+)\}", re.DOTALL
)


def page(entries: list[Entry], language: str) -> str:
    """What stands in place of `<!-- catalogue -->`."""
    cards = [card(one, language) for one in entries]
    return "\n".join(
        [
            f'<svg class="curve-symbols" aria-hidden="true">{FRAME}</svg>',
            '<div class="catalogue">',
            controls(entries, language),
            comparison(entries, language),
            index(entries, language),
            *cards,
            "</div>",
        ]
    )


def title(entry: Entry, language: str) -> str:
    """How a text of the language calls it."""
    return TITLES[language].get(entry["name"], entry["title"])


def controls(entries: list[Entry], language: str) -> str:
    """The filter: radio buttons for the stylesheet alone, a field for the script."""
    words, total = WORDS[language], len(entries)
    options = []
    for name, label in FILTERS[language].items():
        count = total if name == "all" else sum(name in one["is"] for one in entries)
        checked = " checked" if name == "all" else ""
        options.append(
            f'<label><input type="radio" name="filter" value="{name}"{checked}>'
            f"<span>{label} <small>{count}</small></span></label>"
        )
    shown = words["count"].format(total=total, shown=total)
    return (
        f'<fieldset class="filter" data-search-exclude><legend>{words["filters"]}</legend>'
        f"{''.join(options)}</fieldset>\n"
        f'<p class="filter-text" data-search-exclude><label>{words["search"]} '
        f'<input type="search" autocomplete="off" spellcheck="false"></label> '
        f'<output aria-live="polite" data-text="{words["count"]}">{shown}</output></p>'
    )


def comparison(entries: list[Entry], language: str) -> str:
    """Two lists and an empty picture, which docs/assets/catalogue.js fills from the cards."""
    words = WORDS[language]

    def choice(which: str, label: str) -> str:
        options = "".join(
            f'<option value="{one["name"]}">{html.escape(title(one, language))}</option>'
            for one in entries
            if "slice" not in one
        )
        return (
            f'<label class="compare-{which}"><span>{label}</span>'
            f'<select name="{which}">{options}</select></label>'
        )

    paths = "".join(
        f'<path class="{kind} {which}"/>' for which in "ab" for kind in ("phi", "slope")
    )
    return (
        f'<section class="compare" aria-label="{words["compare"]}" data-search-exclude>'
        f"<p><strong>{words['compare']}</strong> ({words['legend']})</p>"
        f"<p>{choice('a', words['first'])}{choice('b', words['second'])}</p>"
        '<svg class="curve" viewBox="0 0 200 130" role="img" '
        f'aria-label="{words["compare_label"]}">'
        f'<use href="#curve-frame"/>{paths}</svg></section>'
    )


def index(entries: list[Entry], language: str) -> str:
    """Links to all cards."""
    links = (
        f'<a href="#{one["name"]}">{html.escape(title(one, language))}</a>' for one in entries
    )
    return (
        f'<nav class="index" aria-label="{WORDS[language]["index"]}" data-search-exclude>'
        f"{' '.join(links)}</nav>"
    )


def card(entry: Entry, language: str) -> str:
    """One activation."""
    name, heading = entry["name"], html.escape(title(entry, language))
    rows = "".join(
        f"<div><dt>{term}</dt><dd>{value}</dd></div>" for term, value in facts(entry, language)
    )
    return "\n".join(
        [
            f'<article class="card" aria-labelledby="{name}" data-is="{" ".join(entry["is"])}">',
            f'<h3 id="{name}">{heading}<a class="headerlink" href="#{name}" '
            f'title="{heading}">¶</a></h3>',
            f'<p class="card-name"><code>{name}</code> · {source(entry, language)}</p>',
            picture(entry, language),
            f'<div class="formulas">{formulas(entry)}</div>',
            f"<dl data-search-exclude>{rows}</dl>",
            f'<p class="use">{html.escape(entry["use"][language])}</p>',
            "</article>",
        ]
    )


def picture(entry: Entry, language: str) -> str:
    words = WORDS[language]
    kind = "picture_slice" if "slice" in entry else "picture"
    label = words[kind].format(title=title(entry, language), at=entry.get("slice_at"))
    return (
        '<svg class="curve" viewBox="0 0 200 130" role="img" data-search-exclude '
        f'aria-label="{html.escape(label)}"><use href="#curve-frame"/>'
        f'<path class="phi a" d="{entry["curve"]}"/>'
        f'<path class="slope a" d="{entry["slope"]}"/></svg>'
    )


def formulas(entry: Entry) -> str:
    """The right sides for KaTeX; the left ones, alike on all cards, as text of the same look."""
    signs = ["φ(a, b)", "∂φ/∂a", "∂φ/∂b"] if "slice" in entry else ["φ(z)", "φ′(z)"]
    right = [html.escape(tex) for tex in (entry["formula"], *entry["derivative"])]
    return "".join(
        f'<p><span class="sign">{sign} =</span> '
        f'<span class="arithmatex">\\(\\displaystyle {tex}\\)</span></p>'
        for sign, tex in zip(signs, right, strict=True)
    )


def facts(entry: Entry, language: str) -> Iterable[tuple[str, str]]:
    """The rows of a card: what it is called, and its value."""
    words = WORDS[language]
    if entry.get("parameters"):
        yield words["parameters"], spelled(entry["parameters"])
    low, high = map(number, entry["range"])
    yield words["range"], words["between"].format(low=low, high=high)
    if "slice" in entry:
        drawn = html.escape(TITLES[language].get(entry["slice"], entry["slice_title"]))
        yield words["slice"], f'{entry["slice_at"]}: <a href="#{entry["slice"]}">{drawn}</a>'
    else:
        yield words["supremum"], number(entry["supremum"])
        for end, side in enumerate(("left", "right")):
            yield words[side], tail(entry["limits"][end], entry["derivative_limits"][end], words)
        yield words["kinks"], ", ".join(map(number, entry["kinks"])) or words["none"]
    yield words["forward"], number(entry["forward"])
    yield words["backward"], number(entry["backward"])
    if entry.get("pytorch") is not None and number(entry["pytorch"]) != number(entry["forward"]):
        yield words["pytorch"], number(entry["pytorch"])
    yield words["factor"], number(entry["factor"])


def spelled(parameters: Mapping[str, float]) -> str:
    """Parameters as the formulas write them."""
    if set(parameters) == {"lower", "upper"}:
        return f"{number(parameters['lower'])} ≤ α ≤ {number(parameters['upper'])}"
    return ", ".join(
        f"{SYMBOLS.get(name, name)} = {number(one)}" for name, one in parameters.items()
    )


def tail(limit: float, slope: float, words: Mapping[str, str]) -> str:
    if math.isnan(limit):
        return words["oscillates"]
    end = f"φ′ {words['oscillates']}" if math.isnan(slope) else f"φ′ → {number(slope)}"
    return f"φ → {number(limit)}, {end}"


def number(value: float) -> str:
    """Four digits, with the signs of a text."""
    if math.isinf(value):
        return "−∞" if value < 0 else "∞"
    return f"{value + 0.0:.4g}".replace("-", "−")


def source(entry: Entry, language: str) -> str:
    """The year, and who is cited: with a link if the bibliography has the work."""
    key = entry["source"]
    if entry["year"] is None:
        return WORDS[language]["unknown"]
    if " " in key:
        text = html.escape(key)
        return text if str(entry["year"]) in key else f"{text} ({entry['year']})"
    return f'<a href="../../reference/sources/#{key}">{html.escape(bibliography()[key])}</a>'


def bibliography() -> dict[str, str]:
    """How a text names each work of the bibliography."""
    found = {}
    for match in BIB.finditer((ROOT / "docs" / "references.bib").read_text(encoding="utf-8")):
        names = [one.split(",")[0].strip("{} ") for one in match["authors"].split(" and ")]
        text = ", ".join(names) if len(names) < 3 else f"{names[0]} et al."
        found[match["key"]] = f"{text} ({match['year']})"
    return found
