"""The figures follow from the code, and building them loses nothing."""

from __future__ import annotations

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


def test_an_unknown_figure_is_refused_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert build_figures.main(["nothing"]) == 2
    said = capsys.readouterr().out
    assert "there is no figure nothing" in said
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


def test_a_figure_that_fails_leaves_the_old_file(workshop: Path, monkeypatch) -> None:
    (workshop / "one.svg").write_text(picture(1.0))
    monkeypatch.setattr(build_figures, "drawn", lambda name: 1 / 0)
    assert "ZeroDivisionError" in (build_figures.draw("one") or "")
    assert (workshop / "one.svg").read_text() == picture(1.0)


def test_a_figure_that_looks_the_same_keeps_its_picture(workshop: Path, monkeypatch) -> None:
    (workshop / "one.svg").write_text(picture(1.0))
    monkeypatch.setattr(build_figures, "drawn", lambda name: picture(1.000001, "1"))
    assert build_figures.draw("one") is None
    assert (workshop / "one.svg").read_text() == picture(1.0, "1")


def test_check_says_what_is_missing_and_what_has_changed(workshop: Path, monkeypatch) -> None:
    monkeypatch.setattr(build_figures, "drawn", lambda name: picture(2.0))
    assert build_figures.differs("one") == "is not drawn"
    (workshop / "one.svg").write_text(picture(1.0))
    assert build_figures.differs("one") == "no longer follows from the code"
    (workshop / "one.svg").write_text(picture(2.001))
    assert build_figures.differs("one") is None


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
