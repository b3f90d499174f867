"""The catalogue: every activation has its card, with vgref's facts, from its one entry."""

from __future__ import annotations

import html
import json
import math
import re
import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pytest

from scripts.content import catalogue
from scripts.content.catalogue_page import bibliography, number, page
from scripts.content.catalogue_words import FILTERS, SYMBOLS, TITLES, WORDS
from scripts.content.pages import LANGUAGES, ROOT
from scripts.hooks.mathematics import FORMULA, rendered
from vgref.activations import ACTIVATIONS, PAIRS, Activation
from vgref.gaussian import expectation
from vgref.initializers import gain_table, pytorch_gain

EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
EACH = pytest.mark.parametrize("name", ACTIVATIONS)
POINT = re.compile(r"([ML])(-?[\d.]+) (-?[\d.]+)")


@pytest.fixture(scope="module")
def entries() -> list[dict]:
    return catalogue.entries()


@pytest.fixture(scope="module")
def by_name(entries) -> dict[str, dict]:
    return {one["name"]: one for one in entries}


def cards(entries: list[dict], language: str) -> dict[str, str]:
    """The HTML of each card, by its id."""
    parts = re.findall(r"<article.*?</article>", page(entries, language), re.DOTALL)
    named = [(re.search(r'<h3 id="([^"]+)"', part)[1], part) for part in parts]
    assert len(dict(named)) == len(named), "two cards have one id"
    return dict(named)


def rows(card: str) -> dict[str, str]:
    """What a card says: the terms and their values."""
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", card)
    assert len(dict(found)) == len(found)
    return dict(found)


def value(text: str) -> float:
    return float(text.replace("−", "-").replace("∞", "inf"))


# --- every entry has its card, with all facts ----------------------------------------------


@EACH_LANGUAGE
def test_every_activation_has_one_card(entries, language) -> None:
    assert sorted(cards(entries, language)) == sorted([*ACTIVATIONS, *PAIRS])
    assert len(ACTIVATIONS) >= 45


FRAME = {"ko": "$z$는 ${left}$에서 {right}까지", "en": "$z$ from ${left}$ to {right}"}


@EACH_LANGUAGE
def test_the_page_says_the_frame_of_the_pictures(language) -> None:
    text = (ROOT / "docs" / language / "path" / "catalogue.md").read_text(encoding="utf-8")
    left, right = f"{catalogue.LEFT:g}", f"{catalogue.RIGHT:g}"
    assert FRAME[language].format(left=left, right=right) in text
    words = WORDS[language]["picture"].replace("−", "-")
    assert re.findall(r"-?\d+", words) == [left, right]


@EACH_LANGUAGE
def test_a_card_says_what_vgref_knows(entries, language) -> None:
    words, found = WORDS[language], cards(entries, language)
    for row in gain_table():
        phi, card = ACTIVATIONS[row.name], found[row.name]
        facts = rows(card)

        def near(term: str, true: float, facts=facts, name=row.name) -> None:
            assert value(facts[words[term]]) == pytest.approx(true, rel=5.1e-4), (name, term)

        near("forward", row.forward)
        near("backward", row.backward)
        near("factor", row.forward / row.backward)
        near("supremum", phi.supremum)
        low, high = facts[words["range"]].split(" ~ " if language == "ko" else " to ")
        assert [value(low), value(high)] == pytest.approx(phi.range, rel=5.1e-4)
        shown = facts[words["kinks"]]
        assert [value(one) for one in shown.split(", ") if shown != words["none"]] == [*phi.kinks]
        assert html.escape(phi.use[language]) in card
        assert f"<code>{phi.name}</code>" in card
        for tex in (phi.formula, phi.derivative_formula):
            assert f"\\displaystyle {html.escape(tex)}\\)" in card
        assert (str(phi.year) if phi.year else words["unknown"]) in card
        for parameter, one in phi.parameters.items():
            assert number(one) in facts[words["parameters"]], parameter


@EACH_LANGUAGE
def test_pytorchs_gain_stands_where_it_differs(entries, language) -> None:
    shown = {
        name: value(rows(card)[WORDS[language]["pytorch"]])
        for name, card in cards(entries, language).items()
        if WORDS[language]["pytorch"] in rows(card)
    }
    assert shown == {"sigmoid": 1.0, "tanh": 1.667, "selu": 0.75}
    assert all(pytorch_gain(name) == pytest.approx(one, rel=5e-4) for name, one in shown.items())


