"""A training run that keeps what a figure draws, and stops when it diverges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from vgref.activations.activation import Array
from vgref.checks import choice, finite, floats, generator, whole, wrong
from vgref.network import MLP
from vgref.network.losses import Loss, value_and_gradient
from vgref.network.records import Record
from vgref.statistics import LayerStatistics, layer_statistics, update_to_data_ratio
from vgref.training.optimizers import Optimizer, adam, gradient_descent, momentum

FAR = 100.0  # times the first loss: a run that ends there went astray


# --8<-- [start:History]
@dataclass(frozen=True, eq=False, repr=False)
class History(Record):
    """What a run leaves.

    ``losses[s]`` is the loss before update s, the last one after all updates. ``recorded`` lists
    the steps at which ``layers[i]`` (a `LayerStatistics` a layer) and ``update_ratios[i]`` (norm
    of the weight's update over that of the weight) were taken. ``stopped`` says why a run ended
    early, or that it ended a hundred times above its first loss, and is empty otherwise. ``net``
    is the trained network; the one given is unchanged.

    Examples
    --------
    >>> net = MLP([np.zeros((1, 1))], [np.zeros(1)], ["identity"])
    >>> History([0.5], [], [], [], "", net).losses[-1]
    0.5
    """

    losses: list[float]
    recorded: list[int]
    layers: list[list[LayerStatistics]]
    update_ratios: list[list[float]]
    stopped: str
    net: MLP

    def curve(self, measure: str, layer: int) -> list[float]:
        """One measure of `LayerStatistics` of one layer (from 1) over ``recorded``.

        Raises ValueError if there is no such measure or layer.
        """
        choice("measure", measure, [one.name for one in fields(LayerStatistics)])
        whole("layer", layer, 1, self.net.depth)
        return [getattr(layers[layer - 1], measure) for layers in self.layers]


# --8<-- [end:History]


# --8<-- [start:minimize]
@np.errstate(all="ignore")  # a run that diverges is stopped by its loss, and says so
def minimize(
    parameters: Sequence[Array],
    loss_and_gradients: Callable[[], tuple[float, Sequence[Array]]],
    *,
    optimizer: Optimizer,
    steps: int,
) -> tuple[list[float], str]:
    """Change `parameters` in place for `steps` updates; for anything that is not an MLP.

    `loss_and_gradients` takes nothing, reads the parameters as they are, and returns the loss and
    a gradient for each. `optimizer` is copied, so that what it remembers is this run's own.
    Returns the losses, the last one after all updates, and why the run stopped early: the loss or
    an update was not finite (such an update is not applied). Of a run that came to its end,
    ``stopped`` says if that is a hundred times above its start, and else it is "".

    Raises
    ------
    TypeError
        If an argument, or what `loss_and_gradients` returns, is of another kind.
    ValueError
        If `steps` is negative, or there is not a gradient of its shape for each parameter.

    Examples
    --------
    >>> from vgref.training import gradient_descent
    >>> w = np.array([4.0])
    >>> losses, stopped = minimize([w], lambda: (float(w[0] ** 2), [2 * w]), steps=2,
    ...                            optimizer=gradient_descent(learning_rate=0.25))
    >>> w.tolist(), losses, stopped
    ([1.0], [16.0, 4.0, 1.0], '')
    """
    whole("steps", steps)
    optimizer = deepcopy(_optimizer(optimizer))
    if not callable(loss_and_gradients):
        must = "a function that takes nothing"
        raise wrong("loss_and_gradients", must, loss_and_gradients, kind=TypeError)
    for index, parameter in enumerate(parameters):
        floats(f"parameters[{index}]", parameter)
    losses: list[float] = []
    for step in range(steps + 1):
        try:
            value, gradients = _pair(loss_and_gradients())
        except FloatingPointError as error:  # the words in which a loss says that it overflows
            return [*losses, np.inf], f"loss is inf at step {step}: {error}"
        losses.append(value)
        if not np.isfinite(value):
            return losses, f"loss is {value} at step {step}"
        if step < steps:
            updates = optimizer(gradients)
            shapes, own = ([np.shape(a) for a in arrays] for arrays in (updates, parameters))
            if shapes != own:
                raise wrong("gradients", f"of the parameters' shapes, {own}", shapes)
            if not all(np.isfinite(update).all() for update in updates):
                return losses, f"update is not finite at step {step}"
            for parameter, update in zip(parameters, updates, strict=True):
                parameter += update
    if losses[-1] > FAR * losses[0] > 0:
        return losses, f"diverged: loss {losses[0]:.3g} at the start, {losses[-1]:.3g} at the end"
    return losses, ""


def _pair(got: Any) -> tuple[float, Sequence[Array]]:
    if not isinstance(got, tuple) or len(got) != 2 or np.ndim(got[0]) != 0:
        must = "a function that returns (loss, gradients)"
        raise wrong("loss_and_gradients", must, got, kind=TypeError)
    return float(got[0]), got[1]


def _optimizer(value: Optimizer) -> Optimizer:
    makers: tuple[object, ...] = (gradient_descent, momentum, adam)
    if not callable(value) or value in makers:
        hint = "call it with its learning_rate" if callable(value) else ""
        must = "what gradient_descent, momentum or adam returns"
        raise wrong("optimizer", must, value, hint=hint, kind=TypeError)
    return value


# --8<-- [end:minimize]


# --8<-- [start:train]
def train(
    net: MLP,
    x: Array,
    target: Any,
    *,
    loss: Loss,
    optimizer: Optimizer,
    steps: int,
    record_every: int = 0,
    batch_size: int | None = None,
    rng: np.random.Generator | None = None,
) -> History:
    """Train a copy of `net` for `steps` updates, on the whole batch or on drawn parts of it.

    Parameters
    ----------
    x : (examples, inputs)
    target
        An array with one entry or row an example, as `loss` takes it.
    loss : ``(output, target) -> (loss, gradient)``
    optimizer
        Made by `gradient_descent`, `momentum` or `adam`. Copied like the network: a second run
        with the same one remembers nothing of the first.
    record_every : int
        Take layer statistics at every so many steps; 0 for never.
    batch_size : int, optional
        Draw so many different examples for each update; needs `rng`. Then ``losses`` are those
        of the drawn examples.

    Raises
    ------
    TypeError
        If an argument, or what `loss` returns, is of another kind.
    ValueError
        If `steps` or `record_every` is negative, `batch_size` does not fit, or `x` and `target`
        are not of equally many rows.
    TypeError, ValueError
        As `MLP.forward` and `loss` do, before anything is trained.

    Examples
    --------
    >>> from vgref.network import mean_squared_error
    >>> from vgref.training import gradient_descent
    >>> net = MLP([np.zeros((1, 1))], [np.zeros(1)], ["identity"])
    >>> x = np.array([[-1.0], [1.0]])
    >>> history = train(net, x, 3 * x, loss=mean_squared_error, steps=100,
    ...                 optimizer=gradient_descent(learning_rate=0.1))
    >>> history.net.weights[0].round(6).item(), net.weights[0].item(), len(history.losses)
    (3.0, 0.0, 101)
    """
    if not isinstance(net, MLP):
        raise wrong("net", "an MLP", net, kind=TypeError)
    whole("steps", steps)
    whole("record_every", record_every)
    finite("x", x, (None, net.widths[0]))
    if not isinstance(target, np.ndarray) or target.ndim == 0:
        raise wrong("target", "an array with a row an example", target, kind=TypeError)
    if len(target) != len(x):
        raise wrong("target", f"of as many rows as x, {len(x)}", target)
    if batch_size is not None:
        whole("batch_size", batch_size, 1, len(x))
        generator(rng)  # type: ignore[arg-type]  # None is refused like a seed
    net = MLP([w.copy() for w in net.weights], [b.copy() for b in net.biases], net.activations)
    recorded: list[int] = []
    layers: list[list[LayerStatistics]] = []
    ratios: list[list[float]] = []
    step, own = 0, deepcopy(_optimizer(optimizer))

    def loss_and_gradients() -> tuple[float, list[Array]]:
        nonlocal step
        part: Any = slice(None)
        if batch_size is not None and rng is not None:
            part = rng.choice(len(x), batch_size, replace=False)
        forward = net.forward(x[part])
        value, output_gradient = value_and_gradient(loss, forward.output, target[part])
        gradients = net.backward(forward, output_gradient)
        if record_every and step % record_every == 0 and step < steps and np.isfinite(value):
            recorded.append(step)
            layers.append(layer_statistics(net, forward, gradients, below=0.05))
        step += 1
        return value, [*gradients.weights, *gradients.biases]  # as net.parameters

    def recording(gradients: Sequence[Array]) -> list[Array]:
        updates = own(gradients)
        if len(ratios) < len(recorded):
            pairs = zip(updates[: net.depth], net.weights, strict=True)
            ratios.append([update_to_data_ratio(u, w) for u, w in pairs])
        return updates

    losses, stopped = minimize(
        net.parameters, loss_and_gradients, optimizer=recording, steps=steps
    )
    return History(losses, recorded, layers, ratios, stopped, net)


# --8<-- [end:train]
