"""Sybil over the pages, the README and vgref's docstrings: what they show, runs."""

import os
from doctest import ELLIPSIS

import matplotlib
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.rest import DocTestParser

from scripts.snippets import parse

matplotlib.use("Agg")  # a fence that draws needs no screen
os.environ.setdefault("PYTHONHASHSEED", "0")

pages = Sybil(parsers=[parse], patterns=["docs/*/*.md", "docs/*/**/*.md", "README.md"])
docstrings = Sybil(
    parsers=[DocTestParser(optionflags=ELLIPSIS)],
    patterns=["vgref/*.py", "vgref/**/*.py"],
    document_types={".py": PythonDocStringDocument},
)
pytest_collect_file = (pages + docstrings).pytest()
