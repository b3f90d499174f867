"""One look for all figures: symbols only, few spines, theory a line, simulation dots.

The colours are Okabe and Ito's, told apart by colour-blind readers; on a page they become CSS
variables (docs/assets/site.css), so that they follow the scheme.
"""

from __future__ import annotations

import matplotlib
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

WIDTH = 4.8  # inches: at 390 px its 9 point text is still text
CYCLE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
QUIET = "#808080"

STYLE = {
    "axes.facecolor": "none",
    "axes.grid": False,
    "axes.labelsize": 10,
    "axes.linewidth": 0.8,
    "axes.prop_cycle": cycler(color=CYCLE),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 10,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",
    "figure.figsize": (WIDTH, 3.0),
    "font.size": 9,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "lines.markersize": 3.6,
    "mathtext.fontset": "cm",
    "savefig.transparent": True,
    "svg.fonttype": "path",
    "svg.hashsalt": "vgref",
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
}


def use() -> None:
    """Take the look, without a screen."""
    matplotlib.use("Agg")
    look()


def look() -> None:
    """Take the look, on whatever matplotlib draws."""
    matplotlib.rcParams.update(STYLE)


def label(axes: Axes, x: float, y: float, text: str, color: str, **placing: object) -> None:
    """A direct label beside a curve, in its colour."""
    placing = {"va": "center", "annotation_clip": False} | placing
    axes.annotate(text, (x, y), color=color, **placing)  # type: ignore[arg-type]


def simulation(
    axes: Axes, x: NDArray[np.floating], runs: NDArray[np.floating], color: str
) -> None:
    """Dots at the median over seeds (the first axis of `runs`), a band over all of them."""
    axes.fill_between(x, runs.min(0), runs.max(0), color=color, alpha=0.22, linewidth=0)
    axes.plot(x, np.median(runs, 0), "o", color=color, markeredgewidth=0)


def new(height: float = 3.0, columns: int = 1, **options: object) -> tuple[Figure, Axes]:
    """A figure of the page's width and its axes."""
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, columns, figsize=(WIDTH, height), **options)
    return figure, axes
