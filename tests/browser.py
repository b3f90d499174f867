"""Find a Chromium, serve a folder, open a page."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HOW_TO_GET_ONE = (
    "no Chromium here: install your system's (Debian: apt-get install chromium) or run "
    "`.venv/bin/playwright install chromium`, and the site is tested in it"
)


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium, else Playwright's own; with neither, skip, but never under CI."""
    system = next(filter(None, map(shutil.which, NAMES)), None)
    # Chromium's sandbox refuses to run as root, which is who a container is.
    arguments = ARGUMENTS + ([] if os.getuid() else ["--no-sandbox"])
    if system is None and not Path(playwright.chromium.executable_path).exists():
        fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(fetch, capture_output=True, timeout=600)
    try:
        return playwright.chromium.launch(executable_path=system, args=arguments)
    except Error as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"{HOW_TO_GET_ONE} ({error.message.splitlines()[0]})")


class Quiet(SimpleHTTPRequestHandler):
    """A static host: it answers a missing page with the 404 page at its root."""

    def log_message(self, *_: object) -> None:
        pass

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A browser that leaves a page hangs up on what it was loading."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which a folder is served, on this machine only."""
    handler = functools.partial(Quiet, directory=str(folder))
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
