"""What a script is made of: the files of this project that it reaches by importing."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from pathlib import Path

from scripts.content.files import read

ROOT = Path(__file__).resolve().parents[2]


def module_file(name: str) -> Path | None:
    """The file of a module of this project, None for others."""
    base = ROOT.joinpath(*name.split("."))
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    return next((one for one in candidates if one.is_file()), None)


def imported(path: Path) -> Iterable[Path]:
    """The files of this project that a file imports, packages with all that they run."""
    for node in ast.walk(ast.parse(read(path), str(path))):
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for module in modules:
            parts = module.split(".")
            for end in range(1, len(parts) + 1):
                if found := module_file(".".join(parts[:end])):
                    yield found


def reached(path: Path) -> list[Path]:
    """A file and all files of this project that it reaches, sorted."""
    found, queue = set(), [path]
    while queue:
        path = queue.pop()
        if path not in found:
            found.add(path)
            queue += imported(path)
    return sorted(found)


def digest(path: Path) -> str:
    """What a file and all that it reaches compute, in 24 digits; comments do not count."""
    found = hashlib.sha256()
    for one in reached(path):
        tree = ast.parse(read(one), str(one))
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(body, list):
                node.body = [part for part in body if not is_text(part)]  # type: ignore[attr-defined]
        found.update(ast.dump(tree).encode())
    return found.hexdigest()[:24]


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
