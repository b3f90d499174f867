"""Labs: each runs and holds what it concludes, the same in both languages; no output is stale."""

from __future__ import annotations

import contextlib
import io
import re
import runpy
import shutil
import time
from collections import Counter
from functools import cache
from pathlib import Path

import matplotlib
import pytest
from nbformat.v4 import new_output

from scripts.content import dependencies, notebooks
from scripts.content.guard import guarded
from scripts.content.pages import ROOT, PageError, headings
from tests.test_pages import DECIMAL, MATHEMATICS, code, covered, name, sentences

NAMES = sorted(path.name for path in (ROOT / "docs" / "en" / "labs").glob("*.py"))
ALL = [ROOT / "docs" / language / "labs" / lab for language in ("ko", "en") for lab in NAMES]
LIMIT = 60  # seconds of one core
# Numbers that a paper reports and a lab does not compute: shared/reference/sources.md has them.
READ_IN_A_PAPER = {"38.56", "33.82", "33.90"}

each_lab = pytest.mark.parametrize("path", ALL, ids=name)
each_pair = pytest.mark.parametrize("lab", NAMES)


def both(lab: str) -> list[list]:
    return [notebooks.read(ROOT / "docs" / one / "labs" / lab).cells for one in ("ko", "en")]


def prose(cells: list) -> str:
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


@cache
def printed(lab: str) -> tuple[str, float]:
    """What a lab prints, and the seconds it takes; its assertions hold, or this raises."""
    began, said, path = time.process_time(), io.StringIO(), ROOT / "docs" / "en" / "labs" / lab
    with guarded(str(path), 1, limit=5 * LIMIT), contextlib.redirect_stdout(said):
        runpy.run_path(str(path))
    matplotlib.pyplot.close("all")
    return said.getvalue(), time.process_time() - began


def test_there_are_labs() -> None:
    assert {"glorot2010.py", "he2015.py"} <= set(NAMES)


@each_pair
def test_a_lab_runs_without_a_warning_and_its_conclusions_hold(lab: str) -> None:
    said, seconds = printed(lab)  # warnings are errors here: pyproject.toml
    assert said
    assert seconds < LIMIT


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("os._exit(7)", "lab.py:3: the code ends the process"),
        ("os.chdir('/')", "lab.py:3: the code changes the folder"),
        ("open('docs/en/labs/junk.py', 'w')", "lab.py:3: the code writes into the project"),
    ],
)
def test_a_lab_may_not(tmp_path: Path, monkeypatch, line: str, said: str) -> None:
    monkeypatch.chdir(ROOT)
    lab = tmp_path / "lab.py"
    lab.write_text(f"# %%\nimport os\n{line}\n")
    with pytest.raises(PageError, match=re.escape(said)):
        printed(str(lab))


@each_pair
def test_the_code_is_the_same_up_to_comments(lab: str) -> None:
    korean, english = both(lab)
    assert [cell.cell_type for cell in korean] == [cell.cell_type for cell in english]
    for left, right in zip(korean, english, strict=True):
        if left.cell_type == "code":
            assert code(left.source + "\n") == code(right.source + "\n")


@each_pair
def test_headings_and_equations_are_the_same(lab: str) -> None:
    korean, english = map(prose, both(lab))
    ids = [[(level, id_) for level, id_, _ in headings(text)] for text in (korean, english)]
    assert ids[0] == ids[1]
    assert None not in [id_ for _, id_ in ids[0]]
    formulas = [Counter(MATHEMATICS.findall(text)) for text in (korean, english)]
    assert set(formulas[0]) == set(formulas[1])


@each_pair
def test_the_links_are_the_same(lab: str) -> None:
    korean, english = (Counter(re.findall(r"\]\(([^)]*)\)", prose(cells))) for cells in both(lab))
    assert korean == english


@each_lab
def test_a_picture_has_its_words_in_the_language_of_the_lab(path: Path) -> None:
    korean = "ko" in path.parts
    drawing = [cell for cell in notebooks.read(path).cells if "plt.show()" in cell.source]
    assert drawing
    for cell in drawing:
        assert cell.source.rstrip().endswith("plt.show()")
        alt = cell.metadata.get("alt", "")
        where = f"{name(path)}: the picture of {cell.source[:40]!r} has the words {alt!r}"
        assert bool(re.search("[가-힣]", alt)) == korean, where
        assert len(alt) > (30 if korean else 50), where


@each_lab
def test_a_lab_opens_as_a_notebook_and_begins_with_its_title(path: Path) -> None:
    notebook = notebooks.read(path)
    assert notebook.metadata["kernelspec"]["name"] == "python3"
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert re.match(r"# .+ \{#[\w-]+\}\n", first.source)
    assert any("assert" in cell.source for cell in notebook.cells if cell.cell_type == "code")


@each_lab
def test_every_decimal_in_the_prose_is_printed(path: Path) -> None:
    shown = re.findall(r"-?\d+\.?\d*(?:e[-+]?\d+)?", printed(path.name)[0])
    bare = [
        (number, " ".join(sentence.split()))
        for sentence in sentences(prose(notebooks.read(path).cells))
        for number in DECIMAL.findall(sentence)
        if number not in READ_IN_A_PAPER and not covered(number, shown)
    ]
    assert bare == []


# --- kept outputs --------------------------------------------------------------------------


@each_pair
def test_both_languages_share_one_run(lab: str) -> None:
    korean, english = (ROOT / "docs" / one / "labs" / lab for one in ("ko", "en"))
    assert notebooks.key(korean) == notebooks.key(english)


@pytest.mark.parametrize(
    ("changed", "old", "new", "stale"),
    [
        ("vgref/initializers/scaling.py", "math.sqrt(_fan(", "math.cbrt(_fan(", True),
        ("vgref/network/mlp.py", "h_of[-1] @ weight", "h_of[-1] @ -weight", True),
        ("lab.py", "range(5)", "range(6)", True),
        ("vgref/initializers/scaling.py", "Factor on the standard", "A factor on the", False),
        ("lab.py", "# The lowest loss", "# The smallest loss", False),
    ],
)
def test_an_output_is_kept_until_what_it_depends_on_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str, old: str, new: str, stale: bool
) -> None:
    shutil.copytree(ROOT / "vgref", tmp_path / "vgref")
    lab = shutil.copy(ROOT / "docs" / "en" / "labs" / "he2015.py", tmp_path / "lab.py")
    monkeypatch.setattr(dependencies, "ROOT", tmp_path)
    before = notebooks.key(lab)
    text = (tmp_path / changed).read_text("utf-8")
    assert old in text
    (tmp_path / changed).write_text(text.replace(old, new), "utf-8")
    assert (notebooks.key(lab) != before) == stale


def test_a_picture_without_words_is_refused() -> None:
    picture = new_output("display_data", data={"image/svg+xml": "<svg></svg>"})
    with pytest.raises(ValueError, match="needs its words"):
        notebooks.output(picture, "", "lab-1")
