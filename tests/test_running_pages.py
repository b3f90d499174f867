"""What stands on a page runs, and a page that is wrong anywhere fails, with its line."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sybil

from scripts.content.guard import TIME_LIMIT
from scripts.content.pages import ROOT, PageError
from scripts.content.snippets import compare, parse


def page_with(tmp_path: Path, text: str) -> sybil.Document:
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    return sybil.Document.parse(str(path), parse)


def run_all(document: sybil.Document) -> None:
    for example in document:
        example.evaluate()


def outcome(document: sybil.Document) -> str:
    try:
        run_all(document)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "passed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```python\nprint(1)\n```\n\n```text\n1\n```\n", "passed"),
        ("```python\nprint(1)\n```\n", "prints, and no text fence follows"),
        ("```python\nprint(1)\n```\n\n```text\n2\n```\n", "the page says"),
        ("``` python title='x'\nassert False, 'ran'\n```\n", "AssertionError: ran"),
        ("```{.python .x}\nassert False, 'ran'\n```\n", "AssertionError: ran"),
        ("~~~~python\nassert False, 'ran'\n~~~~\n", "AssertionError: ran"),
        ("!!! note\n\n    ```python\n    if True:\n        assert False, 'ran'\n    ```\n", "ran"),
        (
            '```python\n--8<-- "vgref/activations/sigmoids.py:nothing"\n```\n',
            "no section 'nothing'",
        ),
        ("```python\na = 2\n```\n\nIt is two. <!-- check: a == 2 -->\n", "passed"),
        ("```python\na = 2\n```\n\nIt is two. <!-- check: a == 3 -->\n", "a = 2"),
        ("It is two. <!-- check: 2 -->\n", "must be True or False"),
        ("It is two. <!-- check: b == 2 -->\n", "NameError"),
    ],
)
def test_a_page_passes_or_fails_as_written(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in outcome(page_with(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```ruby\nputs 1\n```\n", "page.md:1: a fence in 'ruby' would not run"),
        ("\n```text\n1\n```\n", "page.md:2: a text fence is the output"),
        ("\n\n```python\n1\n", "page.md:3: this fence is never closed"),
    ],
)
def test_what_cannot_run_is_refused_with_the_line(
    tmp_path: Path, text: str, expected: str
) -> None:
    with pytest.raises(PageError, match=re.escape(expected)):
        page_with(tmp_path, text)


def test_a_failing_fence_names_the_page_and_the_line(tmp_path: Path) -> None:
    document = page_with(tmp_path, "One\n\n```python\na = 1\n\nassert a == 2\n```\n")
    with pytest.raises(AssertionError) as caught:
        next(iter(document)).evaluate()
    last = caught.traceback[-1]
    assert (Path(last.path).name, last.lineno + 1) == ("page.md", 6)


@pytest.mark.parametrize(
    ("page", "printed", "agrees"),
    [
        ("0.234", "0.2341", False),
        ("0.7", "0.66875", False),
        ("0.66875", "0.7", False),
        ("0.66875", "0.66874", True),
        ("0.66875", "0.66873", False),
        ("0.5", "0.50", False),
        ("0.25", "2.5e-01", False),
        ("9.9e-19", "1.0e-18", True),
        ("1.0", "0.9999999999999999", True),
        ("0.234", "0.235", True),
        ("0.234", "0.236", False),
        ("1.2e-18", "1.3e-18", True),
        ("1.2e-18", "1.2e-17", False),
        ("-0.5", "0.5", False),
        ("12", "13", False),
        ("[0.5 0.5]", "[0.5  0.5]", True),
        ("nan", "inf", False),
        ("a 1", "b 1", False),
    ],
)
def test_outputs_agree_to_the_last_digit_shown(page: str, printed: str, agrees: bool) -> None:
    assert (compare(page, printed) is None) == agrees


# --- long, indented, nested ----------------------------------------------------------------

PLACES = {
    "plain": ("", ""),
    "folded": ('??? question "Exercise"\n\n', "    "),
    "folded twice": ('??? question "Exercise"\n\n    ??? success "Solution"\n\n', "        "),
    "tab": ('=== "numpy"\n\n', "    "),
    "list": ("1. First\n\n    - Second\n\n", "        "),
    "list of two": ("- First\n\n", "  "),
    "tabulator": ("!!! note\n\n", "\t"),
}
BEFORE = "---\ntitle: Long\n---\n\n" + "".join(
    f"## Part {n} {{#part-{n}}}\n\nWords, and `code`.\n\n```python\na = {n}\nprint(a / 8)\n```\n\n"
    f"```text\n{n / 8}\n```\n\nIt is {n}. <!-- check: a == {n} -->\n\n"
    for n in range(30)
)
RIGHT = (
    "```python\nif a:\n    b = 2.5\nprint(b)\n```\n\n```text\n2.5\n```\n\n"
    "It is 2.5. <!-- check: b == 2.5 -->\n"
)


def placed(place: str, text: str) -> str:
    opening, indent = PLACES[place]
    return BEFORE + opening + re.sub(r"^(?=.)", indent, text, flags=re.MULTILINE)


@pytest.mark.parametrize("place", PLACES)
def test_a_long_page_passes_wherever_its_last_fence_stands(tmp_path: Path, place: str) -> None:
    document = page_with(tmp_path, placed(place, RIGHT))
    assert len(list(document)) == 62
    assert outcome(document) == "passed"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("right", "wrong", "said", "line"),
    [
        ("text\n2.5", "text\n2.6001", "the page says", 7),
        ("text\n2.5", "text\n3", "the page says", 7),
        ("```text\n2.5\n```\n", "", "prints, and no text fence follows", 1),
        ("print(b)", "print(b, b)", "the page says", 7),
        ("b = 2.5", "b = 1 / 0", "division by zero", 3),
        ("== 2.5", "== 2.4", "b = 2.5", 11),
        ("== 2.5", "+ 2.5", "must be True or False", 11),
        ("check: b", "check: c", "name 'c' is not defined", 11),
    ],
)
def test_what_is_wrong_below_line_300_fails_wherever_it_stands(
    tmp_path: Path, place: str, right: str, wrong: str, said: str, line: int
) -> None:
    assert right in RIGHT
    text = placed(place, RIGHT.replace(right, wrong))
    first = placed(place, RIGHT)[: placed(place, RIGHT).rindex("```python")].count("\n")
    assert first > 300
    with pytest.raises(Exception, match=re.escape(said)) as caught:
        run_all(page_with(tmp_path, text))
    lines = [entry.lineno + 1 for entry in caught.traceback if Path(entry.path).name == "page.md"]
    named = lines[-1:] or list(map(int, re.findall(r"\bline (\d+)", str(caught.value))))
    assert first + line in named


# --- what a fence may not do ---------------------------------------------------------------

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
        ("import os\nos._exit(0)", 305, "ends the process"),
        ("import os\n" + CATCH.format("os._exit(0)"), 306, "ends the process"),
        ("import os, sys\nos.execv(sys.executable, [sys.executable, '-V'])", 305, "replaces the"),
        ("raise SystemExit(0)", 304, "leaves by SystemExit"),
        ("import pytest\npytest.skip('x')", 305, "leaves by Skipped"),
        ("import pytest\npytest.exit('x', 0)", 305, "leaves by Exit"),
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
    with pytest.raises(PageError, match=re.escape(said)) as caught:
        next(iter(document)).evaluate()
    assert f"page.md:{line or 30}" in str(caught.value)


def test_a_check_may_not_either(tmp_path: Path) -> None:
    document = page_with(tmp_path, "\nIt is. <!-- check: __import__('os')._exit(0) -->\n")
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
