"""A failed build leaves the old site: build beside it, and change places at the very end.

This hook comes after `languages`, so the English site is in place when the whole is swapped.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import CountHandler

NEW = ".new"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    if config.theme["language"] == "ko" and not config.site_dir.endswith(NEW):
        config.site_dir += NEW
    return config


def on_post_build(config: MkDocsConfig) -> None:
    new = Path(config.site_dir)
    if new.suffix != NEW or strict_warnings():
        return
    site, old = new.with_suffix(""), new.with_suffix(".old")
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def on_build_error(error: Exception, **_: object) -> None:
    logging.getLogger("mkdocs.hooks.keep_old_site").info("The site stays as it was.")


def strict_warnings() -> bool:
    """Whether MkDocs will abort: its counter of warnings is there in a strict build only."""
    handlers = logging.getLogger("mkdocs").handlers
    return any(isinstance(one, CountHandler) and one.get_counts() for one in handlers)
