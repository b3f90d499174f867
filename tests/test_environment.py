"""What `make` says when something cannot be installed, or is broken since."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import environment
from scripts.content.pages import ROOT


def test_this_environment_is_whole() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert len(environment.PINNED.findall(lock)) > 50
    assert environment.missing_packages(lock) == []
    assert environment.missing_parts(ROOT / "node_modules") == []


def test_a_package_that_is_gone_or_gone_in_part_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "some_thing-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: some-thing\nVersion: 1.0\n")
    (info / "RECORD").write_text("some_thing/__init__.py,,\nsome_thing/x.pyc,,\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    lock = (
        "some.thing==1.0 \\\n    --hash=x\nother==2.0 \\\nmac==1 ; sys_platform == 'darwin' \\\n"
    )
    missing = ["other", "some-thing: some_thing/__init__.py"]
    assert environment.missing_packages(lock) == missing
    (tmp_path / "some_thing").mkdir()
    (tmp_path / "some_thing" / "__init__.py").touch()
    assert environment.missing_packages(lock) == ["other"]


def test_a_browser_part_that_is_gone_is_named(tmp_path: Path) -> None:
    modules = tmp_path / "node_modules"
    assert environment.missing_parts(modules) == []  # not installed yet: make does it
    (modules / "katex").mkdir(parents=True)
    (modules / ".installed").touch()
    assert environment.missing_parts(modules) == ["node_modules/.package-lock.json"]
    packages = {"packages": {"node_modules/katex": {}}}
    (modules / ".package-lock.json").write_text(json.dumps(packages))
    assert environment.missing_parts(modules) == ["node_modules/katex"]
    (modules / "katex" / "package.json").touch()
    assert environment.missing_parts(modules) == []


# --- make -----------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The Makefile and what it looks at; `python3` there does as it is told by its name."""
    for name in ("Makefile", "requirements.lock", "pyproject.toml", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def make(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["make", *arguments]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=60)


def installed(checkout: Path, python: str) -> None:
    """As after an installation, with this for a Python."""
    script(checkout / ".venv" / "bin" / "python", python)
    for name in ("requirements.lock", "package-lock.json", "pyproject.toml"):
        (checkout / name).touch()
    for folder in (".venv", "node_modules"):
        (checkout / folder).mkdir(exist_ok=True)
        (checkout / folder / ".installed").touch()


def test_pip_that_fails_leaves_its_own_words_and_the_way_out(checkout: Path) -> None:
    python = script(checkout / "fake", 'case "$*" in "-m pip"*) echo pip says why; exit 1;; esac')
    run = make(checkout, "build", f"PYTHON={python}")
    assert run.returncode != 0
    assert "pip says why\nNot installed." in run.stdout
    assert "later runs need none" in run.stdout
    assert "git diff requirements.lock" in run.stdout
    assert not (checkout / ".venv" / ".installed").exists()


def test_npm_that_fails_leaves_its_own_words_and_the_way_out(checkout: Path) -> None:
    installed(checkout, 'case "$*" in *" ci "*) echo npm says why; exit 1;; esac')
    (checkout / "node_modules" / ".installed").unlink()
    run = make(checkout, "build")
    assert run.returncode != 0
    assert "npm says why\nNot installed." in run.stdout
    assert "git diff package-lock.json" in run.stdout
    assert "--silent" not in (checkout / "Makefile").read_text().partition("lock:")[0]
    assert not (checkout / "node_modules" / ".installed").exists()


@pytest.mark.parametrize("target", ["build", "serve", "test", "figures", "bench", "check"])
def test_a_broken_environment_names_make_clean(checkout: Path, target: str) -> None:
    installed(checkout, 'case "$*" in *environment*) exit 1;; esac; echo used')
    run = make(checkout, target)
    assert run.returncode != 0
    assert "make clean" in run.stdout
    assert "used" not in run.stdout


def test_a_python_that_is_gone_names_make_clean(checkout: Path) -> None:
    installed(checkout, "")
    (checkout / ".venv" / "bin" / "python").unlink()
    assert "make clean" in make(checkout, "build").stdout


def test_what_is_installed_is_run_by_python_so_that_a_checkout_can_be_moved(
    checkout: Path,
) -> None:
    """Scripts in .venv/bin begin with the folder that they were installed in."""
    used = set()
    for line in (checkout / "Makefile").read_text().splitlines():
        used |= {part.split()[0] for part in line.split("$(BIN)/")[1:] if line.startswith("\t")}
    assert used == {"python"}


@pytest.mark.parametrize(("arguments", "port"), [([], "8000"), (["PORT=8001"], "8001")])
def test_make_serve_takes_a_port(checkout: Path, arguments: list[str], port: str) -> None:
    installed(checkout, 'echo "$@"')
    assert f"-m mkdocs serve -a 127.0.0.1:{port}" in make(checkout, "serve", *arguments).stdout
