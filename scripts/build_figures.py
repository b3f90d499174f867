"""Draw the figures of scripts/figures/ into docs/figures/, as far as they are stale.

    python -m scripts.build_figures              what is stale
    python -m scripts.build_figures NAME ...     these, stale or not
    python -m scripts.build_figures --check      draw all beside the old; say which differ

A figure is stale when its script, the style or a module of vgref that it reaches has changed.
One that fails leaves its old file, and the others are drawn.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import io
import multiprocessing
import os
import re
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run by path, from any folder

from scripts.content import files
from scripts.content.dependencies import digest
from scripts.content.failures import is_own, words
from scripts.content.pages import ROOT, PageError, shown

SCRIPTS = ROOT / "scripts" / "figures"
FIGURES = ROOT / "docs" / "figures"
STAMP = re.compile(r"<!-- drawn from ([0-9a-f]+) -->\n")
NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?")
TOLERANCE = 0.05  # points: what the last digits of another CPU may move, and an eye cannot see


def names() -> list[str]:
    return sorted(one.stem for one in SCRIPTS.glob("[a-z]*.py"))


def kept(name: str) -> str | None:
    """The figure as it is in its file, None if there is none."""
    path = FIGURES / f"{name}.svg"
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else None


def stale(name: str) -> bool:
    stamp = STAMP.search(kept(name) or "")
    try:
        return stamp is None or stamp[1] != digest(SCRIPTS / f"{name}.py")
    except (SyntaxError, PageError):
        return True  # drawing it will say so


def drawn(name: str) -> str:
    """The SVG of a figure, the same on every run of one machine."""
    from matplotlib import pyplot

    from scripts.content import figure_style

    stamp = f"<!-- drawn from {digest(SCRIPTS / f'{name}.py')} -->\n"
    figure_style.use()
    module = importlib.import_module(f"scripts.figures.{name}")
    figure = module.draw() if hasattr(module, "draw") else None
    if not hasattr(figure, "savefig"):
        raise PageError(
            SCRIPTS / f"{name}.py", 1, "write draw() here, and let it return the figure"
        )
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close("all")
    svg = re.sub(r"[ \t]+\n", "\n", text.getvalue())
    return svg.replace("<svg ", f"{stamp}<svg ", 1)


def same(old: str, new: str) -> bool:
    """Whether two SVGs show the same: the same text, numbers but for what an eye cannot see."""
    old, new = (STAMP.sub("", text) for text in (old, new))
    # Glyph and clip ids are hashes of what they hold: numbers compare better than they do.
    old, new = (re.sub(r"(?<=[#\"])[mp][0-9a-f]{10}", "id", text) for text in (old, new))
    if NUMBER.sub("#", old) != NUMBER.sub("#", new):
        return False
    pairs = zip(NUMBER.findall(old), NUMBER.findall(new), strict=True)
    return all(a == b or abs(float(a) - float(b)) <= TOLERANCE for a, b in pairs)


def attempt(name: str) -> tuple[str, str]:
    """The SVG of a figure and an empty string, or an empty one and what is wrong."""
    try:
        return drawn(name), ""
    except Exception as error:
        return "", said(error)


def said(error: BaseException) -> str:
    """An error in a line that begins with file and line, and the way to it through our files."""
    if isinstance(error, (SyntaxError, PageError)):
        return words(error)  # which file is wrong, not who read it
    way = [
        f"    {shown(frame.filename)}:{frame.lineno}: {frame.line}"
        for frame in traceback.extract_tb(error.__traceback__)
        if is_own(Path(frame.filename)) and frame.filename != __file__
    ]
    return "\n".join([words(error), *way])


def write(name: str, svg: str) -> str:
    """Put a figure into its file, whole or not at all; what is wrong if that fails."""
    path, old = FIGURES / f"{name}.svg", kept(name)
    if old is not None and STAMP.search(old) and same(old, svg):
        # Nothing to see has changed: keep the picture, take the stamp.
        svg = STAMP.sub(STAMP.search(svg)[0], old)  # type: ignore[index]
    try:
        files.write(path, svg)
    except OSError as error:
        return f"{shown(path)}: cannot be written: {error.strerror}"
    return ""


def differs(name: str, svg: str) -> str:
    """What is wrong with a committed figure; nothing if it follows from the code."""
    old = kept(name)
    if old is None:
        return "is not drawn: run `make figures`"
    return "" if same(old, svg) else "no longer follows from the code: run `make figures`"


def each(wanted: list[str], finish: Callable[[str, str], str]) -> dict[str, str]:
    """Draw in parallel, with progress, and finish here; the names that failed and why."""
    failed = {}
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a process a core
    with ProcessPoolExecutor(os.cpu_count(), initializer=be_a_worker) as pool:
        waiting = {pool.submit(attempt, name): name for name in wanted}
        try:
            for number, done in enumerate(as_completed(waiting), 1):
                name = waiting[done]
                try:
                    svg, problem = done.result()
                except BrokenProcessPool:
                    svg, problem = "", "the process that drew it, or its neighbour, was killed"
                problem = problem or finish(name, svg)
                print(
                    f"[{number}/{len(wanted)}] {name}: {'FAILED' if problem else 'ok'}", flush=True
                )
                if problem:
                    failed[name] = problem
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in multiprocessing.active_children():
                child.kill()
            raise
    return failed


def be_a_worker() -> None:
    """Leave an interrupt to the parent, and go where it goes, however it goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def follow() -> None:
        multiprocessing.parent_process().join()  # type: ignore[union-attr]
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


class Terminated(BaseException):
    """SIGTERM, which would leave the workers behind."""


def terminate(*_: object) -> None:
    raise Terminated


def unknown(given: list[str]) -> str:
    """What to say about names that are no figure's."""
    lines = []
    for name in given:
        near = difflib.get_close_matches(name, names(), n=3, cutoff=0.5)
        lines.append(f"there is no figure {name}" + (f"; near: {', '.join(near)}" if near else ""))
    return "\n".join([*lines, f"there are: {', '.join(names())}"])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="build_figures", description=__doc__.splitlines()[0], epilog=__doc__.splitlines()[-1]
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="figures to draw, stale or not")
    parser.add_argument("--check", action="store_true", help="compare the committed with the code")
    options = parser.parse_args(arguments)
    given = [Path(one).stem for one in options.names]  # a path of the script or of the SVG will do
    if wrong := sorted(set(given) - set(names())):
        print(unknown(wrong), file=sys.stderr)
        return 2
    if options.check:
        failed = each(given or names(), differs)
        orphans = {one.stem for one in FIGURES.glob("*.svg")} - set(names())
        failed |= {name: "has no script" for name in sorted(orphans) if not given}
    else:
        wanted = given or [name for name in names() if stale(name)]
        failed = each(wanted, write) if wanted else {}
        if not wanted:
            print(f"all {len(names())} figures are up to date")
    for name, problem in failed.items():
        print(f"{name} {problem}" if options.check else f"\n{name} keeps its old file:\n{problem}")
    return bool(failed)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, terminate)
    try:
        sys.exit(main())
    except (KeyboardInterrupt, Terminated) as stop:
        print("\nstopped: what is said to be ok is drawn, the other figures keep their old files")
        sys.exit(130 if isinstance(stop, KeyboardInterrupt) else 143)
