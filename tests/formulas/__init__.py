"""What the formulas of the pages say, each beside values for its names (see tex.py).

The values come from vgref where it has them, and else from numpy alone, so that a row compares
the two. `TABLE` has formulas that are evaluated as they stand; `CALLED` has the few that are no
equation of numbers (an interval, an integral, a step), each with a function that tests it.
"""

from tests.formulas import chains, curves, expectations, layers, series, weights
from tests.formulas.rows import Row

TABLE: list[Row] = [
    row
    for module in (curves, chains, expectations, series, layers, weights)
    for row in module.TABLE
]
CALLED = {**chains.CALLED, **layers.CALLED, **weights.CALLED}
