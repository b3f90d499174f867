"""The words on the catalogue's cards, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "ko": {
        "filters": "성질로 고르기",
        "search": "이름으로 찾기",
        "count": "{total}개 가운데 {shown}개",
        "compare": "두 함수를 한 그림에서 비교",
        "index": "카드 차례",
        "first": "첫째 함수",
        "second": "둘째 함수",
        "compare_label": "고른 두 함수와 그 도함수를 한 그림에 겹쳐 그린 그래프",
        "legend": "실선 φ, 파선 φ′",
        "picture": "{title}: z가 −5에서 5까지일 때 φ(실선)와 φ′(파선)의 그래프",
        "picture_slice": "{title}: {at}일 때의 단면과 그 도함수(파선)의 그래프",
        "range": "값의 범위",
        "supremum": "|φ′|의 상한",
        "left": "z → −∞",
        "right": "z → ∞",
        "oscillates": "진동",
        "kinks": "꺾이거나 뛰는 점",
        "none": "없음",
        "forward": "이득, 순전파",
        "backward": "이득, 역전파",
        "pytorch": "이득, PyTorch",
        "factor": "층당 기울기 배율",
        "parameters": "매개변수",
        "slice": "그림의 단면",
        "between": "{low} ~ {high}",
        "unknown": "처음 쓴 곳을 모름",
    },
    "en": {
        "filters": "Choose by property",
        "search": "Find by name",
        "count": "{shown} of {total}",
        "compare": "Compare two in one picture",
        "index": "All cards",
        "first": "First function",
        "second": "Second function",
        "compare_label": "The two chosen functions and their derivatives drawn in one picture",
        "legend": "solid φ, dashed φ′",
        "picture": "{title}: φ (solid) and φ′ (dashed) for z from −5 to 5",
        "picture_slice": "{title}: the slice at {at} (solid) and its derivative (dashed)",
        "range": "range",
        "supremum": "sup |φ′|",
        "left": "z → −∞",
        "right": "z → ∞",
        "oscillates": "oscillates",
        "kinks": "kinks and jumps",
        "none": "none",
        "forward": "gain, forward",
        "backward": "gain, backward",
        "pytorch": "gain, PyTorch",
        "factor": "gradient per layer",
        "parameters": "parameters",
        "slice": "slice shown",
        "between": "{low} to {high}",
        "unknown": "first use unknown",
    },
}

# The properties of scripts.content.catalogue; docs/assets/catalogue.css has a rule for each.
FILTERS: Mapping[str, Mapping[str, str]] = {
    "ko": {
        "all": "모두",
        "bounded": "유계",
        "odd": "홀함수(원점 대칭)",
        "monotone": "줄지 않음",
        "turns": "줄어드는 구간이 있음",
        "smooth": "도함수가 연속",
        "kinks": "꺾이거나 뜀",
        "flat-both": "양 끝에서 φ′ → 0",
        "flat-one": "한쪽 끝에서만 φ′ → 0",
        "flat-none": "어느 끝에서도 φ′가 남음",
        "two": "입력이 둘",
    },
    "en": {
        "all": "all",
        "bounded": "bounded",
        "odd": "odd (zero-centred)",
        "monotone": "never falls",
        "turns": "falls somewhere",
        "smooth": "continuous slope",
        "kinks": "kinks or jumps",
        "flat-both": "φ′ → 0 at both ends",
        "flat-one": "φ′ → 0 at one end",
        "flat-none": "φ′ stays at both ends",
        "two": "two inputs",
    },
}

# Functions that have a name of their own in the language; the others go by vgref's title.
TITLES: Mapping[str, Mapping[str, str]] = {
    "ko": {
        "abs": "절댓값",
        "arctan": "아크탄젠트",
        "cos": "코사인",
        "erf": "오차 함수",
        "exponential": "지수 함수",
        "gaussian": "가우스 함수",
        "identity": "항등 함수",
        "lecun_tanh": "LeCun의 tanh",
        "log_sigmoid": "로그 시그모이드",
        "sigmoid": "시그모이드",
        "sin": "사인",
        "step": "계단 함수",
    },
    "en": {},
}

# How the formulas write vgref's parameters.
SYMBOLS: Mapping[str, str] = {
    "slope": "α",
    "alpha": "α",
    "threshold": "λ",
    "theta": "θ",
    "omega": "ω",
}
