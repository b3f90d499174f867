"""Labs: jupytext percent files, executed once for both languages, turned into Markdown.

mkdocs-jupyter makes a page of the file; its cells then go through the site's own Markdown, so that
a lab has the same mathematics, anchors, figures and weight as a chapter. Outputs are kept in
`.cache/labs/` under a hash of the code, of vgref and of the versions: never stale.
"""

from __future__ import annotations

import hashlib
import os
import re
import signal
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from scripts.content.dependencies import digest
from scripts.content.files import read as read_text
from scripts.content.files import write
from scripts.content.pages import ROOT, PageError

CACHE = ROOT / ".cache" / "labs"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # of the kernels: threads in a race are slow
TIME_LIMIT = 120  # seconds a cell
PAINT = re.compile(r"\x1b\[[\d;]*m")
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
    notebook = jupytext.reads(read_text(path), fmt="py:percent")
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
    PageError
        If a cell fails, an assertion about the conclusion, say, or does not come to an end.
    """
    notebook = read(path)
    place = CACHE / f"{key(path)}.ipynb"
    outputs = kept(place, len(notebook.cells))
    if outputs is None:
        outputs = run(path)
        write(place, nbformat.writes(outputs))
    for number, (cell, done) in enumerate(zip(notebook.cells, outputs.cells, strict=True)):
        if cell.cell_type == "code":
            cell.outputs = done.outputs
            cell.execution_count = number
    return notebook


def kept(place: Path, cells: int) -> Any:
    """The outputs of an earlier run, None if there are none or the file is damaged."""
    try:
        notebook = nbformat.reads(place.read_text(encoding="utf-8"), as_version=4)
    except (FileNotFoundError, ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError):
        return None
    return notebook if len(notebook.cells) == cells else None


def run(path: Path) -> Any:
    """The notebook of a lab after a run in a kernel of its own."""
    notebook = read(path)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(SETUP, id="setup"))
    reached = [0]
    handlers = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}
    with tempfile.TemporaryDirectory() as sockets:  # no open port, and nothing left behind
        kernel = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=f"{sockets}/kernel")
        client = NotebookClient(
            notebook,
            km=kernel,
            timeout=TIME_LIMIT,
            resources={"metadata": {"path": ROOT}},
            coalesce_streams=True,
            on_cell_start=lambda cell, cell_index: reached.append(cell_index),
        )
        try:
            client.execute(cleanup_kc=True)  # the kernel ends with the run
        except CellExecutionError as error:
            line = line_of_cell(path, reached[-1] - 1) + line_in_cell(error.traceback)
            raise PageError(path, line, f"{error.ename}: {error.evalue}") from None
        except CellTimeoutError:
            message = f"this cell did not come to an end within {TIME_LIMIT} s"
            raise PageError(path, line_of_cell(path, reached[-1] - 1), message) from None
        except DeadKernelError:
            message = "this cell ended its own process"
            raise PageError(path, line_of_cell(path, reached[-1] - 1), message) from None
        except AssertionError:  # nbclient ended the kernel at a signal, and then misses it
            raise KeyboardInterrupt from None
        finally:
            for name, handler in handlers.items():  # nbclient leaves those of Python's own
                signal.signal(name, handler)
    notebook.cells.pop(0)
    return notebook


def line_in_cell(traceback: str) -> int:
    """Where in the cell that ran, the first that is named, an error comes from; else 0."""
    found = re.findall(r"Cell In\[(\d+)\], line (\d+)", PAINT.sub("", traceback))
    return int([line for cell, line in found if cell == found[0][0]][-1]) if found else 0


def line_of_cell(path: Path, number: int) -> int:
    """The line with the `# %%` of a cell, which counts from 0."""
    lines = enumerate(read_text(path).splitlines(), 1)
    marks = [line for line, text in lines if text.startswith("# %%")]
    return marks[number] if 0 <= number < len(marks) else 1


def markdown(notebook: Any, path: Path) -> str:
    """The cells of an executed notebook as the Markdown of a page."""
    parts = []
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif cell.cell_type == "code" and cell.source.strip():
            parts.append(f"```python\n{cell.source}\n```")
            alt = cell.metadata.get("alt", "")
            try:
                parts += [output(one, alt, f"{path.stem}-{number}") for one in cell.outputs]
            except ValueError as error:
                raise PageError(path, line_of_cell(path, number), str(error)) from None
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
