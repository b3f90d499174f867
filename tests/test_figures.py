"""The figures follow from the code, and building them loses nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import build_figures
from scripts.build_figures import FIGURES, ROOT, SCRIPTS, names, same
from scripts.content.dependencies import digest, reached
from scripts.content.figure_style import CYCLE, QUIET
from scripts.content.pages import LANGUAGES, figures, pages
from scripts.content.svg import inline

ALLOWED = {*CYCLE, QUIET, "#000000", "#ffffff"}


def test_the_committed_figures_follow_from_the_code() -> None:
    command = [sys.executable, "-m", "scripts.build_figures", "--check"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_stands_on_a_page_with_words_of_its_own(language: str) -> None:
    """One in another's place leaves a figure without a page, and one with two texts."""
    words: dict[str, set[str]] = {}
    for path in pages(language):
        for figure, alternative in figures(path.read_text(encoding="utf-8")):
            words.setdefault(figure, set()).add(alternative)
    assert sorted(words) == names()
    assert {figure: texts for figure, texts in words.items() if len(texts) > 1} == {}


def test_an_unknown_figure_is_refused_with_the_near_ones_and_the_list(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert build_figures.main(["xyz", "relu-slope.svg"]) == 2
    said = capsys.readouterr().err
    assert "there is no figure xyz\n" in said
    assert "there is no figure relu-slope; near: relu_slopes" in said
    assert all(name in said for name in names())


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of scripts with one figure, and a folder it is drawn into."""
    scripts = tmp_path / "scripts" / "figures"
    scripts.mkdir(parents=True)
    (scripts / "one.py").write_text("VALUE = 1\n")
    monkeypatch.setattr(build_figures, "SCRIPTS", scripts)
    monkeypatch.setattr(build_figures, "FIGURES", tmp_path)
    return tmp_path


def picture(number: float, stamp: str = "0") -> str:
    return f"<!-- drawn from {stamp} -->\n<svg><path d='M 1 {number}'/></svg>\n"


def test_a_figure_that_looks_the_same_keeps_its_picture(workshop: Path) -> None:
    (workshop / "one.svg").write_text(picture(1.0))
    assert build_figures.write("one", picture(1.000001, "1")) == ""
    assert (workshop / "one.svg").read_text() == picture(1.0, "1")


def test_check_says_what_is_missing_and_what_has_changed(workshop: Path) -> None:
    assert "is not drawn" in build_figures.differs("one", picture(2.0))
    (workshop / "one.svg").write_text(picture(1.0))
    assert "no longer follows from the code" in build_figures.differs("one", picture(2.0))
    (workshop / "one.svg").write_text(picture(2.001))
    assert build_figures.differs("one", picture(2.0)) == ""


def test_a_figure_is_stale_when_code_it_reaches_changes(workshop: Path) -> None:
    script = workshop / "scripts" / "figures" / "one.py"
    (workshop / "one.svg").write_text(picture(1.0, digest(script)))
    assert not build_figures.stale("one")
    script.write_text('"""Words."""\nVALUE = 1  # a comment\n')
    assert not build_figures.stale("one")
    script.write_text("VALUE = 2\n")
    assert build_figures.stale("one")


def test_a_figure_of_a_network_reaches_the_activations() -> None:
    found = {str(path.relative_to(ROOT)) for path in reached(SCRIPTS / "delta_norms.py")}
    assert {"vgref/activations/sigmoids.py", "scripts/content/figure_style.py"} <= found
    assert "vgref/recurrent.py" not in found


@pytest.mark.parametrize(
    ("old", "new", "alike"),
    [
        ("M 1.00 2", "M 1.01 2", True),
        ("M 1.00 2", "M 1.20 2", False),
        ("M 1 2", "M 1 2 3", False),
        ("M 1 2 fill: #0072b2", "M 1 2 fill: #d55e00", False),
    ],
)
def test_figures_are_compared_as_an_eye_would(old: str, new: str, alike: bool) -> None:
    assert same(old, new) == alike


@pytest.mark.parametrize("name", names())
def test_a_figure_uses_the_colours_that_follow_the_scheme(name: str) -> None:
    text = (FIGURES / f"{name}.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9a-f]{6}\b", text)) <= ALLOWED
    assert "<text" not in text  # glyphs are drawn: no font is asked for
    assert not re.search(r"#[0-9a-f]{6}\b(?!-)", inline(text, name, "x").replace("#ffffff", ""))


def test_two_figures_on_a_page_share_no_id() -> None:
    parts = [inline('<svg><path id="a"/><use xlink:href="#a"/></svg>', n, "") for n in ("x", "y")]
    assert parts[0].count("x-a") == 2
    assert parts[1].count("y-a") == 2


# --- a figure stands where its script says -------------------------------------------------

HEADING = re.compile(r"^(?:# )?#+ .*\{#([\w-]+)\}[ \t]*$")
DECLARED = re.compile(r"^Shown at (?P<places>\S.*)\.$", re.MULTILINE)


def places(text: str, path: str) -> list[tuple[str, str]]:
    """(figure, page#section) for every mention of a figure's file, in whatever form."""
    found, section = [], ""
    for line in text.splitlines():
        if heading := HEADING.match(line):
            section = f"#{heading[1]}"
        found += [(name, path + section) for name in re.findall(r"figures/([\w-]+)\.svg", line)]
    return found


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_figure_stands_where_its_script_says_and_nowhere_else(language: str) -> None:
    """So that a figure swapped on the pages of both languages is noticed."""
    folder = ROOT / "docs" / language
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.[mp][dy]")}
    shown = {
        place
        for name, path in ({"README.md": ROOT / "README.md"} | files).items()
        for place in places(path.read_text("utf-8"), name)
    }
    declared = set()
    for name in names():
        words = ast.get_docstring(ast.parse((SCRIPTS / f"{name}.py").read_text("utf-8"))) or ""
        match = DECLARED.search(words)
        assert match, (
            f"scripts/figures/{name}.py: its docstring ends with 'Shown at PAGE#SECTION.'"
        )
        declared |= {(name, place) for place in match["places"].split(", ")}
    assert sorted(shown - declared) == []
    assert sorted(declared - shown) == []


def test_a_mention_of_a_figure_is_found_in_any_form() -> None:
    page = "# T {#t}\n![a](../figures/a.svg)\n## S {#s}\n    <img src='../figures/b-c.svg'>\n"
    assert places(page, "x.md") == [("a", "x.md#t"), ("b-c", "x.md#s")]
    assert places("# # L {#l}\n# ![a](../../figures/a.svg)\n", "l.py") == [("a", "l.py#l")]
