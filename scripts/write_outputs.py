"""Write what the fences of a page print into the text fences behind them, for its author.

    python -m scripts.write_outputs docs/ko/path/name.md docs/en/path/name.md

The tests compare; this only spares the typing. Read what it wrote before you commit it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import sybil

from scripts.content import snippets
from scripts.content.pages import shown


def main(paths: list[str]) -> int:
    for path in map(Path, paths):
        document = sybil.Document.parse(str(path.resolve()), snippets.parse)
        text, written = document.text, []
        for example in document:
            if not isinstance(example.parsed, tuple):
                continue
            fence, output = example.parsed
            printed = snippets.printed_by(fence, example)
            if output is not None:
                first = text.index("\n", output.start) + 1
                last = text.rindex("\n", output.start, output.end) + 1
                body = "".join(
                    f"{output.indent}{line.rstrip()}\n" for line in printed.splitlines()
                )
                written.append((first, last, body))
        for first, last, body in reversed(written):
            text = text[:first] + body + text[last:]
        path.write_text(text, encoding="utf-8")
        print(f"{shown(path.resolve())}: {len(written)} outputs")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
