"""What the word of a verdict demands of the runs behind it.

The claims page ends each claim with two runs, one in which the sentence holds and one in which it
fails, and `verdict` in the check behind them. A word that its runs do not bear out fails.
"""

from __future__ import annotations

import ast
import re

# The word in a check, and how the pages write it.
WORDS = {
    "true": ("맞습니다", "True"),
    "true if": ("조건이 맞으면 맞습니다", "True if"),
    "misleading": ("오해를 부릅니다", "Misleading"),
    "wrong": ("틀렸습니다", "Wrong"),
}
UNTESTED = ("검사하지 않았습니다", "Untested")  # no run can decide it, and the page says so

CLAIM = re.compile(r"^### .*\{#(?P<id>claim-\w+)\}$", re.MULTILINE)
BOLD = re.compile(r"\*\*(?P<word>[^*]+)\.\*\*")


def verdict(word: str, *, holds: bool | None = None, fails: bool | None = None) -> bool:
    """Whether the runs bear out a verdict.

    ======================  ==============================  ====================================
    word                    `holds`                         `fails`
    ======================  ==============================  ====================================
    ``"true"``              true: the sentence was seen     false, if given: where it was tried
                            to hold                         to refute the sentence, it stood
    ``"true if"``           true: with the condition        true: without the condition
    ``"misleading"``        true: the part that is right    true: a run against the conclusion
    ``"wrong"``             false, if given: where it was   true: a run against the sentence
                            tried, it did not hold
    ======================  ==============================  ====================================

    Raises
    ------
    ValueError
        If `word` is no verdict, or a run that the word demands is missing.
    TypeError
        If a run is not a truth value.

    >>> verdict("true", holds=True), verdict("wrong", holds=True, fails=True)
    (True, False)
    """
    if word not in WORDS:
        raise ValueError(f"a verdict is one of {', '.join(WORDS)}, not {word!r}")
    for name, run in (("holds", holds), ("fails", fails)):
        if run is not None and type(run).__name__ not in ("bool", "bool_"):
            raise TypeError(f"{name} must be True or False, got {run!r}")
    if (holds is None and word != "wrong") or (fails is None and word != "true"):
        raise ValueError(f"{word!r} needs the run in which the sentence holds or fails")
    if word == "true":
        return bool(holds) and not fails
    if word == "wrong":
        return bool(fails) and not holds
    return bool(holds) and bool(fails)


def claims(text: str) -> dict[str, str]:
    """The text of each claim of the page, by its id."""
    found = list(CLAIM.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    parts = {m["id"]: text[m.end() : end] for m, end in zip(found, ends, strict=True)}
    return {id_: re.split(r"^## ", part, flags=re.MULTILINE)[0] for id_, part in parts.items()}


def word_shown(claim: str) -> str:
    """The verdict as the page writes it: the bold words that open the claim."""
    match = BOLD.match(claim.lstrip())
    return match["word"] if match else ""


def words_checked(claim: str) -> list[str]:
    """The words in the checks of a claim."""
    found = []
    for check in re.findall(r"<!--\s*check:\s*(verdict\(.*?)\s*-->", claim, re.DOTALL):
        call = ast.parse(" ".join(check.split()), mode="eval").body
        if isinstance(call, ast.Call) and isinstance(call.args[0], ast.Constant):
            found.append(call.args[0].value)
    return found
