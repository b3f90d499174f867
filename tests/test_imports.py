"""Who may import whom: read off the code, so that no arrow turns round unnoticed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scripts.content.pages import ROOT

PACKAGE = ROOT / "vgref"
THEORY = {"activations", "gaussian"}
MACHINE = {"activations", "network"}
ARROWS: dict[str, set[str]] = {
    "checks": set(),
    "gaussian": set(),
    "activations": {"gaussian"},
    "initializers": THEORY,
    "meanfield": THEORY,
    "network": {"activations"},
    "blocks": MACHINE,
    "diagnosis": MACHINE | {"statistics", "jacobian"},
    "jacobian": MACHINE,
    "recurrent": MACHINE,
    "statistics": MACHINE,
    "tasks": {"activations", "network"},
    "training": MACHINE | {"statistics"},
}
OUTSIDE = {"numpy", "__future__", "abc", "collections", "dataclasses", "functools", "itertools"}
OUTSIDE |= {"math", "numbers", "types", "typing", "warnings", "inspect", "operator", "enum"}
OUTSIDE |= {"copy", "difflib"}


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides the arrow"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


FILES = sorted(
    path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem[0] != "_"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_it_may(path: Path) -> None:
    names = imports(path)
    inside = {name.split(".")[1] for name in names if name.startswith("vgref.")}
    assert inside - {part(path), "checks"} <= ARROWS[part(path)]  # everybody checks
    assert {name.split(".")[0] for name in names} - {"vgref"} <= OUTSIDE


def test_theory_and_network_are_each_others_test() -> None:
    assert "network" not in ARROWS["meanfield"]
    assert "meanfield" not in ARROWS["network"]
    assert {part(path) for path in FILES} == set(ARROWS)
