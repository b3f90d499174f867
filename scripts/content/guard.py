"""What a fence may not do: run for ever, end the process, leave its folder, write into ours.

Python's own audit events tell before a thing happens, so that nothing has to be undone. What a
fence catches (`except Exception: pass`) is told all the same, when it ends.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from types import FrameType
from typing import Any, NoReturn
from unittest import SkipTest

from scripts.content.pages import ROOT, PageError, shown

TIME_LIMIT = "VGREF_TIME_LIMIT"  # the environment's name for the seconds that a fence may take
DEFAULT_LIMIT = 120.0
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Events of files that are not opened, each with the places of its paths among the arguments, and
# of the descriptors of the folders that they are relative to.
CHANGES = {"os.rename": ((0, 2), (1, 3)), "os.link": ((1, 3),), "os.symlink": ((1, 2),)}
CHANGES |= {"os.mkdir": ((0, 2),), "os.rmdir": ((0, 1),), "os.remove": ((0, 1),)}
CHANGES |= {"os.truncate": ((0, None),), "os.chmod": ((0, 2),), "shutil.rmtree": ((0, None),)}
ENVIRONMENT = {"os.putenv", "os.unsetenv"}


class Stopped(BaseException):
    """Out of a fence at once; no `except Exception` on the way holds it."""


class Guard:
    """One running fence: where it stands, and what it did that it may not do."""

    def __init__(self, path: str, line: int) -> None:
        self.path, self.line = path, line
        self.problem: PageError | None = None

    def refuse(self, message: str, frame: FrameType | None = None) -> NoReturn:
        frame, line = frame or sys._getframe(1), self.line
        while frame:
            if is_of(frame, self.path):
                line = frame.f_lineno
                break
            frame = frame.f_back
        self.problem = self.problem or PageError(self.path, line, message)
        raise Stopped(str(self.problem))


running: list[Guard] = []


def seconds() -> float:
    """The time limit of a fence, from the environment or 120 s.

    Raises
    ------
    ValueError
        If `VGREF_TIME_LIMIT` is not a positive number.
    """
    given = os.environ.get(TIME_LIMIT, "") or str(DEFAULT_LIMIT)
    try:
        limit = float(given)
    except ValueError:
        limit = 0.0
    if not 0.0 < limit < 1e6:
        raise ValueError(f"{TIME_LIMIT} must be a positive number of seconds, got {given!r}")
    return limit


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """The audit hook: idle unless a fence runs."""
    if not running:
        return
    guard = running[-1]
    if event == "open":
        paths = arguments[:1] if (arguments[2] or 0) & WRITES else ()
    elif event in CHANGES:
        # Relative to a folder's descriptor is rmtree at work, which told where it began.
        places = [
            path for path, folder in CHANGES[event] if folder is None or arguments[folder] == -1
        ]
        paths = tuple(arguments[place] for place in places)
    elif event == "os.chdir":
        guard.refuse("the code changes the folder; name the path instead")
    elif event in ENVIRONMENT:
        guard.refuse(f"the code changes the environment: {os.fsdecode(arguments[0])}")
    elif event == "os.exec":
        guard.refuse("the code replaces the process")
    else:
        return
    for path in paths:
        if isinstance(path, (str, bytes, os.PathLike)) and (inside := in_project(path)):
            guard.refuse(f"the code writes into the project: {inside}; use tempfile")


def in_project(path: str | bytes | os.PathLike[str]) -> str | None:
    """The path as a person types it if it lies in the project; Python's own caches do not."""
    full = Path(os.path.realpath(os.fsdecode(path)))
    return shown(full) if full.is_relative_to(ROOT) and "__pycache__" not in full.parts else None


sys.addaudithook(watch)


def line_in(error: BaseException, path: str, line: int) -> int:
    """The line of the page that an error is about or came through last, else `line`."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return error.lineno or line
    lines = [number for frame, number in walk_tb(error.__traceback__) if is_of(frame, path)]
    return lines[-1] if lines else line


def is_of(frame: FrameType, path: str) -> bool:
    return frame.f_code.co_filename == path


@contextmanager
def guarded(path: str, line: int, limit: float | None = None) -> Iterator[None]:
    """Run what stands at `line` of the page under the rules above.

    Raises
    ------
    PageError
        With page and line of the statement, if it breaks one.
    """
    guard, limit, process = Guard(path, line), limit or seconds(), os.getpid()
    leave, timed = os._exit, threading.current_thread() is threading.main_thread()

    def end(status: int) -> NoReturn:
        if os.getpid() != process:
            leave(status)  # a child of the fence's own may
        guard.refuse("the code ends the process (os._exit)")

    def late(_: int, frame: FrameType | None) -> NoReturn:
        message = f"the code still ran here after {limit:g} s ({TIME_LIMIT}); does it end?"
        guard.refuse(message, frame)

    if timed:
        before = signal.signal(signal.SIGALRM, late)
        # Again every second: the first one may be caught.
        signal.setitimer(signal.ITIMER_REAL, limit, 1.0)
    os._exit = end  # type: ignore[assignment]
    running.append(guard)
    try:
        yield
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        leaves = not isinstance(error, Exception) or isinstance(error, SkipTest)
        if not leaves and type(error).__module__ != "_pytest.outcomes":
            raise
        # SystemExit, or pytest's skip and exit, which might count as no failure.
        message = f"the code leaves by {type(error).__name__}: {error}"
        guard.problem = guard.problem or PageError(path, line_in(error, path, line), message)
    finally:
        running.remove(guard)
        os._exit = leave
        if timed:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
            signal.signal(signal.SIGALRM, before)
        if guard.problem:
            raise guard.problem from None
