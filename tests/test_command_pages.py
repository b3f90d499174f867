"""The commands for an author: words and an exit code for whatever is asked of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts import bench, write_outputs
from scripts.content.pages import ROOT

PAGE = """\
---
title: 기울기
---

```python
a = 0.5
print(a, "기울기")
```

```text
0.4
```

1. One

    - Two

        ```python
        print(a + 1)
        print("x")
        ```

        ```text
        ```
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """By path, from another folder."""
    command = [sys.executable, str(ROOT / "scripts" / arguments[0]), *arguments[1:]]
    return subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=60)


def written(tmp_path: Path, text: str | bytes) -> str:
    path = tmp_path / "page.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_outputs_are_written_where_they_belong(tmp_path: Path, capsys) -> None:
    page = written(tmp_path, PAGE)
    assert write_outputs.main([page]) == 0
    right = PAGE.replace("0.4\n", "0.5 기울기\n")
    right = right.replace("        ```text\n", "        ```text\n        1.5\n        x\n")
    assert Path(page).read_text("utf-8") == right
    assert capsys.readouterr().out == f"{page}: 2 outputs\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            PAGE.replace("print(a,", "print(1 / 0,"),
            "page.md:7: ZeroDivisionError: division by zero",
        ),
        (PAGE.replace("print(a,", "print(a,,"), "page.md:7: SyntaxError"),
        (PAGE.replace("print(a,", "__import__('os')._exit(7), ("), "page.md:7: the code ends"),
        (PAGE.replace("```text\n0.4\n```\n", ""), "page.md:5: this fence prints"),
        (PAGE + "```ruby\n```\n", "a fence in 'ruby' would not run"),
        (PAGE + "```python\n", "this fence is never closed"),
        (PAGE.encode("cp949"), "page.md:2: byte 0xb1 is not UTF-8"),
    ],
)
def test_a_page_that_is_wrong_stays_as_it_was(tmp_path: Path, capsys, text, said: str) -> None:
    page = written(tmp_path, text)
    before = Path(page).read_bytes()
    assert write_outputs.main([page]) == 1
    assert Path(page).read_bytes() == before
    errors = capsys.readouterr().err
    assert said in errors
    assert "stays as it was" in errors


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["write_outputs.py"], 2, "the following arguments are required: PAGE"),
        (["write_outputs.py", "--help"], 0, "Read what it wrote before you"),
        (["write_outputs.py", "nosuch.md"], 2, "there is no file /nosuch.md"),
        (["write_outputs.py", "/tmp"], 2, "/tmp is a folder: name its pages"),
        (["write_outputs.py", str(ROOT / "Makefile")], 2, "Makefile is no page"),
        (["write_outputs.py", "--nosuch"], 2, "PAGE"),
        (["build_figures.py", "--help"], 0, "figures to draw"),
        (["build_figures.py", "--nosuch"], 2, "unrecognized arguments: --nosuch"),
        (["bench.py", "--help"], 0, "a tenth of the repeats"),
        (["bench.py", "relu"], 2, "unrecognized arguments: relu"),
    ],
)
def test_a_command_says_what_it_takes(arguments: list[str], status: int, said: str) -> None:
    done = run(*arguments)
    assert done.returncode == status
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupted_bench_ends_with_a_word() -> None:
    process = subprocess.Popen(
        [sys.executable, "-u", ROOT / "scripts" / "bench.py"],
        cwd="/",
        env=os.environ | bench.KEEP,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert "allocator" in process.stdout.readline()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said.strip()) == (1, "stopped")
