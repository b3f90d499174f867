"""An error is said in a line, with its place; a file is read as it is meant, and written whole."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts.content import failures, files
from scripts.content.pages import ROOT, PageError
from scripts.hooks import reading

CONFIG = SimpleNamespace()


def page(path: Path) -> SimpleNamespace:
    return SimpleNamespace(file=SimpleNamespace(src_uri="page.md", abs_src_path=str(path)))


# --- words ----------------------------------------------------------------------------------


def raised(script: str) -> BaseException:
    try:
        exec(compile(script, str(ROOT / "scripts" / "made_up.py"), "exec"), {})
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("open('/nowhere/x')", "/nowhere/x: No such file or directory"),
        ("import os; os.rename('/nowhere/x', '/nowhere/y')", "/nowhere/y: No such file or direc"),
        ("raise OSError(28, 'No space', '/lib/a.js', None, '/site/a.js')", "/site/a.js: No space"),
        ("raise OSError(28, 'No space left on device')", "No space .*: make room"),
        (f"open('{ROOT}/node_modules/x')", "^node_modules/x: No such file .*: .*make clean"),
        ("import no_such_package", "No module named 'no_such_package': .*make clean"),
        ("import scripts.no_such", "scripts/made_up.py:1: ModuleNotFoundError"),
        ("\n1 / 0", "^scripts/made_up.py:2: ZeroDivisionError: division by zero$"),
        (f"compile('x x', '{ROOT}/vgref/x.py', 'exec')", "^vgref/x.py:1: SyntaxError: invalid"),
        ("import json; json.loads('[')", "^scripts/made_up.py:1: json.decoder.JSONDecodeError"),
        ("from scripts.content.pages import PageError; raise PageError('a', 1, 'b')", "^a:1: b$"),
        ("from mkdocs.exceptions import Abort; raise Abort('said')", "^said$"),
    ],
)
def test_an_error_is_said_in_a_line_with_its_place(script: str, said: str) -> None:
    words = failures.words(raised(script))
    assert re.search(said, words)
    assert "\n" not in words


# --- files ----------------------------------------------------------------------------------


def test_lines_are_those_of_the_file_and_the_text_is_not_touched(tmp_path: Path) -> None:
    path, text = tmp_path / "page.md", "# Title\n\ntext\n"
    path.write_text(f"---\nauthor: nobody\n---\n\n{text}", "utf-8")
    assert reading.on_page_markdown(text, page=page(path)) == "\n" * 4 + text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-8"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_and_line_ends_do_not_matter(tmp_path: Path, codec: str, end: str) -> None:
    path = tmp_path / "page.md"
    path.write_bytes("# 제목\n\n글\n".replace("\n", end).encode(codec))
    assert reading.on_page_read_source(page=page(path), config=CONFIG) == "# 제목\n\n글\n"


def test_decomposed_hangul_is_composed(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(unicodedata.normalize("NFD", "기울기 소실"), "utf-8")
    assert reading.on_page_read_source(page=page(path), config=CONFIG) == "기울기 소실"


@pytest.mark.parametrize("codec", ["cp949", "utf-16"])
def test_a_file_that_is_not_utf_8_is_named_with_the_line(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(b"one\ntwo\n" + "기울기".encode(codec))
    with pytest.raises(PageError, match=r"page.md:3: byte 0x\w\w is not UTF-8: save"):
        files.read(path)


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "folder" / "file"
    files.write(path, "old")

    def full(self: Path, data: bytes) -> int:
        with open(self, "wb") as file:
            file.write(data[:1])
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        files.write(path, "new")
    assert path.read_text() == "old"
    assert os.listdir(path.parent) == ["file"]
