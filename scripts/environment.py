"""Whether what `make` installed is still whole. Run by `make` before it uses any of it.

A checkout that was moved, a Python that was updated away, a folder that a clean-up took: without
this each ends in an error of its own, far from its cause.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINNED = re.compile(
    r"^([\w.-]+)==[^\s;]+ \\$", re.MULTILINE
)  # those for this system alone have a ;


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def missing_packages(lock: str) -> list[str]:
    """The pinned Python packages that are not there, and the files of those that are in part."""
    found, missing = set(), []
    for one in distributions():
        found.add(canonical(one.name))
        folder = Path(str(one.locate_file("")))
        record = one.read_text("RECORD") or ""
        files = [line.partition(",")[0] for line in record.splitlines()]
        absent = [
            file for file in files if not file.endswith(".pyc") and not (folder / file).exists()
        ]
        missing += [f"{one.name}: {absent[0]}"] if absent else []
    return [name for name in PINNED.findall(lock) if canonical(name) not in found] + missing


def missing_parts(modules: Path) -> list[str]:
    """The browser's parts that are not there; none if they are not installed yet."""
    lock = modules / ".package-lock.json"
    if not (modules / ".installed").exists():
        return []
    if not lock.exists():
        return [str(lock.relative_to(modules.parent))]
    parts = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return [name for name in parts if not (modules.parent / name / "package.json").exists()]


if __name__ == "__main__":
    gone = missing_packages((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    gone += missing_parts(ROOT / "node_modules")
    if gone:
        sys.exit(f"not installed, or not whole: {', '.join(gone[:5])}")
