"""Read the built files: what they ask other hosts for, the ids of a page, its checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

FAR = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
# Names that look like addresses and are asked for by nobody.
NAMESPACE = re.compile(r"https?://(?:www\.w3\.org|schema\.org|purl\.org|creativecommons\.org/ns)")
CSS = re.compile(r"""(?:(?:@import\s+)?url\(\s*|@import\s+)["']?([^"')\s;]+)""", re.IGNORECASE)
ADDRESS = re.compile(r"""["'`](?:https?:|wss?:)?//[\w\[$]""", re.IGNORECASE)
# Links that a reader follows or a search engine reads; a browser loads nothing for them.
FOLLOWED = {"canonical", "alternate", "license", "author", "prev", "next", "help"}


@dataclass(eq=False)
class Read(HTMLParser):
    """A page: (tag, attributes) in order, its ids, its scripts and styles, its checks."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    checks: list[tuple[str, str, str]] = field(default_factory=list)  # (mark's target, id, code)
    inside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        self.ids += [given["id"]] if "id" in given else []
        self.inside = [tag] if tag in ("script", "style") else self.inside
        classes = given.get("class", "").split()
        if "check-mark" in classes:
            self.checks.append((given["popovertarget"], "", ""))
        elif "check-box" in classes:
            self.checks[-1] = (self.checks[-1][0], given["id"], "")
            self.inside = ["box"]
        elif tag == "code" and self.inside == ["box"]:
            self.inside = ["box", "code"]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "code"):
            self.inside = []

    def handle_data(self, data: str) -> None:
        if self.inside == ["script"]:
            self.scripts.append(data)
        elif self.inside == ["style"]:
            self.styles.append(data)
        elif self.inside == ["box", "code"]:
            target, id_, code = self.checks[-1]
            self.checks[-1] = (target, id_, code + data)


@cache
def read(html: str) -> Read:
    page = Read()
    page.feed(html)
    page.close()
    return page


def far(value: str) -> bool:
    return bool(FAR.match(value)) and not NAMESPACE.match(value.strip())


def asked_by_css(text: str) -> Iterator[str]:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    yield from (f"css: {one}" for one in CSS.findall(text) if far(one))


def asked_by_script(text: str) -> Iterator[str]:
    for match in ADDRESS.finditer(text):
        if not NAMESPACE.match(text, match.start() + 1):
            yield f"script: {text[match.start() : match.start() + 60]}"


def asked_by_html(html: str) -> Iterator[str]:
    """What a page may ask another host for: all but the links that a reader follows."""
    page = read(html)
    for tag, given in page.tags:
        rel = set(given.get("rel", "").lower().split())
        if rel & {"preconnect", "dns-prefetch", "prefetch", "prerender"}:
            yield f"<{tag} rel={given['rel']} href={given.get('href', '')}>"
        for name, value in given.items():
            if (tag, name) in {("a", "href"), ("area", "href"), ("meta", "content")}:
                if "http-equiv" in given and re.search(r"//", value):
                    yield f"<meta http-equiv={given['http-equiv']}> {value}"
            elif name == "style":
                yield from asked_by_css(value)
            elif name.startswith("on"):
                yield from asked_by_script(value)
            elif name in ("srcset", "imagesrcset", "ping", "archive"):
                yield from (
                    f"<{tag} {name}> {one}" for one in re.split(r"[,\s]+", value) if far(one)
                )
            elif far(value) and not (tag == "link" and name == "href" and rel and rel <= FOLLOWED):
                yield f"<{tag} {name}={value}>"
    for text in page.styles:
        yield from asked_by_css(text)
    for text in page.scripts:
        yield from asked_by_script(text)


def asked(site: Path) -> list[tuple[str, str]]:
    """(file, what) for everything that the built files may ask another host for.

    Of scripts, those are read that are the site's own.
    """
    rules = {".html": asked_by_html, ".svg": asked_by_html, ".css": asked_by_css}
    found = []
    for path in sorted(one for one in site.rglob("*") if one.is_file()):
        name = path.relative_to(site).as_posix()
        rule = rules.get(path.suffix)
        if path.suffix in (".js", ".mjs") and "assets/own/" in name:
            rule = asked_by_script
        if rule:
            found += [(name, one) for one in rule(path.read_text(encoding="utf-8"))]
    return found
