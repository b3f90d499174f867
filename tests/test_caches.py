"""What earlier builds kept: written whole, and made anew if it is damaged."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from mkdocs.exceptions import PluginError

from scripts.content import notebooks
from scripts.content.pages import PageError
from scripts.hooks import browser_parts, catalogue, labs

LAB = """\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Title {#title}

# %%
print(1)

# %%
"""
LAST = LAB.count("\n")  # the line of the last cell's mark


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(notebooks, "CACHE", tmp_path / "cache")
    return tmp_path / "lab.py"


@pytest.mark.parametrize(
    ("cell", "line", "said"),
    [
        ("def f():\n    return 1 / 0\n\nf()", 2, "ZeroDivisionError: division by zero"),
        ("while True:\n    pass", 0, "this cell did not come to an end within 1 s"),
        ("import os\nos._exit(0)", 0, "this cell ended its own process"),
    ],
    ids=["error", "endless", "exit"],
)
def test_a_cell_that_fails_is_named_with_its_line(
    lab: Path, monkeypatch: pytest.MonkeyPatch, cell: str, line: int, said: str
) -> None:
    lab.write_text(LAB + cell + "\n")
    monkeypatch.setattr(notebooks, "SETUP", "")
    if "while" in cell:
        monkeypatch.setattr(notebooks, "TIME_LIMIT", 1)
    page = SimpleNamespace(file=SimpleNamespace(src_uri="labs/lab.py", abs_src_path=str(lab)))
    with pytest.raises(PluginError) as caught:
        labs.on_page_markdown("", page=page, config=SimpleNamespace())
    assert str(caught.value) == f"{lab}:{LAST + line}: {said}"
    assert not (notebooks.CACHE).exists()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_interrupt_during_a_lab_ends_it_and_is_no_mistake_of_the_lab(
    lab: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    kill = f"import os, signal, time\nos.kill(os.getppid(), signal.{name})\ntime.sleep(60)\n"
    lab.write_text(LAB + kill)
    monkeypatch.setattr(notebooks, "SETUP", "")
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            notebooks.executed(lab)
        assert signal.getsignal(signal.SIGTERM) == signal.default_int_handler
    finally:
        signal.signal(signal.SIGTERM, before)


def test_the_line_is_that_of_the_cell_that_ran_not_of_what_it_called() -> None:
    painted = "\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[3]\x1b[39m\x1b[32m, line 5\x1b[39m"
    assert notebooks.line_in_cell(painted + "\nCell In[2], line 7, in f()\n") == 5
    assert notebooks.line_in_cell("File x.py, line 7") == 0


def test_the_outputs_of_a_lab_are_kept_and_made_anew_if_damaged(
    lab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.write_text(LAB + "print(2)\n")
    calls = []

    def run(path: Path) -> object:
        calls.append(path)
        notebook = notebooks.read(path)
        notebook.cells[-1].outputs = [nbformat.v4.new_output("stream", text=f"{len(calls)}\n")]
        return notebook

    monkeypatch.setattr(notebooks, "run", run)

    def shown() -> str:
        return notebooks.executed(lab).cells[-1].outputs[0].text

    assert [shown(), shown()] == ["1\n", "1\n"]
    (kept,) = notebooks.CACHE.iterdir()
    whole = kept.read_bytes()
    for number, damaged in enumerate((b"", whole[:200], b"\xff", b"{}", b'{"nbformat": 4}'), 2):
        kept.write_bytes(damaged)
        assert [shown(), shown()] == [f"{number}\n"] * 2
    assert list(notebooks.CACHE.iterdir()) == [kept]


def test_a_picture_without_words_is_named_with_its_line(lab: Path) -> None:
    lab.write_text(LAB + "1\n")
    notebook = notebooks.read(lab)
    data = {"image/svg+xml": "<svg></svg>"}
    notebook.cells[-1].outputs = [nbformat.v4.new_output("display_data", data=data)]
    with pytest.raises(PageError, match=f"lab.py:{LAST}: .*needs its words"):
        notebooks.markdown(notebook, lab)


def test_decomposed_hangul_in_a_lab_is_composed(lab: Path) -> None:
    lab.write_text(LAB + "'\u1100\u1175'\n", "utf-8")
    assert notebooks.read(lab).cells[-1].source == "'기'"


# --- fonts, and the catalogue ---------------------------------------------------------------


def test_a_font_is_kept_if_it_is_whole(tmp_path: Path) -> None:
    whole = next((browser_parts.KATEX / "fonts").glob("*.woff2"))
    kept = tmp_path / "kept.woff2"
    assert browser_parts.is_font(whole)
    assert not browser_parts.is_font(kept)
    for damaged in (b"", whole.read_bytes()[:-1], b"x" + whole.read_bytes()[1:]):
        kept.write_bytes(damaged)
        assert not browser_parts.is_font(kept)


def test_a_damaged_font_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_parts, "CACHE", tmp_path)
    monkeypatch.setattr(browser_parts, "characters", lambda _: "ab")
    font = next((browser_parts.KATEX / "fonts").glob("*.woff2")).read_bytes()
    monkeypatch.setattr(browser_parts, "cut", lambda _: font)
    path = browser_parts.font_file("en", "ab")
    path.write_bytes(b"wOF2 half")
    assert browser_parts.text_font("en") == path
    assert browser_parts.is_font(path)
    assert list(tmp_path.iterdir()) == [path]


def test_characters_come_from_texts_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_parts, "ROOT", tmp_path)
    pages = tmp_path / "docs" / "ko"
    pages.mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_name: 뷁", "utf-8")
    (pages / "page.md").write_text("뷂", "utf-8")
    for name in (".DS_Store", "picture.png", ".hidden.md"):
        (pages / name).write_bytes(b"\xff\xfe\x00")
    (pages / "folder.md").mkdir()
    assert {"뷁", "뷂", "a"} < set(browser_parts.characters("ko"))


@pytest.mark.parametrize("damage", ["", "[", "\udcff"])
def test_a_damaged_catalogue_is_computed_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr(catalogue, "CACHE", tmp_path)
    monkeypatch.setattr(catalogue, "computed", lambda _: '[{"name": "relu"}]')
    assert catalogue.entries() == [{"name": "relu"}]
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(damage.encode("utf-8", "surrogateescape"))
    assert catalogue.entries() == [{"name": "relu"}]
    assert kept.read_text() == '[{"name": "relu"}]'


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (
            "exec(compile('1 / 0', '{root}/vgref/tasks.py', 'exec'))",
            r"vgref/tasks.py:1: ZeroDivisionError: division by zero",
        ),
        ("while True: pass", "did not come to an end in 1 s"),
    ],
)
def test_a_catalogue_that_fails_is_named_with_its_line(
    monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    real, script = subprocess.run, script.format(root=catalogue.ROOT)

    def run(command: list[str], **options: object) -> object:
        return real([command[0], "-c", script], **options)

    monkeypatch.setattr(catalogue.subprocess, "run", run)
    monkeypatch.setattr(catalogue, "TIME_LIMIT", 1)
    with pytest.raises(PluginError, match=said):
        catalogue.computed(catalogue.ROOT / "scripts" / "content" / "catalogue.py")
