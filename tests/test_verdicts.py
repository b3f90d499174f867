"""The verdicts of the claims page: each stands on its two runs, in both languages."""

from __future__ import annotations

import re
from contextlib import nullcontext
from itertools import product

import numpy as np
import pytest

from scripts.content.pages import LANGUAGES, ROOT
from scripts.content.verdicts import UNTESTED, WORDS, claims, verdict, word_shown, words_checked

PAGES = {
    code: (ROOT / "docs" / code / "reference" / "claims.md").read_text("utf-8")
    for code in LANGUAGES
}


@pytest.mark.parametrize("claim", list(claims(PAGES["en"])))
def test_the_word_on_the_page_is_the_word_that_its_runs_bear_out(claim: str) -> None:
    for number, code in enumerate(LANGUAGES):
        text = claims(PAGES[code])[claim]
        if word_shown(text) == UNTESTED[number]:
            assert words_checked(text) == []
        else:
            [word] = words_checked(text)
            assert WORDS[word][number] == word_shown(text)


def test_both_languages_judge_the_same_claims() -> None:
    assert list(claims(PAGES["ko"])) == list(claims(PAGES["en"]))
    assert len(claims(PAGES["en"])) == len(re.findall(r"^### ", PAGES["en"], re.MULTILINE)) >= 30
    untested = [
        [id_ for id_, text in claims(PAGES[code]).items() if word_shown(text) == UNTESTED[number]]
        for number, code in enumerate(LANGUAGES)
    ]
    assert untested[0] == untested[1] == ["claim-12"]


BORNE_OUT = {
    "true": {(True, None), (True, False)},
    "true if": {(True, True)},
    "misleading": {(True, True)},
    "wrong": {(None, True), (False, True)},
}


@pytest.mark.parametrize("word", list(WORDS))
def test_a_word_demands_its_runs(word: str) -> None:
    for holds, fails in product((None, False, True), repeat=2):
        missing = (holds is None and word != "wrong") or (fails is None and word != "true")
        with pytest.raises(ValueError, match="needs the run") if missing else nullcontext():
            assert verdict(word, holds=holds, fails=fails) == ((holds, fails) in BORNE_OUT[word])


def test_a_verdict_refuses_what_is_no_run() -> None:
    assert verdict("true if", holds=np.bool_(True), fails=np.bool_(True)) is True
    with pytest.raises(TypeError, match=r"holds must be True or False, got 0\.5"):
        verdict("true", holds=0.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not 'half true'"):
        verdict("half true", holds=True)
