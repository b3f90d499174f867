"""`mkdocs serve`: what changes is shown, what breaks is said on the last good pages."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.exceptions import Abort

from scripts.content import preview
from scripts.hooks import serving
from tests import mini_site
from tests.mini_site import COMMAND, FENCE

FIGURE = "docs/figures/delta_norms.svg"


class Server:
    """`mkdocs serve` of the mini site, and what its pages say."""

    def __init__(self, project: Path) -> None:
        self.project = project
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.log = project / "serve.log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", "-a", self.address], cwd=project, stdout=log, stderr=log
            )

    def get(self, page: str) -> str:
        try:
            with urllib.request.urlopen(f"http://{self.address}/{page}", timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            return ""

    def wait(self, page: str, true: Callable[[str], bool]) -> str:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if true(text := self.get(page)):
                return text
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        raise AssertionError(f"it never came to {page}:\n{self.log.read_text()}")

    def wait_for(self, words: str, *pages: str) -> None:
        for page in pages:
            self.wait(page, lambda text: words in text)

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.project / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    project = mini_site.make(tmp_path_factory.mktemp("project"))
    text = f"![x](../figures/{Path(FIGURE).name})\n\n" + FENCE.format("vgref/tasks.py:rings")
    mini_site.write(project, text, text)
    server = Server(project)
    try:
        server.wait_for("def</span>", "page/")
        yield server
    finally:
        server.process.kill()
        server.process.wait()


def test_a_change_of_a_page_of_vgref_and_of_a_figure_is_shown(server: Server) -> None:
    server.edit("docs/ko/page.md", "![x]", "new Korean\n\n![x]")
    server.wait_for("new Korean", "page/")
    server.edit("docs/en/page.md", "![x]", "new English\n\n![x]")
    server.wait_for("new English", "en/page/")
    server.edit("vgref/tasks.py", "def rings(", "def renamed_rings(")
    server.wait_for("renamed_rings", "page/", "en/page/")
    server.edit(FIGURE, "</svg>", "<g id='fresh'/></svg>")
    server.wait_for("fresh", "page/", "en/page/")


def test_a_change_of_a_hook_is_shown(server: Server) -> None:
    server.edit("scripts/hooks/languages.py", '"Search"', '"Look"')
    server.wait_for('aria-label="Look"', "en/page/")


BROKEN = [
    ("docs/ko/page.md", "# Page", "$\\alpha\n\n# Page", r"docs/ko/page.md:6: this \$ opens"),
    ("docs/en/page.md", "# Page", "<img>\n\n# Page", "docs/en/page.md:6: &#x27;&lt;img&#x27; is"),
    ("vgref/tasks.py", "def ", "def def ", r"vgref/tasks.py:\d+: invalid syntax"),
    ("scripts/hooks/terms.py", "def terms", "def def", r"scripts/hooks/terms.py:\d+: SyntaxError"),
    (
        "scripts/content/svg.py",
        "    text = ",
        "    text = no",
        r"scripts/content/svg.py:\d+: Name",
    ),
    ("mkdocs.en.yml", "site_name:", "site_name: [", "mkdocs.en.yml.*, line"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), BROKEN, ids=[one[0] for one in BROKEN])
def test_what_breaks_is_said_on_the_last_good_pages_until_it_is_mended(
    server: Server, name: str, old: str, new: str, said: str
) -> None:
    good = {page: server.get(page) for page in ("page/", "en/page/")}
    server.edit(name, old, new)
    try:
        korean = server.wait("page/", lambda text: 'role="alert"' in text)
        english = server.get("en/page/")
    finally:
        server.edit(name, new, old)
    server.wait("page/", lambda text: text and 'role="alert"' not in text)
    assert 'role="alert"' not in server.get("en/page/")
    assert "고칠 곳이 있습니다" in korean
    assert "Something is wrong" in english
    for text, before in ((korean, good["page/"]), (english, good["en/page/"])):
        assert re.search(said, text, re.DOTALL)
        alert = re.compile(r'<div role="alert".*?</div>\n', re.DOTALL)
        epoch = re.compile(r"livereload\(\d+, \d+\)")
        assert epoch.sub("", alert.sub("", text)) == epoch.sub("", before)
    assert "Traceback" not in server.log.read_text()


def test_an_error_in_one_language_stays_when_the_other_changes(server: Server) -> None:
    def errors() -> int:
        return server.log.read_text().count("docs/en/page.md:6: ")

    before = errors()
    server.edit("docs/en/page.md", "# Page", "<img>\n\n# Page")
    server.wait("page/", lambda _: errors() > before)
    again = errors()
    server.edit("docs/ko/page.md", "# Page", "<!-- touched -->\n\n# Page")
    server.wait("page/", lambda text: errors() > again or 'role="alert"' not in text)
    assert errors() > again
    server.edit("docs/en/page.md", "<img>\n\n# Page", "# Page")
    server.wait("page/", lambda text: text and 'role="alert"' not in text)


def test_a_taken_port_is_said_before_the_build(server: Server) -> None:
    command = [*COMMAND, "serve", "-a", server.address]
    run = subprocess.run(command, cwd=server.project, capture_output=True, text=True, timeout=60)
    said, port = run.stdout + run.stderr, int(server.address.rpartition(":")[2])
    assert run.returncode != 0
    assert f"Port {port} of 127.0.0.1 is taken" in said
    assert f"make serve PORT={port + 1}" in said
    assert "Traceback" not in said
    assert "Cleaning site directory" not in said


def test_where_the_site_is_stands_in_one_line_and_an_interrupt_ends_in_a_word(
    server: Server,
) -> None:
    """The last of the tests with this server."""
    home = f"http://{server.address}/"
    line = rf"한국어 {home} · English {home}en/ · \d+\.\d s\n"
    assert len(re.findall(line, server.log.read_text())) == 1
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=30) == 0
    assert server.log.read_text().endswith("Shutting down...\n")
    assert "Traceback" not in server.log.read_text()


# --- without a server -----------------------------------------------------------------------


@pytest.fixture
def first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "serving", True)
    monkeypatch.setattr(preview, "listening", False)


@pytest.mark.parametrize(
    ("port", "said"),
    [(99999, r"Port 99999 .* cannot be had \(.*0-65535.*PORT=8001"), (-1, "Port -1 .*PORT=8001")],
)
@pytest.mark.usefixtures("first")
def test_a_port_that_is_none_is_refused(port: int, said: str) -> None:
    with pytest.raises(Abort, match=said):
        serving.on_config(SimpleNamespace(dev_addr=("127.0.0.1", port)))


@pytest.mark.usefixtures("first")
def test_a_free_port_is_left_free() -> None:
    config = SimpleNamespace(dev_addr=("127.0.0.1", 0))
    assert serving.on_config(config) is config


def test_a_port_taken_during_the_first_build_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "listening", False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = serving.LiveReloadServer(print, *taken.getsockname(), root=".")
        serving.on_serve(server, config=SimpleNamespace(), builder=print)
        with pytest.raises(Abort, match="is taken, by another `make serve`"):
            server.server_bind()
        server.server_close()


@pytest.mark.parametrize("kind", ["text/html", "image/png"])
@pytest.mark.parametrize("problem", ["", "a < b"])
def test_only_pages_carry_the_problem(
    monkeypatch: pytest.MonkeyPatch, kind: str, problem: str
) -> None:
    monkeypatch.setattr(preview, "problem", problem)
    page, said = b"<html><body>x</body></html>", []

    def app(environ: object, start_response: Callable) -> list[bytes]:
        start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(page)))])
        return [page]

    body = b"".join(serving.with_problem(app)({}, lambda *answer: said.append(answer)))
    assert said == [("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])]
    if problem and kind == "text/html":
        assert b"a &lt; b</div>\n</body></html>" in body
    else:
        assert body == page


def test_a_file_that_vanishes_while_it_is_looked_at_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").symlink_to("nowhere")
    (tmp_path / "here").touch()
    monkeypatch.setattr(Path, "is_file", lambda _: True)  # as it was a moment ago
    assert [name for name, *_ in preview.signature([tmp_path])] == [str(tmp_path / "here")]
