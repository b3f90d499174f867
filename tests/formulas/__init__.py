"""What the formulas of the pages say, each beside values for its names (see tests/tex.py).

The values come from vgref where it has them, and else from numpy alone, so that a row compares
the two. `TABLE` has formulas that are evaluated as they stand; `CALLED` has the few that are no
equation of numbers (an interval, an integral, a step), each with a function that tests it.
"""

from tests.formulas import curves, expectations, layers
from tests.formulas.rows import Row

TABLE: list[Row] = [*curves.TABLE, *expectations.TABLE, *layers.TABLE]
CALLED = {**curves.CALLED, **layers.CALLED}
