"""Labs: jupytext percent files, executed once for both languages, turned into Markdown.

mkdocs-jupyter makes a page of the file; its cells then go through the site's own Markdown, so that
a lab has the same mathematics, anchors, figures and weight as a chapter. Outputs are kept in
`.cache/labs/` under a hash of the code, of vgref and of the versions: never stale.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient

from scripts.content.dependencies import digest
from scripts.content.pages import ROOT

CACHE = ROOT / ".cache" / "labs"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # of the kernels: threads in a race are slow
TIME_LIMIT = 120  # seconds a cell
# What the downloaded notebook does not need: pictures as SVG, in the site's look.
SETUP = """\
from scripts.content import figure_style
figure_style.use()
from matplotlib_inline.backend_inline import set_matplotlib_formats
%matplotlib inline
set_matplotlib_formats("svg", bbox_inches=None)
figure_style.look()
"""


def read(path: Path) -> Any:
    """The notebook of a lab, with cell ids that do not change from build to build."""
    notebook = jupytext.read(path)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    return notebook


def key(path: Path) -> str:
    """What the outputs of a lab depend on: its code, the vgref it reaches, the versions."""
    parts = [digest(path), digest(ROOT / "scripts" / "content" / "figure_style.py")]
    parts += [f"{name} {version(name)}" for name in ("numpy", "matplotlib")]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def executed(path: Path) -> Any:
    """The notebook of a lab with its outputs.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails: an assertion about the conclusion, say.
    """
    notebook = read(path)
    kept = CACHE / f"{key(path)}.ipynb"
    if not kept.exists():
        fresh = read(path)
        fresh.cells.insert(0, nbformat.v4.new_code_cell(SETUP, id="setup"))
        with tempfile.TemporaryDirectory() as sockets:  # no open port, and nothing left behind
            kernel = AsyncKernelManager(
                kernel_name="python3", transport="ipc", ip=f"{sockets}/kernel"
            )
            NotebookClient(
                fresh,
                km=kernel,
                timeout=TIME_LIMIT,
                resources={"metadata": {"path": ROOT}},
                coalesce_streams=True,
            ).execute()
        fresh.cells.pop(0)
        CACHE.mkdir(parents=True, exist_ok=True)
        nbformat.write(fresh, kept)
    outputs = nbformat.read(kept, as_version=4)
    for number, (cell, run) in enumerate(zip(notebook.cells, outputs.cells, strict=True)):
        if cell.cell_type == "code":
            cell.outputs = run.outputs
            cell.execution_count = number
    return notebook


def markdown(notebook: Any, name: str) -> str:
    """The cells of an executed notebook as the Markdown of a page."""
    parts = []
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif cell.cell_type == "code" and cell.source.strip():
            parts.append(f"```python\n{cell.source}\n```")
            alt = cell.metadata.get("alt", "")
            parts += [output(one, alt, f"{name}-{number}") for one in cell.outputs]
    return "\n\n".join(part for part in parts if part)


def output(one: Any, alt: str, prefix: str) -> str:
    if one.output_type == "stream":
        return f"```text\n{one.text.rstrip()}\n```"
    data = one.get("data", {})
    if "image/svg+xml" in data:
        from scripts.content.svg import inline

        if not alt:
            raise ValueError(f'{prefix}: a picture needs its words: # %% alt="..."')
        svg = data["image/svg+xml"]
        return f'<div class="figure">{inline("".join(svg), prefix, alt)}</div>'
    text = data.get("text/plain", "")
    drawn = re.match(r"<(Figure|matplotlib)", text)
    return f"```text\n{text}\n```" if text and not drawn else ""
