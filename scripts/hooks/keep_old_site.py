"""A failed build leaves the old site: build beside it, and change places at the very end.

This hook comes after `languages`, so the English site is in place when the whole is swapped.
"""

from __future__ import annotations

import logging
import signal
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.utils import CountHandler

from scripts.content import preview, site_folder
from scripts.content.pages import shown

log = logging.getLogger("mkdocs.hooks.keep_old_site")
ELSEWHERE = "Into another folder: .venv/bin/python -m mkdocs build --strict -d FOLDER"


def on_startup(**_: object) -> None:
    # Asked to end (by `kill`, a closed terminal, CI) is as good as Ctrl-C: tidy up and go.
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    if config.theme["language"] == "ko":
        site = Path(config.site_dir)
        try:
            preview.building = site_folder.take(site)
        except site_folder.Busy as error:
            said = f"Another build of {shown(site)} is running ({error}): wait until it has ended."
            raise Abort(said) from None
        except OSError as error:
            said = f"{shown(site)} cannot be built here: {error.strerror}. {ELSEWHERE}"
            raise Abort(said) from None
        config.site_dir = str(preview.building.new)
    return config


def on_post_build(config: MkDocsConfig) -> None:
    building = preview.building
    if config.theme["language"] == "ko" and building and not strict_warnings():
        site_folder.swap(building)
        site_folder.release(building)


def on_build_error(**_: object) -> None:
    give_up()


def on_shutdown() -> None:
    give_up()


def give_up() -> None:
    building = preview.building
    if building and not building.finished:
        site_folder.release(building)
        preview.building = None
        if building.site.exists() and not preview.serving:
            log.info("The site stays as it was.")


def strict_warnings() -> bool:
    """Whether MkDocs will abort: its counter of warnings is there in a strict build only."""
    handlers = logging.getLogger("mkdocs").handlers
    return any(isinstance(one, CountHandler) and one.get_counts() for one in handlers)
