"""In one line: where the site is, in both languages, and how long it took."""

from __future__ import annotations

import logging
import time

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from scripts.content import preview
from scripts.content.pages import shown

log = logging.getLogger("mkdocs.hooks.ready")
began = time.monotonic()


def line(korean: str, english: str) -> str:
    return f"한국어 {korean} · English {english} · {time.monotonic() - began:.1f} s"


def on_serve(server: LiveReloadServer, config: MkDocsConfig, **_: object) -> LiveReloadServer:
    log.info(line(config.site_url, f"{config.site_url}en/"))
    return server


def on_shutdown() -> None:
    if preview.building and preview.building.finished and not preview.serving:
        site = shown(preview.building.site)
        log.info(line(f"{site}/index.html", f"{site}/en/index.html"))
