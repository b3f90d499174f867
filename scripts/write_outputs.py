"""Write what the fences of a page print into the text fences behind them, for its author.

    python -m scripts.write_outputs docs/ko/path/name.md docs/en/path/name.md

The tests compare; this only spares the typing. Read what it wrote before you commit it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run by path, from any folder

import sybil

from scripts.content import files, snippets
from scripts.content.failures import words
from scripts.content.guard import line_in
from scripts.content.pages import Fence, PageError, shown


def with_outputs(path: Path) -> tuple[str, int]:
    """The text of a page with its outputs as they are now, and how many there are.

    Raises
    ------
    PageError
        If a fence fails; the message has its line.
    """
    text = files.read(path)
    document = sybil.Document(text, str(path))
    for region in snippets.parse(document):
        document.add(region)
    written = []
    for example in document:
        if not isinstance(example.parsed, tuple):
            continue
        fence, output = example.parsed
        printed = outputs_of(fence, example)
        if output is not None:
            first = text.index("\n", output.start) + 1
            last = text.rindex("\n", output.start, output.end) + 1
            body = "".join(f"{output.indent}{line.rstrip()}\n" for line in printed.splitlines())
            written.append((first, last, body))
        elif printed:
            raise PageError(
                path, fence.line, "this fence prints: put an empty text fence behind it"
            )
    for first, last, body in reversed(written):
        text = text[:first] + body + text[last:]
    return text, len(written)


def outputs_of(fence: Fence, example: sybil.Example) -> str:
    try:
        return snippets.printed_by(fence, example)
    except PageError:
        raise
    except Exception as error:
        line = line_in(error, example.path, fence.line)
        message = error.msg if isinstance(error, SyntaxError) else error
        raise PageError(example.path, line, f"{type(error).__name__}: {message}") from None


def wrong(path: Path) -> str | None:
    """What is wrong with a path of a command line, None if it is a page."""
    if path.is_dir():
        return f"{shown(path)} is a folder: name its pages"
    if not path.exists():
        return f"there is no file {shown(path)}"
    return None if path.suffix == ".md" else f"{shown(path)} is no page: its name ends in .md"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="write_outputs", description=__doc__.splitlines()[0], epilog=__doc__.splitlines()[-1]
    )
    parser.add_argument("pages", nargs="+", metavar="PAGE", type=Path, help="a Markdown file")
    paths = [one.resolve() for one in parser.parse_args(arguments).pages]
    if problems := [problem for problem in map(wrong, paths) if problem]:
        print("\n".join(problems), file=sys.stderr)
        return 2
    failed = 0
    for path in paths:
        try:
            text, number = with_outputs(path)
            files.write(path, text)
            print(f"{shown(path)}: {number} outputs")
        except (PageError, OSError) as error:
            print(f"{words(error)}\n{shown(path)} stays as it was", file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nstopped: the page at work stays as it was")
