"""A build is one process's own, and however it ends, there is a whole site afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts.content import site_folder
from scripts.content.pages import ROOT

HOLD = """
import sys, pathlib
from scripts.content import site_folder
site_folder.take(pathlib.Path(sys.argv[1]))
print("taken", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_build(site: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD, str(site)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout.readline() == "taken\n"
        yield process
        process.kill()


def built(site: Path, text: str) -> None:
    """A whole build."""
    building = site_folder.take(site)
    (building.new / "index.html").write_text(text)
    site_folder.swap(building)
    site_folder.release(building)


def names(folder: Path) -> set[str]:
    return set(os.listdir(folder))


def test_a_build_changes_places_with_the_old_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    built(site, "one")
    built(site, "two")
    assert (site / "index.html").read_text() == "two"
    assert names(tmp_path) == {"site"}
    assert names(site) == {"index.html"}


def test_a_build_that_fails_leaves_the_old_site_and_nothing_else(tmp_path: Path) -> None:
    site = tmp_path / "site"
    built(site, "one")
    building = site_folder.take(site)
    (building.new / "index.html").write_text("half")
    site_folder.release(building)
    assert (site / "index.html").read_text() == "one"
    assert names(tmp_path) == {"site"}
    built(site, "two")


def test_of_two_builds_the_second_is_told_of_the_first_and_does_no_harm(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with another_build(site) as process:
        before = names(tmp_path / "site.new")
        with pytest.raises(
            site_folder.Busy, match=rf"process {process.pid}, since \d\d:\d\d:\d\d"
        ):
            site_folder.take(site)
        assert names(tmp_path / "site.new") == before
    built(site, "one")  # the first was killed, and its place is taken over
    assert names(tmp_path) == {"site"}


def test_two_builds_of_different_sites_do_not_mind_each_other(tmp_path: Path) -> None:
    with another_build(tmp_path / "one"):
        built(tmp_path / "two", "two")


def test_a_folder_that_was_swapped_away_is_not_mistaken_for_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another build may end between opening the folder and locking it."""
    site, real, calls = tmp_path / "site", os.open, []

    def opened(path: Path, flags: int) -> int:
        handle = real(path, flags)
        if not calls:
            Path(path).rename(site)
        calls.append(path)
        return handle

    with monkeypatch.context() as patch:
        patch.setattr(site_folder.os, "open", opened)
        building = site_folder.take(site)
    assert len(calls) == 2
    assert os.path.samestat(os.fstat(building.handle), os.stat(tmp_path / "site.new"))
    site_folder.release(building)


def empty(path: Path) -> None:
    path.mkdir()


def full(path: Path) -> None:
    (path / "deep").mkdir(parents=True)
    (path / "deep" / "file").write_text("x")
    (path / ".hidden").write_text("x")


def file(path: Path) -> None:
    path.write_text("x")


def link(path: Path) -> None:
    path.symlink_to("/")


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.parametrize("make", [empty, full, file, link, dangling])
@pytest.mark.parametrize("word", ["old", "new"])
def test_what_a_killed_build_left_never_breaks_a_later_one(
    tmp_path: Path, word: str, make: object
) -> None:
    site = tmp_path / "site"
    for was_there in (False, True):
        make(tmp_path / f"site.{word}")
        built(site, f"after {was_there}")
    assert (site / "index.html").read_text() == "after True"
    assert names(tmp_path) == {"site"}
    assert names(site) - {".hidden"} == {"index.html"}
    assert names(Path("/")) > {"tmp"}


def test_a_build_killed_between_its_two_renames_lost_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    built(site, "one")
    site.rename(tmp_path / "site.old")
    site_folder.release(site_folder.take(site))  # a build that fails
    assert (site / "index.html").read_text() == "one"


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_swap_that_fails_puts_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    site, real = tmp_path / "site", Path.rename
    built(site, "one")
    building = site_folder.take(site)

    def rename(self: Path, target: Path) -> object:
        if self.suffix == ".new":
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(error):
        site_folder.swap(building)
    site_folder.release(building)
    assert (site / "index.html").read_text() == "one"
    assert names(tmp_path) == {"site"}


def test_a_link_stays_a_link_and_what_it_leads_to_changes(tmp_path: Path) -> None:
    target, site = tmp_path / "served" / "here", tmp_path / "site"
    target.mkdir(parents=True)
    site.symlink_to(target)
    for text in ("one", "two"):
        built(site, text)
        assert site.is_symlink()
        assert (target / "index.html").read_text() == text
    assert names(tmp_path) == {"site", "served"}
    assert names(target.parent) == {"here"}


def test_hidden_files_of_the_site_stay(tmp_path: Path) -> None:
    site = tmp_path / "site"
    built(site, "one")
    (site / ".git").write_text("gitdir: elsewhere")
    built(site, "two")
    assert (site / ".git").read_text() == "gitdir: elsewhere"


def test_a_file_in_the_place_of_the_site_is_refused_and_stays(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.write_text("mine")
    with pytest.raises(NotADirectoryError, match="this is a file"):
        site_folder.take(site)
    assert site.read_text() == "mine"
    assert names(tmp_path) == {"site"}
