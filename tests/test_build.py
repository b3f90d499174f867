"""The build refuses what a reader would stumble over, says where, and loses nothing."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest

from scripts.hooks import languages, terms
from tests import mini_site
from tests.mini_site import COMMAND, FENCE, build


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mini_site.make(tmp_path_factory.mktemp("project"))


def test_a_sound_page_is_built_in_both_languages(project: Path) -> None:
    run = build(project, FENCE.format("vgref/activations/sigmoids.py:sigmoid"), "$x^2$ is 1.")
    assert run.returncode == 0, run.stderr
    assert "vgref/activations/sigmoids.py" in (project / "site/page/index.html").read_text("utf-8")
    assert "katex" in (project / "site/en/page/index.html").read_text("utf-8")
    assert {one.name for one in project.glob("site*")} == {"site"}


# Every other kind stands in test_mistakes.py, without a build.
@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("ko", "[a](nowhere.md)", "page.md:8: .*nowhere.md"),
        ("en", "One\n\n[a](index.md#nowhere)", "page.md:10: .*#nowhere"),
        ("ko", "[a](#nowhere)", "page.md:8: .*#nowhere"),
        ("en", "One\n\n![x](../figures/nothing.svg)", "page.md:10: there is no figure 'nothing'"),
        ("ko", FENCE.format("vgref/nothing.py:x"), "page.md:9: there is no file vgref/nothing.py"),
        ("ko", "```python\n1", "page.md:8: this fence is never closed"),
        ("en", "One $x^2$.\n\nTwo $\\nothing{x}$.", r"page.md:10: .*\\nothing"),
        ("ko", r"One $\alpha and.", r"page.md:8: this \$ opens or ends no formula"),
    ],
)
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
    assert {one.name for one in project.glob("site*")} == {"site"}


def test_a_page_that_is_not_utf_8_is_named(project: Path) -> None:
    mini_site.write(project)
    with open(project / "docs" / "en" / "page.md", "ab") as page:
        page.write("\n기울기\n".encode("cp949"))
    run = mini_site.run(project)
    assert "docs/en/page.md:10: byte 0xb1 is not UTF-8" in run.stdout + run.stderr
    assert "Traceback" not in run.stderr


def test_the_build_runs_from_anywhere_with_an_empty_address_and_says_where_the_site_is(
    project: Path, tmp_path: Path
) -> None:
    """And with files in the tree that are no pages; what is decomposed is found by search."""
    mini_site.write(
        project, unicodedata.normalize("NFD", "기울기"), FENCE.format("vgref/tasks.py")
    )
    (project / "docs" / "ko" / ".DS_Store").write_bytes(b"\xff\xfe")
    (project / "docs" / "ko" / "picture.png").write_bytes(b"\xff\xd8")
    (project / "docs" / "assets" / ".DS_Store").write_bytes(b"\xff\xfe")
    arguments = ("-f", str(project / "mkdocs.yml"), "-d", str(tmp_path / "here"))
    run = mini_site.run(project, *arguments, cwd=tmp_path, SITE_URL="")
    assert run.returncode == 0, run.stdout + run.stderr
    here = tmp_path / "here"
    assert re.search(
        rf"한국어 {here}/index.html · English {here}/en/index.html · \d+\.\d s$", run.stderr
    )
    found = json.loads((here / "search" / "search_index.json").read_text("utf-8"))
    assert "기울기" in "".join(one["text"] for one in found["docs"])
    assert 'href="http://127.0.0.1:8000/en/page/"' in (here / "page/index.html").read_text("utf-8")
    assert not [*here.rglob(".DS_Store")]
    (project / "docs" / "ko" / "picture.png").unlink()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_ended_leaves_the_old_site_and_the_next_one_works(
    project: Path, tmp_path: Path, how: signal.Signals
) -> None:
    mini_site.write(project)
    site, new = tmp_path / "site", tmp_path / "site.new"
    site.mkdir()
    (site / "old").touch()
    command = [*COMMAND, "build", "--strict", "-d", str(site)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=project, stdout=pipe, stderr=pipe, text=True) as process:
        deadline = time.monotonic() + 60
        while not (new / "assets").exists():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(signal.SIGSTOP)
        if how == signal.SIGINT:  # while it is there: a second one
            second = mini_site.run(project, "-d", str(site))
            assert second.returncode != 0
            said = second.stdout + second.stderr
            assert f"Another build of {site} is running (process {process.pid}, since" in said
            assert "Traceback" not in said
        process.send_signal(how)
        process.send_signal(signal.SIGCONT)
        stdout, stderr = process.communicate()
    assert "Traceback" not in stdout + stderr
    assert process.returncode != 0
    assert (site / "old").exists()
    assert new.exists() == (how == signal.SIGKILL)


def test_a_disk_that_takes_no_more_is_said_in_words(project: Path, tmp_path: Path) -> None:
    mini_site.write(project)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "old").touch()
    code = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "from mkdocs.__main__ import cli; cli()"
    )
    command = [sys.executable, "-c", code, "build", "--strict", "-d", str(tmp_path / "site")]
    run = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120)
    assert run.returncode != 0
    assert re.search(rf"^{tmp_path}/site.new/.*: File too large$", run.stdout, re.MULTILINE)
    assert "Traceback" not in run.stdout + run.stderr
    assert [one.name for one in tmp_path.rglob("*")] == ["site", "old"]


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
