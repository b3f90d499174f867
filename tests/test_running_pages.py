"""What stands on a page runs, and a page that is wrong anywhere fails, with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.content.pages import PageError
from scripts.content.snippets import compare
from tests.written import outcome, page_with, run_all


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
