"""Sybil over the pages, the README and vgref's docstrings: what they show, runs."""

import os

# One thread a worker, before numpy is there: the workers share the cores already.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from collections.abc import Iterator
from doctest import ELLIPSIS

import matplotlib
from sybil import Document, Example, Region, Sybil
from sybil.document import PythonDocStringDocument
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.parsers.rest import DocTestParser

from scripts.content.guard import guarded
from scripts.content.snippets import parse

matplotlib.use("Agg")  # a fence that draws needs no screen


def evaluate(example: Example) -> str | None:
    """An example of a docstring, under the rules for a fence."""
    with guarded(example.path, example.line):
        return run_example(example)


def parse_docstring(document: Document) -> Iterator[Region]:
    for region in doctests(document):
        yield Region(region.start, region.end, region.parsed, evaluate)


def below(folder: str, name: str) -> list[str]:
    """Patterns for the files in a folder: to pathlib's match, two stars are one folder only."""
    return [f"{folder}/{'*/' * depth}{name}" for depth in range(8)]


run_example = DocTestEvaluator(optionflags=ELLIPSIS)
doctests = DocTestParser()
pages = Sybil(parsers=[parse], patterns=[*below("docs", "*.md"), "README.md"])
docstrings = Sybil(
    parsers=[parse_docstring],
    patterns=below("vgref", "*.py"),
    document_types={".py": PythonDocStringDocument},
)
pytest_collect_file = (pages + docstrings).pytest()