@EACH
def test_the_tails_are_those_of_the_function(by_name, name) -> None:
    phi, entry = ACTIVATIONS[name], by_name[name]
    for side, far in zip((0, 1), (-1e9, 1e9), strict=True):
        limit, slope = entry["limits"][side], entry["derivative_limits"][side]
        with np.errstate(over="ignore"):
            at = float(phi.function(np.array(far)))
            steep = float(phi.derivative(np.array(far)))
        if math.isinf(limit):
            assert at * math.copysign(1, limit) > 20
        elif not math.isnan(limit):
            assert at == pytest.approx(limit, abs=1e-8)
        if math.isfinite(slope):
            assert steep == pytest.approx(slope, abs=1e-8)
    assert any(map(math.isnan, entry["limits"])) == (name in {"sin", "cos", "siren30"})


@EACH_LANGUAGE
def test_the_use_is_a_sentence_of_the_language(language) -> None:
    for entry in [*ACTIVATIONS.values(), *PAIRS.values()]:
        assert set(entry.use) == set(LANGUAGES), entry.name
        text = entry.use[language]
        assert re.search("[가-힣]", text) if language == "ko" else not re.search("[가-힣]", text)
        assert 30 < len(text) < 170, entry.name
        end = r"(다|오)(\(\w+\))?\.$" if language == "ko" else r"\.$"
        assert re.search(end, text), entry.name


def test_every_source_is_in_the_bibliography_or_names_people() -> None:
    known = bibliography()
    for entry in [*ACTIVATIONS.values(), *PAIRS.values()]:
        assert entry.source in known or " " in entry.source, entry.name
    assert known["nair2010"] == "Nair, Hinton (2010)"
    assert known["clevert2016"] == "Clevert et al. (2016)"


def test_both_languages_have_the_same_words() -> None:
    for words in (WORDS, FILTERS):
        assert list(words["ko"]) == list(words["en"])
    assert set(TITLES["ko"]) <= set(ACTIVATIONS) | set(PAIRS)
    named = {one for phi in ACTIVATIONS.values() for one in phi.parameters}
    assert named - {"lower", "upper"} == set(SYMBOLS)


def test_every_formula_is_taken_by_katex(entries) -> None:
    formulas = [html.unescape(m["inline"]) for m in FORMULA.finditer(page(entries, "en"))]
    assert len(formulas) == 2 * len(ACTIVATIONS) + 3 * len(PAIRS)
    results = rendered([(tex, False) for tex in formulas])
    assert [one["error"] for one in results if "error" in one] == []


@EACH_LANGUAGE
def test_the_html_is_whole(entries, language) -> None:
    text = page(entries, language)
    assert "\n\n" not in text
    found, opened = [], []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes) -> None:
            found.extend(one for key, one in attributes if key == "id")
            if tag != "input":
                opened.append(tag)

        def handle_startendtag(self, tag, attributes) -> None:
            pass

        def handle_endtag(self, tag) -> None:
            assert opened.pop() == tag

    Reader().feed(text)
    assert opened == []
    assert len(set(found)) == len(found)
    assert len(text) < 120_000


# --- what is computed for a card -----------------------------------------------------------


