"""A build that fails says so in words; `mkdocs build -v` shows the traceback.

The last of the hooks, so that the others have tidied up when this one ends the build.
"""

from __future__ import annotations

import logging

from mkdocs.exceptions import Abort

from scripts.content import failures

log = logging.getLogger("mkdocs.hooks.failures")


def on_build_error(error: Exception, **_: object) -> None:
    if isinstance(error, Abort):
        return  # said already, by the English build in the Korean one
    log.debug("How it came about:", exc_info=error)
    raise Abort(failures.words(error)) from None
