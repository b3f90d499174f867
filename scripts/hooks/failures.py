"""A build that fails says so in words; `mkdocs build -v` shows the traceback.

The last of the hooks, so that the others have tidied up when this one ends the build.
"""

from __future__ import annotations

import logging

from mkdocs.exceptions import Abort, BuildError

from scripts.content import failures, preview

log = logging.getLogger("mkdocs.hooks.failures")


def on_build_error(error: Exception, **_: object) -> None:
    if isinstance(error, Abort):
        return  # said already, by the English build in the Korean one
    preview.problem = failures.words(error)
    log.debug("How it came about:", exc_info=error)
    if not isinstance(error, BuildError):
        raise Abort(preview.problem) from None
