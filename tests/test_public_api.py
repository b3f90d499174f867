"""Every public name says what it does, with an example that runs (conftest.py runs them)."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import vgref
from scripts.content.pages import ROOT


def public() -> list[object]:
    """What `from vgref.part import ...` offers: the names of each part that are its own."""
    found = {}
    for part in pkgutil.iter_modules(vgref.__path__, "vgref."):
        module = importlib.import_module(part.name)
        for label in getattr(module, "__all__", None) or vars(module):
            value = getattr(module, label)
            own = getattr(value, "__module__", "").startswith(part.name)
            if own and not label.startswith("_") and hasattr(value, "__name__"):
                found[f"{part.name}.{label}"] = value
    return list(found.values())


NAMES = public()


def name(value: object) -> str:
    return f"{value.__module__}.{value.__name__}"


@pytest.mark.parametrize("value", NAMES, ids=name)
def test_a_public_name_has_a_summary_and_a_running_example(value: object) -> None:
    text = inspect.getdoc(value) or ""
    first = text.partition("\n\n")[0]
    assert first.endswith((".", ":", "``")), first
    if not getattr(value, "_is_protocol", False):
        assert ">>> " in text


@pytest.mark.parametrize("value", NAMES, ids=name)
def test_a_public_function_is_a_section_that_a_page_can_show(value: object) -> None:
    source = Path(inspect.getsourcefile(inspect.unwrap(value))).read_text("utf-8")
    if not getattr(value, "_is_protocol", False):
        assert re.search(rf"--8<-- \[start:{value.__name__}\]", source)
        assert re.search(rf"--8<-- \[end:{value.__name__}\]", source)


def test_a_wheel_is_typed_and_needs_numpy_alone(tmp_path: Path) -> None:
    build = "from setuptools import build_meta; build_meta.build_wheel({!r})"
    copy = tmp_path / "source"
    copy.mkdir()
    for part in ("vgref", "pyproject.toml", "README.md", "LICENSE"):
        (copy / part).symlink_to(ROOT / part)
    command = [sys.executable, "-c", build.format(str(tmp_path))]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = wheel.namelist()
        metadata = next(one for one in names if one.endswith("METADATA"))
        requires = re.findall(r"^Requires-Dist: (.*)$", wheel.read(metadata).decode(), re.M)
    assert "vgref/py.typed" in names
    assert "vgref/network/mlp.py" in names
    assert not [one for one in names if not one.startswith(("vgref/", "vgref-"))]
    assert requires == ["numpy>=1.26"]