def test_the_numbers_are_the_same_on_every_run(entries) -> None:
    command = [sys.executable, "-m", "scripts.content.catalogue"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert printed == json.dumps(entries)


def test_a_new_entry_is_all_that_a_card_needs() -> None:
    new = Activation(
        name="wave",
        function=lambda z: z + np.sin(z),
        derivative=lambda z: 1 + np.cos(z),
        formula=r"z + \sin z",
        derivative_formula=r"1 + \cos z",
        range=(-math.inf, math.inf),
        supremum=2.0,
        year=None,
        source="no first use known",
        title="Wave",
        use={"ko": "연습문제에서 만든 함수입니다.", "en": "Made in an exercise."},
    )
    made = catalogue.entries({**ACTIVATIONS, "wave": new}, {})
    for language in LANGUAGES:
        card = cards(made, language)["wave"]
        assert rows(card)[WORDS[language]["supremum"]] == "2"
        assert new.use[language] in card
        assert 'data-is="odd smooth monotone"' in card


@pytest.mark.parametrize("what", ["curve", "slope"])
@EACH
def test_a_picture_follows_its_function(by_name, name, what) -> None:
    phi = ACTIVATIONS[name]
    function = phi.function if what == "curve" else phi.derivative
    points = np.array([[float(x), float(y)] for _, x, y in POINT.findall(by_name[name][what])])
    assert np.isfinite(points).all()
    assert points.min() >= 0
    assert (points <= [200, 130]).all()
    z = points[:, 0] / catalogue.SCALE + catalogue.LEFT
    y = catalogue.HIGH - points[:, 1] / catalogue.SCALE
    # Rounded to a hundredth of a unit, a point may lie on either side of a jump, or of the frame.
    around = [
        np.clip(function(z + step), catalogue.LOW, catalogue.HIGH) for step in (-6e-4, 0, 6e-4)
    ]
    low, high = np.min(around, 0) - 1e-3, np.max(around, 0) + 1e-3
    assert ((low <= y) & (y <= high)).all()


def test_a_jump_is_a_gap_and_a_kink_is_not(by_name) -> None:
    parts = {
        name: (entry["curve"].count("M"), entry["slope"].count("M"))
        for name, entry in by_name.items()
    }
    assert parts["relu"] == (1, 2)
    assert parts["step"] == (2, 1)
    assert parts["hardshrink"] == (3, 3)
    assert parts["threshold"] == (2, 2)
    assert parts["tanh"] == (1, 1)


def test_what_the_filter_asks_for(by_name) -> None:
    def having(name: str) -> set[str]:
        return {one for one, entry in by_name.items() if name in entry["is"]}

    assert having("bounded") >= {"sigmoid", "tanh", "relu6", "sin", "gaussian", "step"}
    assert having("odd") == {
        "identity", "tanh", "lecun_tanh", "hard_tanh", "softsign", "arctan", "erf", "isru", "sin",
        "siren30", "tanhshrink", "softshrink", "hardshrink",
    }  # fmt: skip
    assert having("turns") >= {"gelu", "silu", "mish", "cos", "abs"}
    assert not having("turns") & having("monotone")
    assert having("smooth") | having("kinks") == set(ACTIVATIONS)
    assert having("flat-both") >= {"sigmoid", "tanh", "relu6", "gaussian"}
    assert having("flat-one") >= {"relu", "elu", "gelu", "softplus", "log_sigmoid"}
    assert having("flat-none") >= {"identity", "leaky_relu", "prelu", "abs", "tanhshrink"}
    assert having("two") == set(PAIRS)


def test_the_stylesheet_has_a_rule_for_each_property(entries) -> None:
    css = (ROOT / "docs" / "assets" / "catalogue.css").read_text(encoding="utf-8")
    pairs = re.findall(
        r'\[value="([\w-]+)"\]:checked\) \.card:not\(\[data-is~="([\w-]+)"\]\)', css
    )
    assert [left for left, _ in pairs] == [right for _, right in pairs]
    assert {left for left, _ in pairs} == set(FILTERS["en"]) - {"all"}
    assert {one for entry in entries for one in entry["is"]} == set(FILTERS["en"]) - {"all"}


# --- units of two inputs -------------------------------------------------------------------


def test_gains_of_two_inputs_have_closed_forms(by_name) -> None:
    def mean_square(name: str, part: str) -> float:
        function = getattr(ACTIVATIONS[name], part)
        return expectation(lambda z: function(z) ** 2, 1.0)

    # a and b are independent and of variance 1, so the mean of a product is that of its factors.
    gate, gate_slope = mean_square("sigmoid", "function"), mean_square("sigmoid", "derivative")
    silu, silu_slope = mean_square("silu", "function"), mean_square("silu", "derivative")
    expected = {
        "glu": (gate, gate + gate_slope),
        "swiglu": (silu, silu_slope + silu),
        "maxout": (1.0, 1.0),  # max**2 + min**2 = a**2 + b**2; one of both slopes is 1
    }
    for name, (forward, backward) in expected.items():
        assert by_name[name]["forward"] == pytest.approx(forward**-0.5, rel=1e-9)
        assert by_name[name]["backward"] == pytest.approx(backward**-0.5, rel=1e-9)


@pytest.mark.parametrize("name", PAIRS)
def test_a_slice_is_the_function_it_names(name) -> None:
    pair, z = PAIRS[name], np.linspace(-6, 6, 121)
    held, _, constant = pair.slice_at.partition(" = ")
    fixed = np.full_like(z, float(constant))
    arguments = (fixed, z) if held == "a" else (z, fixed)
    assert np.allclose(pair(*arguments), ACTIVATIONS[pair.slice](z), rtol=1e-13, atol=0)
    moving = pair.derivatives(*arguments)[held == "a"]
    away = np.abs(z) > 1e-9  # maxout takes the first of two equal pieces, ReLU the flat side
    assert np.allclose(
        moving[away], ACTIVATIONS[pair.slice].derivative(z)[away], rtol=1e-12, atol=0
    )
