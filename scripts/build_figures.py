"""Draw the figures of scripts/figures/ into docs/figures/, as far as they are stale.

    python -m scripts.build_figures              what is stale
    python -m scripts.build_figures NAME ...     these, stale or not
    python -m scripts.build_figures --check      draw all beside the old; say which differ

A figure is stale when its script, the style or a module of vgref that it reaches has changed.
One that fails leaves its old file.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import re
import sys
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from scripts.content.dependencies import digest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "scripts" / "figures"
FIGURES = ROOT / "docs" / "figures"
STAMP = re.compile(r"<!-- drawn from ([0-9a-f]+) -->\n")
NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?")
TOLERANCE = 0.05  # points: what the last digits of another CPU may move, and an eye cannot see


def names() -> list[str]:
    return sorted(one.stem for one in SCRIPTS.glob("[a-z]*.py"))


def stale(name: str) -> bool:
    path = FIGURES / f"{name}.svg"
    stamp = STAMP.search(path.read_text(encoding="utf-8")) if path.exists() else None
    return stamp is None or stamp[1] != digest(SCRIPTS / f"{name}.py")


def drawn(name: str) -> str:
    """The SVG of a figure, the same on every run of one machine."""
    from matplotlib import pyplot

    from scripts.content import figure_style

    figure_style.use()
    figure = importlib.import_module(f"scripts.figures.{name}").draw()
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close("all")
    svg = re.sub(r"[ \t]+\n", "\n", text.getvalue())
    return svg.replace("<svg ", f"<!-- drawn from {digest(SCRIPTS / f'{name}.py')} -->\n<svg ", 1)


def same(old: str, new: str) -> bool:
    """Whether two SVGs show the same: the same text, numbers but for what an eye cannot see."""
    old, new = (STAMP.sub("", text) for text in (old, new))
    # Glyph and clip ids are hashes of what they hold: numbers compare better than they do.
    old, new = (re.sub(r"(?<=[#\"])[mp][0-9a-f]{10}", "id", text) for text in (old, new))
    if NUMBER.sub("#", old) != NUMBER.sub("#", new):
        return False
    pairs = zip(NUMBER.findall(old), NUMBER.findall(new), strict=True)
    return all(a == b or abs(float(a) - float(b)) <= TOLERANCE for a, b in pairs)


def draw(name: str) -> str | None:
    """Draw one figure into its file; the traceback if that fails."""
    try:
        svg, path = drawn(name), FIGURES / f"{name}.svg"
        if path.exists() and same(path.read_text(encoding="utf-8"), svg):
            # Nothing to see has changed: keep the picture, take the stamp.
            svg = STAMP.sub(STAMP.search(svg)[0], path.read_text(encoding="utf-8"))  # type: ignore[index]
        beside = path.with_suffix(".new")
        beside.write_text(svg, encoding="utf-8")
        beside.replace(path)
    except Exception:
        return traceback.format_exc()
    return None


def differs(name: str) -> str | None:
    """What is wrong with a committed figure, None if it follows from the code."""
    path = FIGURES / f"{name}.svg"
    if not path.exists():
        return "is not drawn"
    try:
        new = drawn(name)
    except Exception:
        return f"cannot be drawn:\n{traceback.format_exc()}"
    return (
        None if same(path.read_text(encoding="utf-8"), new) else "no longer follows from the code"
    )


def each(work: object, wanted: list[str]) -> dict[str, str]:
    """Run over the figures in parallel, with progress; the names that failed and why."""
    failed = {}
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a process a core
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        waiting = {pool.submit(work, name): name for name in wanted}  # type: ignore[arg-type]
        for number, done in enumerate(as_completed(waiting), 1):
            name, problem = waiting[done], done.result()
            print(f"[{number}/{len(wanted)}] {name}: {'FAILED' if problem else 'ok'}", flush=True)
            if problem:
                failed[name] = problem
    return failed


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="figures to draw, stale or not")
    parser.add_argument("--check", action="store_true", help="compare the committed with the code")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(names()))
    if unknown:
        print(f"there is no figure {', '.join(unknown)}; there are: {', '.join(names())}")
        return 2
    FIGURES.mkdir(exist_ok=True)
    if options.check:
        failed = each(differs, options.names or names())
        orphans = {one.stem for one in FIGURES.glob("*.svg")} - set(names())
        failed |= {name: "has no script" for name in sorted(orphans) if not options.names}
    else:
        wanted = options.names or [name for name in names() if stale(name)]
        failed = each(draw, wanted) if wanted else {}
        if not wanted:
            print(f"all {len(names())} figures are up to date")
    for name, problem in failed.items():
        print(f"{name} {problem}" if options.check else f"\n{name} keeps its old file:\n{problem}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
