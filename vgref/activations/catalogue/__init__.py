"""The catalogue of activations: one entry each, in the module of its kind.

Pages, figures, tests and widgets go through `ACTIVATIONS`; to add an activation is to add an
entry there, and the test of the catalogue says what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from inspect import signature
from types import MappingProxyType

from vgref.activations.activation import Activation
from vgref.activations.catalogue.bounded import BOUNDED
from vgref.activations.catalogue.lines import LINES
from vgref.activations.catalogue.pairs import PAIRS, PairActivation
from vgref.activations.catalogue.smooth import SMOOTH
from vgref.checks import Array, either, near, wrong

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {entry.name: entry for entry in LINES + BOUNDED + SMOOTH}
)
"""Every activation by its name."""


ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "absolute_value": "abs",
        "atan": "arctan",
        "cosine": "cos",
        "exp": "exponential",
        "expit": "sigmoid",
        "gelu_new": "gelu_tanh",
        "heaviside": "step",
        "leaky": "leaky_relu",
        "linear": "identity",
        "logistic": "sigmoid",
        "lrelu": "leaky_relu",
        "relu2": "relu_squared",
        "rectifier": "relu",
        "sine": "sin",
        "siren": "siren30",
        "squared_relu": "relu_squared",
        "swish": "silu",
        "thresholded_relu": "threshold",
    }
)
"""Other names in use, each for one activation only; `activation` takes them too."""


def _plain(name: str) -> str:
    """The name without what spellings differ in: ``Hard-Tanh`` and ``hardtanh`` are one."""
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


_SPELLINGS = {_plain(name): name for name in ACTIVATIONS}
_SPELLINGS |= {_plain(alias): name for alias, name in ALIASES.items()}


# --8<-- [start:activation]
def activation(name_or_object: str | Activation | Callable[..., Array]) -> Activation:
    """Return the activation of that name, or the activation given.

    Parameters
    ----------
    name_or_object : str, Activation or function
        A name of `ACTIVATIONS`, in any spelling of case and underscores, or another name in use,
        such as ``swish``. A function has to be one of vgref's own, as it is in the catalogue.

    Raises
    ------
    ValueError
        If no activation has the name; the message suggests the near ones.
    TypeError
        If it is neither a name nor an Activation, nor a function of the catalogue.

    Examples
    --------
    >>> activation("relu").year, activation("Leaky ReLU").name, activation("swish").name
    (1969, 'leaky_relu', 'silu')
    >>> activation("tahn")
    Traceback (most recent call last):
        ...
    ValueError: activation must be a name in vgref.activations.ACTIVATIONS, got 'tahn'; did you \
mean 'tanh' or 'arctan'?
    """
    if isinstance(name_or_object, Activation):
        return name_or_object
    if isinstance(name_or_object, str):
        name = _SPELLINGS.get(_plain(name_or_object), name_or_object)
        if name not in ACTIVATIONS:
            raise _unknown(name_or_object)
        return ACTIVATIONS[name]
    for phi in ACTIVATIONS.values():
        if name_or_object is phi.function or name_or_object is _own(phi):
            return phi
    must, hint = "a name or an Activation", ""
    if isinstance(name_or_object, PairActivation):
        hint = "this one takes two inputs"
    elif callable(name_or_object):
        close = near(getattr(name_or_object, "__name__", ""), ACTIVATIONS)[:1]
        hint = f"the name {close[0]!r} is one" if close else "Activation(...) makes one of it"
    raise wrong("activation", must, name_or_object, hint=hint, kind=TypeError)


# --8<-- [end:activation]


def _own(phi: Activation) -> object:
    """The function of this module that `phi` applies with that function's own defaults."""
    part = phi.function
    if not isinstance(part, partial):
        return part
    defaults = {name: p.default for name, p in signature(part.func).parameters.items()}
    return part.func if all(defaults[k] == v for k, v in part.keywords.items()) else part


def _unknown(name: str) -> Exception:
    """What the name may have meant: of one input, by its spelling or an alias; of two inputs."""
    if _plain(name) in PAIRS:
        hint = f"{_plain(name)} takes two inputs: vgref.activations.PAIRS has it"
        return wrong("activation", "of one input", name, hint=hint)
    close = {_SPELLINGS[one]: None for one in near(_plain(name), _SPELLINGS)}
    hint = f"did you mean {either(list(close))}?" if close else "list(ACTIVATIONS) shows them all"
    return wrong("activation", "a name in vgref.activations.ACTIVATIONS", name, hint=hint)
