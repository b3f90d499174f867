"""A mistake on a page is refused with the file, the line of the file, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import markdown
import pytest
from mkdocs.exceptions import PluginError

from scripts.content import files
from scripts.content.pages import ROOT
from scripts.hooks import dollars, figures, mathematics, reading, sections

FRONT = "---\nauthor: nobody\n---\n\n"  # lines 1 to 4 of every page here
CONFIG = SimpleNamespace()


@pytest.fixture
def page(tmp_path: Path) -> Callable[[str], SimpleNamespace]:
    """A page with this text behind its front matter, as MkDocs hands it to the hooks."""

    def make(text: str) -> SimpleNamespace:
        path = tmp_path / "page.md"
        path.write_text(FRONT + text, "utf-8")
        return SimpleNamespace(file=SimpleNamespace(src_uri="page.md", abs_src_path=str(path)))

    return make


@pytest.mark.parametrize(
    ("hook", "text", "said"),
    [
        (sections, 'One\n\n--8<-- "vgref/tasks.py:rings"', ":7: an embed is a line of its own"),
        (sections, "```python\n--8<-- 'vgref/tasks.py:rings'\n```", ":6: an embed is"),
        (sections, 'One `-8<- "vgref/tasks.py"` two', ":5: an embed is a line"),
        (sections, '```python\n;--8<-- "vgref/tasks.py"\n```', ":6: an embed is a line"),
        (sections, "--8<--\nvgref/tasks.py\n--8<--", ":5: an embed is a line"),
        (sections, '```python\n--8<-- "vgref/no.py:x"\n```', ":6: there is no file vgref/no.py"),
        (sections, '```python\n--8<-- "vgref/Tasks.py:x"\n```', ":6: there is no file vgref/Ta"),
        (sections, '```python\n--8<-- "../x.py:x"\n```', r":6: there is no file \.\./x\.py"),
        (sections, '```python\n--8<-- "vgref/tasks.py:no"\n```', ":6: .*has no section 'no'"),
        (sections, "\n```python\n1", ":6: this fence is never closed"),
        (figures, '![a](../../figures/relu_growth.svg "title")', ":5: 'figures/relu_growth.svg'"),
        (figures, "![a][b]\n\n[b]: ../../figures/relu_growth.svg", ":7: 'figures/relu_growth"),
        (figures, "![a](../../Figures/relu_growth.svg)", ":5: 'Figures/relu_growth.svg' is no"),
        (figures, "![a](../../figures/no_such.svg)", ":5: there is no figure 'no_such'; there"),
        (figures, "One\n![a](../../figures/Relu_Growth.svg)", ":6: there is no figure 'Relu_G"),
        (figures, 'One\n\n<p><IMG src="x.png"></p>', ":7: '<IMG' is no way to a picture"),
    ],
)
def test_what_cannot_be_shown_is_refused(
    page: Callable, monkeypatch: pytest.MonkeyPatch, hook: object, text: str, said: str
) -> None:
    for name in ("exists", "is_file"):  # as where `A` and `a` are one name
        monkeypatch.setattr(Path, name, lambda _: True)
    lost = reading.on_page_markdown(text, page=page(text))
    with pytest.raises(PluginError, match=said):
        hook.on_page_markdown(lost, page=page(text), config=CONFIG)


@pytest.mark.parametrize(
    ("hook", "text"),
    [
        (sections, '```python\n--8<-- "vgref/tasks.py:rings"\n```'),
        (sections, '??? a\n\n    ```bibtex\n    --8<-- "docs/references.bib:works"\n    ```'),
        (figures, "![a](../../figures/relu_growth.svg)\n\n`<img>`, `figures/x.svg`"),
        (figures, '```text\n<img src="figures/x.svg">\n```'),
    ],
)
def test_what_can_be_shown_is_not(page: Callable, hook: object, text: str) -> None:
    hook.on_page_markdown(text, page=page(text), config=CONFIG)


def test_a_broken_module_is_named_with_its_line(page: Callable, tmp_path: Path) -> None:
    broken = ROOT / ".cache" / "broken.py"
    files.write(broken, "a = 1\nb = = 2\n")
    text = '```python\n--8<-- ".cache/broken.py"\n```'
    try:
        with pytest.raises(PluginError, match=r"broken.py:2: invalid syntax"):
            sections.on_page_markdown(text, page=page(text), config=CONFIG)
    finally:
        broken.unlink()


# --- formulas -------------------------------------------------------------------------------


def convert(text: str) -> str:
    extensions = ["pymdownx.arithmatex", "tables", "pymdownx.superfences", dollars.Dollars()]
    configs = {"pymdownx.arithmatex": {"generic": True}}
    return markdown.markdown(text, extensions=extensions, extension_configs=configs)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (r"One $\alpha and.", 5),
        ("Two $x$.\n\nThree $y$ and *four* $z.", 7),
        ("One\n\n$$\nx = 1", 7),
        ("- a\n- b costs $5", 6),
        ("| a |\n|---|\n| $x |", 7),
    ],
)
def test_a_dollar_without_its_other_is_refused(page: Callable, text: str, line: int) -> None:
    with pytest.raises(PluginError, match=f"page.md:{line}: this \\$ opens or ends no formula"):
        dollars.on_page_content(convert(text), page=page(text), config=CONFIG)


@pytest.mark.parametrize(
    "text", ["$x$", "$$\nx\n$$", r"\$5", "`$5`", "```text\n$5\n```", r"$\text{\$}$"]
)
def test_a_dollar_that_means_something_is_not(page: Callable, text: str) -> None:
    html = convert(text)
    assert dollars.on_page_content(html, page=page(text), config=CONFIG) == html


NODES = {
    "nothing": ("exit 0", "node gave no answer"),
    "half": ("cat >/dev/null; echo '{\"html\"'", "node gave no answer"),
    "too much": ('cat >/dev/null; yes \'{"html": ""}\' | head -9', "answered 9 times for 2"),
    "nonsense": ("echo '[1]'; echo 2", "node gave no answer"),
    "an error": ("echo 'Error: no katex' >&2; exit 1", "Error: no katex.*make clean"),
    "a signal": ("kill -9 $$", "ended with -9"),
    "no end": ("exec sleep 60", "did not come to an end within 0.5 s"),
}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(mathematics, "CACHE", tmp_path / "mathematics.json")
    return tmp_path / "mathematics.json"


@pytest.mark.parametrize("kind", NODES)
def test_whatever_node_does_the_page_and_the_formula_are_named(
    page: Callable, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    script, said = NODES[kind]
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\n{script}\n")
    node.chmod(0o755)
    monkeypatch.setattr(mathematics, "node", lambda: node)
    monkeypatch.setattr(mathematics, "TIME_LIMIT", 0.5)
    text = "One\n\n$x^2$ and $y$"
    with pytest.raises(PluginError, match=re.compile(rf"page.md:7: .*{said}.*\[\$x\^2\$\]", re.S)):
        mathematics.on_page_content(convert(text), page=page(text), config=CONFIG)
    assert not cache.exists() or cache.read_text() == "{}"


def test_the_formula_at_which_node_stops_is_named(
    page: Callable, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = tmp_path / "node"
    node.write_text('#!/bin/sh\necho \'{"html": "x"}\'\nexec sleep 60\n')
    node.chmod(0o755)
    monkeypatch.setattr(mathematics, "node", lambda: node)
    monkeypatch.setattr(mathematics, "TIME_LIMIT", 0.5)
    text = "$x^2$\n\n$y^3$"
    with pytest.raises(PluginError, match=r"page.md:7: .*\[\$y\^3\$\]"):
        mathematics.on_page_content(convert(text), page=page(text), config=CONFIG)


def test_node_that_is_not_there(
    page: Callable, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mathematics, "node", lambda: Path("/nowhere/node"))
    with pytest.raises(PluginError, match=r"node does not start .*make clean"):
        mathematics.on_page_content(convert("$x$"), page=page("$x$"), config=CONFIG)


@pytest.mark.parametrize("text", [r"$\frobnicate{x}$", r"$\frac{1}{$", "$기울기=1$"])
def test_a_wrong_formula_is_named_with_its_line(page: Callable, cache: Path, text: str) -> None:
    text = f"One $x$\n\n{text}"
    with pytest.raises(PluginError, match=r"page.md:7: KaTeX parse error"):
        mathematics.on_page_content(convert(text), page=page(text), config=CONFIG)


@pytest.mark.parametrize("damage", ["", '{"a": ', "[]", "null", '{"%s": {"html": 5}}', "\udcff"])
def test_damaged_formulas_are_made_anew(page: Callable, cache: Path, damage: str) -> None:
    key = mathematics.key("x", False)
    cache.write_bytes(damage.replace("%s", key).encode("utf-8", "surrogateescape"))
    html = mathematics.on_page_content(convert("$x$"), page=page("$x$"), config=CONFIG)
    assert "katex-html" in html
    assert "katex-html" in mathematics.kept()[key]["html"]
