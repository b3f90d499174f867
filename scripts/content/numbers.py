"""The numbers that a text states, as digits or as words, in Korean and in English.

``numbers("a 25th of it", "en")`` and ``numbers("그 25분의 1", "ko")`` are both [0.04]: what the
prose says can be compared with a check, with an output and with the other language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# ruff: noqa: SIM905  word lists read best as words

# --- words ---------------------------------------------------------------------------------

UNITS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
PARTS = "third fourth fifth sixth seventh eighth ninth tenth".split()
SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}

# "Two" alone counts things in sight, as "one" does; "two times" and "two hundred" are numbers.
ENGLISH: dict[str, float] = {word: float(n) for n, word in enumerate(UNITS, 2) if n > 2}
for ten, word in enumerate(TENS, 2):
    ENGLISH[word] = 10.0 * ten
    for one, digit in enumerate(["one", *UNITS[:8]], 1):
        ENGLISH[f"{word}-{digit}"] = 10.0 * ten + one
ENGLISH |= dict.fromkeys(
    ("two times", "twice", "double", "doubles", "doubled", "doubling", "twofold"), 2.0
)
ENGLISH |= dict.fromkeys(("triple", "triples", "tripled", "thrice", "threefold"), 3.0)
ENGLISH |= {"fourfold": 4.0, "fivefold": 5.0, "tenfold": 10.0, "hundredfold": 100.0}
ENGLISH |= dict.fromkeys(("half", "halves", "halve", "halved", "halving"), 0.5)
ENGLISH |= dict.fromkeys(("quarter", "quarters"), 0.25)
ENGLISH |= SCALES | {f"{word}s": value for word, value in SCALES.items()}

# "a third" is a fraction and "the third" a place in a row.
FRACTION = {word: 1.0 / n for n, word in enumerate(PARTS[:8], 3)}
FRACTION |= {
    "hundred-thousandth": 1e-5,
    "ten-thousandth": 1e-4,
    "hundredth": 0.01,
    "thousandth": 1e-3,
    "millionth": 1e-6,
    "half": 0.5,
    "quarter": 0.25,
}

NATIVE = "두 세 네 다섯 여섯 일곱 여덟 아홉 열".split()  # before a noun
STANDING = "둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열".split()  # without one
DECADES = "열 스물 서른 마흔 쉰 예순 일흔 여든 아흔".split()
KOREAN: dict[str, float] = {}
for words in (NATIVE, STANDING):
    KOREAN |= {word: float(n) for n, word in enumerate(words, 2) if word != "둘"}
    for ten, prefix in enumerate(DECADES, 1):
        KOREAN[prefix] = 10.0 * ten
        digits = enumerate(("한", *words[:8]), 1)
        KOREAN |= {f"{prefix}{word}": 10.0 * ten + n for n, word in digits}
KOREAN |= {"스무": 20.0, "백": 100.0, "천": 1e3, "만": 1e4, "백만": 1e6, "절반": 0.5, "반": 0.5}
KOREAN |= {"갑절": 2.0}

# Short words that are other words as well count only before a noun that is counted.
COUNTED = (
    "개 배 번 층 줄 가지 유닛 장 곳 걸음 쌍 점 종 자릿수 자리 단계 칸 함수 신경망 가중치 층짜리 "
    "사람 시간 달 해"
).split()
AMBIGUOUS = {"열", "백", "천", "만", "세", "네", "두", "반", "백만", "쉰", "서른"}
SINO = {"이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9, "십": 10}
SINO |= {"백": 100, "천": 1000, "만": 10**4, "십만": 10**5, "백만": 10**6}
MULTIPLIERS = {"백만": 1e6, "천만": 1e7, "만": 1e4, "천": 1e3, "억": 1e8}

GLYPHS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅛": "1/8"}

# --- digits --------------------------------------------------------------------------------

DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?(?:e[-+]?\d+)?"
# Not a part of a name (float32, he2015), of a longer number or of a version.
PLAIN = re.compile(
    rf"(?<![A-Za-z0-9_.^])(?<!\d,)(?P<n>{DIGITS})(?![A-Za-z_]|\.?\d)"
    rf"(?P<percent>\s?(?:%|per ?cent\b|퍼센트))?"
)
ORDINAL = re.compile(r"(?P<fraction>\b(?:an?|one) )?(?<![\w.])(?P<n>\d+)(?:st|nd|rd|th)\b")

QUOTIENT = re.compile(r"(?<![\w./])(\d+) ?/ ?([1-9]\d*)(?![\d./])")

MATHEMATICS = re.compile(r"\$\$(?P<display>.*?)\$\$|\$(?P<inline>[^$\n]+)\$", re.DOTALL)
SCIENTIFIC = re.compile(r"(?:(?P<m>\d+(?:\.\d+)?)\s*\\c?(?:dot|times)\s*)?10\^\{?(?P<e>-?\d+)\}?")
TEX_FRACTION = re.compile(r"\\[td]?frac\s*(?:\{(\d+)\}|(\d))\s*(?:\{(\d+)\}|(\d))")
# In a formula only what a relation gives, or a formula that is nothing but a number, is stated.
STATED = (
    r"(?:^|=|<|>|\\le(?:q|ss)?\b|\\ge(?:q)?\b|\\approx|\\pm)\s*(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)"
)
STATED_TEX = re.compile(STATED + r"(?=\s*(?:$|[,;.)]|\\q?quad|\\text|=|<|>|\\le|\\ge|\\approx))")


@dataclass(frozen=True)
class Number:
    """A number in a text: its value, how it is written there, and whether it is a word."""

    value: float
    written: str
    word: bool = False


def numbers(text: str, language: str) -> list[Number]:
    """All numbers that a text states, in no particular order.

    "One", "two", "first", "second" and their Korean count things in sight and are left out.
    """
    found, rest = in_formulas(text)
    for glyph, plain in GLYPHS.items():
        rest = re.sub(rf"(\d?){glyph}", lambda m, plain=plain: f"{m[1]} {plain} ", rest)
    more, rest = (korean if language == "ko" else english)(rest)
    found += more
    for match in QUOTIENT.finditer(rest):
        found.append(Number(float(match[1]) / float(match[2]), match[0]))
    rest = QUOTIENT.sub(" ", rest)
    for match in ORDINAL.finditer(rest):
        value = float(match["n"])
        found.append(Number(1 / value if match["fraction"] else value, match[0]))
    rest = ORDINAL.sub(" ", rest)
    for match in PLAIN.finditer(rest):
        value = float(match["n"].replace(",", ""))
        found.append(Number(value / 100 if match["percent"] else value, match[0]))
    return found


def in_formulas(text: str) -> tuple[list[Number], str]:
    """The numbers that formulas state, and the text without formulas."""
    found = []
    for match in MATHEMATICS.finditer(text):
        tex = (match["display"] or match["inline"]).strip().replace("{,}", "")
        for power in SCIENTIFIC.finditer(tex):
            value = float(power["m"] or 1) * 10.0 ** int(power["e"])
            found.append(Number(value, power[0]))
        tex = SCIENTIFIC.sub(" x ", tex)
        if whole := TEX_FRACTION.fullmatch(tex):
            a, b, c, d = whole.groups()
            found.append(Number(float(a or b) / float(c or d), whole[0]))
        found += [Number(abs(float(one[1])), one[1]) for one in STATED_TEX.finditer(tex)]
    return found, MATHEMATICS.sub(" ", text)


def english(text: str) -> tuple[list[Number], str]:
    """The number words of an English text, and the text without them."""
    found: list[Number] = []

    def take(value: float):
        def note(match: re.Match[str]) -> str:
            found.append(Number(value, match[0], word=True))
            return " "

        return note

    # A quarter circle is a shape.
    text = re.sub(r"\bquarter[ -]circles?\b", " ", text, flags=re.I)
    for many, value in ({"two": 2, "three": 3} | {str(n): n for n in range(2, 10)}).items():
        for part, share in FRACTION.items():
            plural = {"half": "halves"}.get(part, f"{part}s")
            text = re.sub(rf"\b{many}[ -]{plural}\b", take(value * share), text, flags=re.I)
    for part, share in FRACTION.items():
        text = re.sub(rf"\b(?:an?|one)[ -]{part}\b", take(share), text, flags=re.I)
    text = re.sub(r"\b(?:an?|one) hundred thousand\b", take(1e5), text, flags=re.I)
    for scale, factor in SCALES.items():
        text = re.sub(rf"\b(?:an?|one) {scale}\b", take(factor), text, flags=re.I)
        for word, value in ({"two": 2.0} | ENGLISH).items():
            if value < 1000 and word not in SCALES:
                text = re.sub(rf"\b{word} {scale}\b", take(value * factor), text, flags=re.I)
        text = re.sub(
            rf"(?<![\w.])(\d+(?:\.\d+)?) {scale}\b",
            lambda m, factor=factor: take(float(m[1]) * factor)(m),
            text,
        )
    for word in sorted(ENGLISH, key=len, reverse=True):
        text = re.sub(rf"\b{word}\b", take(ENGLISH[word]), text, flags=re.I)
    return found, text


COUNT = "|".join(COUNTED)
BEFORE = r"(?<![가-힣A-Za-z0-9])"


def korean(text: str) -> tuple[list[Number], str]:
    """The number words of a Korean text, and the text without them."""
    found: list[Number] = []

    def take(value: float):
        def note(match: re.Match[str]) -> str:
            found.append(Number(value, match[0], word=True))
            return " "

        return note

    # 세 번째 and 셋째 are places in a row, 천장 a ceiling; 4분의 1 and 사분의 일 are fractions.
    text = re.sub(rf"{BEFORE}(?:(?:{'|'.join(NATIVE)}|\d+) ?번째|천장)", " ", text)
    text = re.sub(rf"{BEFORE}(?:{'|'.join(STANDING)})째", " ", text)
    sino = "|".join(sorted(SINO, key=len, reverse=True))

    def fraction(match: re.Match[str]) -> str:
        below, above = (float(SINO.get(one, one) if one != "일" else 1) for one in match.groups())
        return take(above / below)(match)

    text = re.sub(rf"(?<!\d)(\d+|{sino}) ?분의 ?(\d+|일|{sino})(?!\d)", fraction, text)
    for scale, factor in MULTIPLIERS.items():
        text = re.sub(
            rf"(?<![\w./])(?<!/ )(\d+(?:\.\d+)?){scale}(?={COUNT}|\s|이|을|를|은|에|분|[.,)])",
            lambda m, factor=factor: take(float(m[1]) * factor)(m),
            text,
        )
    for word in sorted(KOREAN, key=len, reverse=True):
        behind = rf"(?= ?(?:{COUNT})(?![가-힣]*[째]))" if word in AMBIGUOUS else ""
        if word == "두":
            behind = r"(?= ?배)"
        if word == "반":
            behind = r"(?=으로|이 |은 |만 |에 |도 |씩|[.,])"
        text = re.sub(rf"{BEFORE}{word}{behind}", take(KOREAN[word]), text)
    return found, text


# --- how a number is written, and what that promises -----------------------------------------


def shown(written: str, value: float) -> bool:
    """Whether a value is what a text writes: within half a unit of the last digit written.

    The digits are the tolerance: "0.448" holds from 0.4475 to 0.4485, "7e2" from 650 to 750.

    Raises
    ------
    TypeError
        If `written` is not a string or `value` not one number.
    ValueError
        If `written` is not a number.

    >>> shown("0.448", 0.44812), shown("0.448", 0.4487), shown("7.0e2", 703.2)
    (True, False, True)
    """
    if not isinstance(written, str):
        raise TypeError(f"write the number as the text does, in quotes: shown({written!r}, ...)")
    if not re.fullmatch(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?", written):
        raise ValueError(f"{written!r} is not written as a number")
    return bool(abs(float(value) - float(written)) <= 0.5 * unit(written) * (1 + 1e-9))


def unit(written: str) -> float:
    """What one step of the last written digit is worth."""
    mantissa, _, exponent = written.lower().partition("e")
    return float(10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2])))


def rounded_to(number: Number, value: float) -> bool:
    """Whether `value`, of either sign, rounds to a number of digits as the text writes it.

    A percentage may stand in the code as 40 or as 0.4.
    """
    plain = PLAIN.fullmatch(number.written)
    if number.word or plain is None:
        return False
    digits = plain["n"].replace(",", "")
    scales = (1.0, 100.0) if plain["percent"] else (1.0,)
    tolerance = 0.5 * unit(digits) * (1 + 1e-6)
    return any(abs(abs(value) * scale - float(digits)) <= tolerance for scale in scales)


def same(number: Number, value: float) -> bool:
    """Whether a literal is a number of the text, but for its sign; 40 % is 0.4 or 40."""
    plain = PLAIN.fullmatch(number.written)
    wanted = [number.value, number.value * 100] if plain and plain["percent"] else [number.value]
    return any(abs(abs(value) - one) <= 1e-9 * max(one, abs(value)) for one in wanted)
