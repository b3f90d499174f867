"""The one phrasing of errors, and names: one of a few, with the near ones suggested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from numbers import Real

import numpy as np


# --8<-- [start:wrong]
def wrong(
    name: str, must: str, value: object, *, hint: str = "", kind: type[Exception] = ValueError
) -> Exception:
    """The error to raise, in the one phrasing; `hint` says what to do next.

    Examples
    --------
    >>> wrong("mode", "a name", 3, hint="'fan_in' is the usual one", kind=TypeError)
    TypeError("mode must be a name, got 3; 'fan_in' is the usual one")
    """
    if isinstance(value, np.ndarray) and value.ndim:
        got = f"{type(value).__name__} of {value.dtype}, shape {value.shape}"
    elif isinstance(value, Real | np.dtype):
        got = str(value)  # 0.5 and int64, not np.float64(0.5) and dtype('int64')
    elif hasattr(value, "__name__"):
        got = f"the {type(value).__name__} {value.__name__}"
    else:
        got = repr(value)
    got = got if len(got) <= 80 else f"{got[:77]}..."
    return kind(f"{name} must be {must}, got {got}{'; ' if hint else ''}{hint}")


# --8<-- [end:wrong]


# --8<-- [start:choice]
def choice(name: str, value: str, options: Iterable[str], *, listed: str = "") -> str:
    """One of some names; the near ones are suggested. `listed` says where many of them stand.

    Examples
    --------
    >>> choice("mode", "fanin", ("fan_in", "fan_out", "fan_avg"))
    Traceback (most recent call last):
    ValueError: mode must be 'fan_in', 'fan_out' or 'fan_avg', got 'fanin'; did you mean 'fan_in'?
    """
    known = list(options)
    if isinstance(value, str) and value in known:
        return value
    must = f"a name in {listed}" if listed else either(known)
    if not isinstance(value, str):
        raise wrong(name, must, value, kind=TypeError)
    close = near(value, known)
    raise wrong(name, must, value, hint=f"did you mean {either(close)}?" if close else "")


# --8<-- [end:choice]


# --8<-- [start:near]
def near(value: str, options: Iterable[str]) -> list[str]:
    """The options that `value` may have meant: a part of one, or a slip of the hand; 3 at most.

    Examples
    --------
    >>> near("leaky", ["relu", "leaky_relu"]), near("Tahn", ["relu", "tanh"])
    (['leaky_relu'], ['tanh'])
    """
    known, asked = list(options), value.lower()
    slips = get_close_matches(asked, known, 3, 0.6)
    parts = [one for one in known if len(asked) > 2 and asked in one]
    return list(dict.fromkeys([*slips, *parts]))[:3]


# --8<-- [end:near]


# --8<-- [start:either]
def either(names: Sequence[str]) -> str:
    """The names in quotes, as a choice between them.

    Examples
    --------
    >>> either(["fan_in", "fan_out", "fan_avg"])
    "'fan_in', 'fan_out' or 'fan_avg'"
    """
    *first, last = [repr(one) for one in names]
    return f"{', '.join(first)} or {last}" if first else last


# --8<-- [end:either]
