"""Sybil over the pages, the README and vgref's docstrings: what they show, runs."""

import os

# One thread a worker, before numpy is there: the workers share the cores already.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from doctest import ELLIPSIS

import matplotlib
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.rest import DocTestParser

from scripts.content.snippets import parse

matplotlib.use("Agg")  # a fence that draws needs no screen

pages = Sybil(parsers=[parse], patterns=["docs/*/*.md", "docs/*/**/*.md", "README.md"])
docstrings = Sybil(
    parsers=[DocTestParser(optionflags=ELLIPSIS)],
    patterns=["vgref/*.py", "vgref/**/*.py"],
    document_types={".py": PythonDocStringDocument},
)
pytest_collect_file = (pages + docstrings).pytest()
