"""An embedded section is whole statements, indented as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.content.pages import ROOT, section
from tests.written import outcome, page_with

START = re.compile(r"^[ \t]*#[ \t]*--8<--[ \t]*\[start:([\w-]+)\]", re.MULTILINE)
MODULES = sorted((ROOT / "vgref").rglob("*.py"))
MODULE = """\
import math

# --8<-- [start:one]
@staticmethod
def one(x):
    \"\"\"One.\"\"\"
    if x:
        y = 2
    return y
# --8<-- [end:one]


class Two:
    a = 1

    # --8<-- [start:two]
    # Words about it.
    def two(self):
        return 2
    # --8<-- [end:two]
    def three(self):
        return 3


FOUR = (
    4,
)
"""


def moved(text: str, mark: str, before: str, indent: str = "") -> str:
    """The text with a marker moved to stand before a line."""
    lines = [line for line in text.splitlines() if f"[{mark}]" not in line]
    place = next(number for number, line in enumerate(lines) if before in line)
    lines.insert(place, f"{indent}# --8<-- [{mark}]")
    return "\n".join(lines) + "\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "module.py"
    path.write_text(text)
    return path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_section_of_vgref_is_whole(path: Path) -> None:
    text = path.read_text("utf-8")
    for name in START.findall(text):
        found = section(path, name)
        assert found.source.strip()
        assert not found.source[0].isspace()


def test_a_whole_section_is_taken_as_it_stands(tmp_path: Path) -> None:
    path = written(tmp_path, MODULE)
    assert section(path, "one").source.startswith("@staticmethod\ndef one(x):\n")
    assert section(path, "one").source.endswith("    return y\n")
    assert section(path, "two").source == "# Words about it.\ndef two(self):\n    return 2\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("one", moved(MODULE, "end:one", "return y", "    "), "3-9: its start is indented by 0"),
        ("one", moved(MODULE, "end:one", "return y"), "3-9: it is no whole statement"),
        ("one", moved(MODULE, "start:one", "def one"), "4-10: it is no whole statement"),
        ("one", moved(MODULE, "start:one", "if x"), "it is no whole statement"),
        ("one", moved(MODULE, "start:one", "import math"), None),
        ("one", moved(MODULE, "end:one", "class Two"), None),
        ("one", moved(MODULE, "end:one", "    a = 1"), "it is no whole statement"),
        ("one", moved(MODULE, "end:one", "    4,"), "it is no whole statement"),
        ("one", moved(MODULE, "end:one", "import math"), "it ends before it starts"),
        ("two", moved(MODULE, "end:two", "return 2", "    "), "it is no whole statement"),
        ("two", moved(MODULE, "end:two", "FOUR", "    "), None),
        ("two", moved(MODULE, "start:two", "    a = 1"), "its start is indented by 0"),
        ("two", moved(MODULE, "start:two", "class Two", "    "), "it is no whole statement"),
        ("two", moved(MODULE, "start:two", "a = 1", "    "), None),
    ],
)
def test_a_section_that_cuts_a_statement_is_refused(
    tmp_path: Path, name: str, text: str, said: str | None
) -> None:
    path = written(tmp_path, text)
    if said is None:
        assert section(path, name).source
        return
    with pytest.raises(ValueError, match=f"the section {name!r} of .*module.py:.*{said}"):
        section(path, name)


def test_a_page_that_embeds_a_cut_section_fails(tmp_path: Path, monkeypatch) -> None:
    cut = (ROOT / "vgref" / "activations" / "sigmoids.py").read_text("utf-8")
    cut = moved(cut, "end:sigmoid_derivative", "    return e / (1", "    ")
    (tmp_path / "sigmoids.py").write_text(cut)
    monkeypatch.setattr("scripts.content.pages.ROOT", tmp_path)
    page = page_with(tmp_path, '```python\n--8<-- "sigmoids.py:sigmoid_derivative"\n```\n')
    assert "'sigmoid_derivative' of sigmoids.py" in outcome(page)
