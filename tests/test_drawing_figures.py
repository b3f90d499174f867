"""`make figures` as a command: whatever happens, a figure is whole, and what failed is told."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import build_figures
from scripts.content.pages import ROOT

GOOD = """\
from scripts.content import figure_style


def draw():
    figure, axes = figure_style.new(1.0)
    axes.plot([0, 1], [0, {}])
    return figure
"""
OLD = "<!-- drawn from 0 -->\n<svg>old</svg>"
SLOW = """\
import os, time
from pathlib import Path


def draw():
    (Path({folder!r}) / str(os.getpid())).touch()
    time.sleep(300)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The machinery with a figure of its own."""
    shutil.copytree(ROOT / "scripts" / "content", tmp_path / "scripts" / "content")
    shutil.copy(ROOT / "scripts" / "build_figures.py", tmp_path / "scripts")
    for name in ("scripts", "scripts/figures", "vgref"):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "__init__.py").touch()
    add(tmp_path, "good", GOOD.format(1))
    return tmp_path


def add(project: Path, name: str, text: str | bytes) -> None:
    text = text if isinstance(text, bytes) else text.encode()
    (project / "scripts" / "figures" / f"{name}.py").write_bytes(text)


def command(project: Path) -> list[str]:
    return [sys.executable, str(project / "scripts" / "build_figures.py")]


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """By path, from another folder."""
    return subprocess.run(
        [*command(project), *arguments], cwd="/", capture_output=True, text=True, timeout=120
    )


def drawn(project: Path) -> dict[str, str]:
    """What stands in the folder of the figures, hidden files too."""
    folder = project / "docs" / "figures"
    return {path.name: path.read_text() for path in folder.glob("*")}


def test_one_wrong_figure_leaves_its_old_file_and_the_others_are_drawn(project: Path) -> None:
    add(project, "late", GOOD.format("1 / 0"))
    add(project, "syntax", "def draw(:\n")
    add(project, "reach", "import vgref.broken\n\n\ndef draw():\n    pass\n")
    add(project, "bytes", "# 기울기\n".encode("cp949"))
    add(project, "empty", "VALUE = 1\n")
    (project / "vgref" / "broken.py").write_text("\n\nx = = 1\n")
    (project / "docs" / "figures").mkdir(parents=True)
    (project / "docs" / "figures" / "syntax.svg").write_text(OLD)
    done = run(project)
    said = done.stdout
    assert done.returncode == 1, said + done.stderr
    assert "Traceback" not in said + done.stderr
    for line in (
        "good: ok",
        "syntax keeps its old file:\nscripts/figures/syntax.py:1: SyntaxError: ",
        "reach keeps its old file:\nvgref/broken.py:3: SyntaxError: ",
        "late keeps its old file:\nscripts/figures/late.py:6: ZeroDivisionError: ",
        "bytes keeps its old file:\nscripts/figures/bytes.py:1: byte 0xb1 is not UTF-8",
        "empty keeps its old file:\nscripts/figures/empty.py:1: write draw() here",
    ):
        assert line in said
    assert set(drawn(project)) == {"good.svg", "syntax.svg"}
    assert drawn(project)["syntax.svg"] == OLD
    assert "all 1 figures" not in said


def test_a_drawn_figure_is_up_to_date_and_found_by_any_of_its_paths(project: Path) -> None:
    assert run(project, "scripts/figures/good.py").stdout == "[1/1] good: ok\n"
    assert "up to date" in run(project).stdout
    assert run(project, "--check", "docs/figures/good.svg").returncode == 0
    (project / "docs" / "figures" / "good.svg").write_bytes(b"\xff<svg")
    assert "good: ok" in run(project).stdout


@pytest.fixture
def slow(project: Path) -> Iterator[tuple[Path, Path]]:
    """Figures that take minutes, in a project, and the folder where their workers sign in."""
    workers = project / "workers"
    workers.mkdir()
    for number in range(6):
        add(project, f"slow{number}", SLOW.format(folder=str(workers)))
    yield project, workers
    for pid in map(int, os.listdir(workers)):
        if alive(pid):
            os.kill(pid, signal.SIGKILL)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait(condition: object, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_a_stopped_run_ends_at_once_and_leaves_no_worker(slow, sent, status) -> None:
    project, workers = slow
    process = subprocess.Popen(
        [*command(project), *(f"slow{number}" for number in range(6))],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    wait(lambda: os.listdir(workers))
    if sent == signal.SIGINT:
        os.killpg(process.pid, sent)  # as a terminal does: to all of them
    else:
        process.send_signal(sent)
    said, _ = process.communicate(timeout=10)
    assert process.returncode == status
    assert "Traceback" not in said
    assert sent == signal.SIGKILL or "keep their old files" in said
    wait(lambda: not any(alive(int(pid)) for pid in os.listdir(workers)), 5.0)
    assert drawn(project) == {}


@pytest.fixture
def figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "one.svg"
    path.write_text(OLD)
    monkeypatch.setattr(build_figures, "FIGURES", tmp_path)
    return path


@pytest.mark.parametrize("method", ["write_bytes", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_is_full_or_read_only_is_told_with_the_path(
    figure: Path, monkeypatch: pytest.MonkeyPatch, method: str, number: int
) -> None:
    def fail(path: Path, *_: object, **__: object) -> None:
        if method == "write_bytes":
            path.touch()  # what a full disk leaves
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, method, fail)
    said = build_figures.write("one", "<!-- drawn from 1 -->\n<svg>new</svg>")
    assert said == f"{figure}: cannot be written: {os.strerror(number)}"
    assert figure.read_text() == OLD
    assert [path.name for path in figure.parent.iterdir()] == ["one.svg"]


def test_two_runs_at_once_never_show_half_a_figure(figure: Path) -> None:
    """Each writes beside the figure under a name of its own; a reader sees one or the other."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom scripts import build_figures as b\n"
        "b.FIGURES = Path(sys.argv[1])\nb.same = lambda *_: False\n"
        "text = '<!-- drawn from 0 -->\\n<svg>' + sys.argv[2] * 10**5 + '</svg>'\n"
        "assert not any(b.write('one', text) for _ in range(300))\n"
    )
    figure.write_text("<svg>" + "a" * 10**5 + "</svg>")
    runs = [
        subprocess.Popen([sys.executable, "-c", code, figure.parent, letter], cwd=ROOT)
        for letter in "ab"
    ]
    seen = 0
    while any(one.poll() is None for one in runs):
        assert figure.read_text().endswith("</svg>")
        seen += 1
    assert [one.returncode for one in runs] == [0, 0]
    assert seen > 20
    assert [path.name for path in figure.parent.iterdir()] == ["one.svg"]
