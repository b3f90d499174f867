"""What pytest collects, under the committed configuration, is all that the files contain.

The files are counted here by rules of their own, over the raw text: a parser that misses something
does not miss it twice.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from scripts.content.pages import ROOT

OPENED = re.compile(r"^[ \t>]*(?:`{3,}|~{3,})[ \t]*\{?[ \t]*\.?py(?:thon|con|3)?\b", re.MULTILINE)
CHECKED = re.compile(r"<!--\s*check:")
PROMPT = re.compile(r"^[ \t]*>>>[ \t]*[^#\s]", re.MULTILINE)


@pytest.fixture(scope="module")
def collected() -> list[str]:
    """The ids of all that pytest would run, as `make test` calls it."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr
    return [line for line in run.stdout.splitlines() if "::" in line]


def contained(paths: list[Path], *rules: re.Pattern[str]) -> Counter[str]:
    """How often the rules find something in each file, by its path, where they do."""
    texts = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in paths}
    return +Counter({name: sum(len(r.findall(t)) for r in rules) for name, t in texts.items()})


def of(collected: list[str], *roots: str) -> Counter[str]:
    return Counter(one.split("::")[0] for one in collected if one.startswith(roots))


def test_every_fence_and_every_check_of_every_page_is_run(collected: list[str]) -> None:
    files = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    found = contained(files, OPENED, CHECKED)
    assert of(collected, "docs/", "README.md") == found
    assert found.total() > 400


def test_every_example_of_every_docstring_is_run(collected: list[str]) -> None:
    files = list((ROOT / "vgref").rglob("*.py"))
    found = contained(files, PROMPT)
    assert of(collected, "vgref/") == found
    assert found.total() > 300
    assert not contained(files, re.compile(r"doctest:.*\+SKIP"))


def test_every_test_is_run(collected: list[str]) -> None:
    listed = {one.partition("[")[0] for one in collected if one.startswith("tests/")}
    written = {
        f"{path.relative_to(ROOT)}::{node.name}"
        for path in (ROOT / "tests").rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    assert listed == written


def test_every_lab_is_run(collected: list[str]) -> None:
    labs = {path.name for path in (ROOT / "docs").rglob("labs/*.py")}
    runs = "\n".join(one for one in collected if "test_a_lab_runs_without" in one)
    assert {name for name in labs if f"[{name}]" in runs} == labs
