"""Say where: MkDocs names the page of a broken link or anchor; this adds the line."""

from __future__ import annotations

import logging
import re

from mkdocs.config.defaults import MkDocsConfig

from scripts.content.files import read
from scripts.content.pages import ROOT, line_of

NAMED = re.compile(r"Doc file '(?P<page>[^']+)' contains .*?'(?P<link>[^']+)'")
current: dict[str, str] = {}


class Located(logging.Filter):
    """Puts `docs/ko/path/x.md:12: ` before a warning about a link of that page."""

    def filter(self, record: logging.LogRecord) -> bool:
        match = NAMED.search(record.getMessage())
        if match and not record.getMessage().startswith("docs/"):
            path = ROOT / current["docs_dir"] / match["page"]
            text = read(path) if path.exists() else ""
            position = text.find(match["link"])
            line = line_of(text, position) if position >= 0 else 1
            where = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
            record.msg, record.args = f"{where}:{line}: {record.getMessage()}", ()
        return True


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    current["docs_dir"] = config.docs_dir
    logger = logging.getLogger("mkdocs.structure.pages")
    for old in [one for one in logger.filters if type(one).__name__ == "Located"]:
        logger.removeFilter(old)
    logger.addFilter(Located())
    return config
