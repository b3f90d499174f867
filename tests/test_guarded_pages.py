"""What a fence may not do, it cannot do: it fails, with page and line."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.content.guard import TIME_LIMIT
from scripts.content.pages import ROOT, PageError
from tests.written import outcome, page_with

CATCH = "try:\n    {}\nexcept Exception:\n    pass\n"


@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        ("while True:\n    pass", 304, "still ran here after 0.2 s"),
        ("import time\ntime.sleep(60)", 305, "still ran here after 0.2 s"),
        (
            "while True:\n    try:\n        1 / 0\n    except Exception:\n        pass",
            0,
            "still ran",
        ),
        ("import os\nos._exit(7)", 305, "ends the process"),
        ("import os\n" + CATCH.format("os._exit(7)"), 306, "ends the process"),
        ("import os, sys\nos.execv(sys.executable, ['x', '-c', '1 / 0'])", 305, "replaces the"),
        ("raise SystemExit(0)", 304, "leaves by SystemExit"),
        ("import pytest\npytest.skip('x')", 305, "leaves by Skipped"),
        ("import pytest\npytest.exit('x', 7)", 305, "leaves by Exit"),
        ("import unittest\nraise unittest.SkipTest('x')", 305, "leaves by SkipTest"),
        ("import os\nos.chdir('/')", 305, "changes the folder"),
        ("import os\nos.environ['NEW'] = '1'", 305, "changes the environment: NEW"),
        ("open('docs/ko/junk.md', 'w')", 304, "writes into the project: docs/ko/junk.md"),
        (CATCH.format("open('docs/ko/junk.md', 'a')"), 305, "writes into the project"),
        ("from pathlib import Path\nPath('docs/junk').mkdir()", 305, "project: docs/junk"),
        ("from pathlib import Path\nPath('junk').touch()", 305, "project: junk"),
        ("import os\nos.rename('/nowhere', 'junk')", 305, "project: junk"),
        ("import os\nos.remove('docs/nothing.md')", 305, "project: docs/nothing.md"),
        ("import shutil\nshutil.rmtree('docs/nothing')", 305, "project: docs/nothing"),
    ],
)
def test_a_fence_may_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, line: int, said: str
) -> None:
    monkeypatch.setenv(TIME_LIMIT, "0.2")
    monkeypatch.chdir(ROOT)
    document = page_with(tmp_path, "\n" * 302 + f"```python\n{code}\n```\n")
    # Whatever comes, not PageError alone: the others would skip or end this test.
    with pytest.raises(BaseException, match=re.escape(said)) as caught:
        next(iter(document)).evaluate()
    assert caught.type is PageError
    assert f"page.md:{line or 30}" in str(caught.value)


def test_a_check_may_not_either(tmp_path: Path) -> None:
    document = page_with(tmp_path, "\nIt is. <!-- check: __import__('os')._exit(7) -->\n")
    with pytest.raises(PageError, match=r"page\.md:2: the code ends the process"):
        next(iter(document)).evaluate()


def test_a_fence_may_write_elsewhere_and_clear_up(tmp_path: Path) -> None:
    code = (
        "import tempfile\nfrom pathlib import Path\n"
        "with tempfile.TemporaryDirectory() as folder:\n    (Path(folder) / 'docs').mkdir()\n"
        "    (Path(folder) / 'docs' / 'x').write_text('y')"
    )
    assert outcome(page_with(tmp_path, f"```python\n{code}\n```\n")) == "passed"


@pytest.mark.parametrize("given", ["0", "-1", "nan", "soon"])
def test_a_time_limit_is_a_number_of_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv(TIME_LIMIT, given)
    assert f"must be a positive number of seconds, got {given!r}" in outcome(
        page_with(tmp_path, "```python\n1\n```\n")
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The committed configuration, over a page and a module of one's own."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "scripts" / "content", folder / "scripts" / "content")
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for name in ("docs/ko/path", "tests", "vgref/parts"):
        (folder / name).mkdir(parents=True)
    for name in ("vgref/__init__.py", "vgref/parts/__init__.py"):
        (folder / name).write_text("")
    (folder / "README.md").write_text("# Project\n")
    return folder


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "docs/ko/path/page.md",
            "```python\nimport os\nos._exit(0)\n```\n",
            "page.md:3: the code",
        ),
        ("docs/ko/path/page.md", "```python\nsum(iter(int, 1))\n```\n", 'page.md", line 2'),
        ("vgref/parts/one.py", '"""One.\n\n>>> __import__("os")._exit(0)\n"""\n', "one.py:3: the"),
    ],
    ids=["exit in a fence", "a loop that no signal stops", "exit in a docstring"],
)
def test_what_ends_or_holds_the_process_is_no_success(
    project: Path, file: str, text: str, said: str
) -> None:
    path = project / file
    path.write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-o", "faulthandler_timeout=3"]
    run = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=60)
    path.unlink()
    assert run.returncode != 0
    assert said in run.stdout + run.stderr
