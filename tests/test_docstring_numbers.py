"""A number in a docstring is in the code it describes or in an example beside it, as on a page."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from scripts.content.numbers import numbers
from scripts.content.pages import ROOT
from scripts.content.prose import NAMED_PATTERN, OUTPUT_NUMBER, Part, literal_nodes

MODULES = sorted((ROOT / "vgref").rglob("*.py"))
# The code's own notation, and what tests/test_sources.py and tests/test_formulas.py hold.
NOT_PROSE = re.compile(
    r"^References\n-+\n.*?(?=^\w[\w ]*\n-+\n|\Z)|``[^`]+``"
    r"|:math:`[^`]*`|\.\. math::\n(?:\n|[ \t]+.*\n?)+"
    r"|^[ \t]*>>>.*?(?=^[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
EXAMPLE = re.compile(r"^[ \t]*>>>.*?(?=^[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
# Numbers of older docstrings that nothing beside them shows yet: a count that may only fall.
TO_MEND = {
    "activations/bounded.py": 1,
    "activations/elementwise.py": 1,
    "activations/exact_arithmetic.py": 3,
    "activations/gated.py": 1,
    "activations/gelu.py": 3,
    "activations/normal_distribution.py": 4,
    "activations/pairs.py": 1,
    "activations/periodic.py": 1,
    "activations/piecewise.py": 3,
    "activations/sigmoids.py": 7,
    "diagnosis/__init__.py": 1,
    "diagnosis/examination.py": 1,
    "diagnosis/scales.py": 3,
    "gaussian/pairs.py": 1,
    "gaussian/panels.py": 3,
    "gaussian/piecewise_linear.py": 1,
    "gaussian/single.py": 3,
    "initializers/distributions.py": 2,
    "initializers/gains.py": 1,
    "initializers/lsuv.py": 2,
    "initializers/scaling.py": 2,
    "meanfield/born_dead.py": 2,
    "meanfield/criticality.py": 3,
    "meanfield/finite_width.py": 2,
    "meanfield/fixed_points.py": 3,
    "meanfield/relu.py": 1,
    "meanfield/roots.py": 1,
    "meanfield/scalar_maps.py": 4,
    "meanfield/variance.py": 3,
    "tasks.py": 1,
}
IN_SIGHT = {0.0, 1.0, 2.0}  # a zero, a unit, a pair


def unexplained(tree: ast.Module) -> list[str]:
    """The numbers of all docstrings of a module that nothing beside them accounts for."""
    constants = [one for one in tree.body if isinstance(one, ast.Assign | ast.AnnAssign)]
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            continue
        text = ast.get_docstring(node) or ""
        code = [*constants, *node.body[1:]]
        code += [node.args] if isinstance(node, ast.FunctionDef) else []
        examples = "\n".join(EXAMPLE.findall(text))
        here = Part(
            {value for one in code for _, value in literal_nodes(one)},
            OUTPUT_NUMBER.findall(examples),
        )
        found += [
            f"line {getattr(node, 'lineno', 1)}: {number.written!r}"
            for number in numbers(NAMED_PATTERN.sub(" ", NOT_PROSE.sub(" ", text)), "en")
            if number.value not in IN_SIGHT and not here.has(number)
        ]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_number_in_a_docstring_is_in_its_code_or_its_examples(path: Path) -> None:
    found = unexplained(ast.parse(path.read_text(encoding="utf-8")))
    assert len(found) == TO_MEND.get(str(path.relative_to(ROOT / "vgref")), 0), found


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        ("At most 1/4, and 37 beyond.", []),
        ("At most 1/3, and 38 beyond.", ["line 1: '1/3'", "line 1: '38'"]),
        ("As ``z ** 99`` and :math:`z^{98}`.", []),
    ],
)
def test_the_rule_finds_what_is_not_computed(said: str, bare: list[str]) -> None:
    source = f'def f(z, cut=37.0):\n    """{said}\n\n    >>> f(0.0)\n    0.25\n    """\n'
    assert unexplained(ast.parse(source)) == bare
