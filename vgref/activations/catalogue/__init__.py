"""The catalogue of activations: one entry each, in the module of its kind.

Pages, figures, tests and widgets go through `ACTIVATIONS`; to add an activation is to add an
entry there, and the test of the catalogue says what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from vgref.activations.activation import Activation
from vgref.activations.catalogue.bounded import BOUNDED
from vgref.activations.catalogue.lines import LINES
from vgref.activations.catalogue.smooth import SMOOTH

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {entry.name: entry for entry in LINES + BOUNDED + SMOOTH}
)
"""Every activation by its name."""


# --8<-- [start:activation]
def activation(name_or_object: str | Activation) -> Activation:
    """Return the activation of that name, or the activation given.

    Raises
    ------
    ValueError
        If no activation has the name; the message lists those there are.
    TypeError
        If it is neither a name nor an Activation.

    Examples
    --------
    >>> activation("relu").year
    2010
    """
    if isinstance(name_or_object, Activation):
        return name_or_object
    if not isinstance(name_or_object, str):
        raise TypeError(f"activation must be a name or an Activation, got {name_or_object!r}")
    if name_or_object not in ACTIVATIONS:
        known = ", ".join(ACTIVATIONS)
        raise ValueError(f"activation must be one of {known}; got {name_or_object!r}")
    return ACTIVATIONS[name_or_object]


# --8<-- [end:activation]
