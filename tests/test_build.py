"""The build refuses what a reader would stumble over, says where, and loses nothing."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from scripts.content.pages import ROOT
from scripts.hooks import languages, terms

NAV = re.compile(r"^nav:\n(?:[ ].*\n)+", re.MULTILINE)
FENCE = '```python\n--8<-- "{}"\n```\n'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with two pages instead of all of them."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    shutil.copytree(ROOT / "vgref", folder / "vgref")
    for name in ("node_modules", "package-lock.json", "includes"):
        (folder / name).symlink_to(ROOT / name)
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        text = (ROOT / name).read_text("utf-8")
        (folder / name).write_text(NAV.sub("nav:\n  - index.md\n  - page.md\n", text), "utf-8")
    shutil.copytree(ROOT / "docs" / "assets", folder / "docs" / "assets")
    (folder / "docs" / "figures").mkdir()
    shutil.copy(ROOT / "docs" / "figures" / "delta_norms.svg", folder / "docs" / "figures")
    return folder


def build(project: Path, korean: str = "", english: str = "") -> subprocess.CompletedProcess[str]:
    for language, text in (("ko", korean), ("en", english)):
        pages = project / "docs" / language
        pages.mkdir(exist_ok=True)
        (pages / "index.md").write_text("# Home {#home}\n")
        (pages / "page.md").write_text(f"# Page {{#page}}\n\n{text}\n")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True)


def test_a_sound_page_is_built_in_both_languages(project: Path) -> None:
    run = build(project, FENCE.format("vgref/activations/sigmoids.py:sigmoid"), "$x^2$ is 1.")
    assert run.returncode == 0, run.stderr
    assert "vgref/activations/sigmoids.py" in (project / "site/page/index.html").read_text("utf-8")
    assert "katex" in (project / "site/en/page/index.html").read_text("utf-8")
    assert {one.name for one in project.glob("site*")} == {"site"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a](nowhere.md)", "page.md:3: .*nowhere.md"),
        ("One\n\n[a](index.md#nowhere)", "page.md:5: .*#nowhere"),
        ("[a](#nowhere)", "page.md:3: .*#nowhere"),
        ("One\n\n![something](../figures/nothing.svg)", "page.md:5: there is no figure 'nothing'"),
        (FENCE.format("vgref/nothing.py:x"), "page.md:4: there is no file vgref/nothing.py"),
        (FENCE.format("vgref/tasks.py:nothing"), "page.md:4: .* has no section 'nothing'"),
        ("```python\n1", "page.md:3: this fence is never closed"),
        ("One $x^2$.\n\nTwo $\\nothing{x}$.", r"page.md:5: .*\\nothing"),
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_mistake_fails_the_build_with_the_file_and_the_line(
    project: Path, language: str, text: str, said: str
) -> None:
    (project / "site").mkdir(exist_ok=True)
    (project / "site" / "old").write_text("the site as it was")
    run = build(project, **{"korean" if language == "ko" else "english": text})
    assert run.returncode != 0
    assert re.search(f"docs/{language}/{said}", run.stdout + run.stderr), run.stderr
    assert "Traceback" not in run.stderr
    assert (project / "site" / "old").read_text() == "the site as it was"


def test_serve_shows_a_change_of_a_page_of_vgref_and_of_a_figure(project: Path) -> None:
    figure = project / "docs" / "figures" / "delta_norms.svg"
    text = f"![x](../figures/{figure.name})\n\n" + FENCE.format("vgref/tasks.py:rings")
    build(project, text, text)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-a", address],
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def wait_for(words: str, page: str) -> None:
        for _ in range(200):
            time.sleep(0.1)
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://{address}/{page}", timeout=5) as answer,
            ):
                if words in answer.read().decode():
                    return
        raise AssertionError(f"{words!r} never came to {page}")

    def append(path: Path, words: str) -> None:
        path.write_text(path.read_text("utf-8") + words, "utf-8")

    try:
        wait_for("def</span>", "page/")
        append(project / "docs" / "ko" / "page.md", "\n\nnew Korean\n")
        wait_for("new Korean", "page/")
        append(project / "docs" / "en" / "page.md", "\n\nnew English\n")
        wait_for("new English", "en/page/")
        tasks = project / "vgref" / "tasks.py"
        tasks.write_text(tasks.read_text("utf-8").replace("def rings(", "def renamed_rings("))
        wait_for("renamed_rings", "page/")
        wait_for("renamed_rings", "en/page/")
        figure.write_text(figure.read_text("utf-8").replace("</svg>", "<g id='fresh'/></svg>"))
        wait_for("fresh", "page/")
        wait_for("fresh", "en/page/")
    finally:
        server.terminate()
        server.wait()


def test_a_page_without_its_twin_fails_the_build(project: Path) -> None:
    lonely = project / "docs" / "ko" / "lonely.md"
    build(project)
    lonely.write_text("# Alone {#alone}\n")
    run = build(project)
    lonely.unlink()
    assert run.returncode != 0
    assert "docs/ko/lonely.md has no twin docs/en/lonely.md" in run.stderr


def test_a_term_is_explained_at_its_first_use_in_the_text(project: Path) -> None:
    html = "<h2>Saturation</h2><p><code>saturation</code> Saturation and saturation.</p>"
    done = terms.linked(html, "en", "g/")
    assert done.count('class="term"') == 1
    assert re.search(
        r'</code> <a class="term" href="g/#saturation" title="[^"]+">Saturation<', done
    )


def test_a_korean_term_may_carry_a_particle() -> None:
    done = terms.linked("<p>불포화가 아닌 포화된 유닛과 역전파를 봅니다.</p>", "ko", "g/")
    assert re.findall(r">(\w+)</a>(\w)", done) == [("포화", "된"), ("역전파", "를")]


def test_every_term_has_an_entry_in_the_glossary() -> None:
    for code in languages.NAMES:
        assert len(terms.terms(code)) > 20
