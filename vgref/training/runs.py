"""A training run that keeps what a figure draws, and stops when it diverges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vgref.activations.activation import Array
from vgref.network import MLP
from vgref.statistics import LayerStatistics, layer_statistics, update_to_data_ratio
from vgref.training.optimizers import Optimizer

Loss = Callable[[Array, Any], tuple[float, Array]]


# --8<-- [start:History]
@dataclass(frozen=True)
class History:
    """What a run leaves.

    ``losses[s]`` is the loss before update s, the last one after all updates. ``recorded`` lists
    the steps at which ``layers[i]`` (a `LayerStatistics` a layer) and ``update_ratios[i]`` (norm
    of the weight's update over that of the weight) were taken. ``stopped`` says why a run ended
    early, and is empty otherwise. ``net`` is the trained network; the one given is unchanged.

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
        """One measure of `LayerStatistics` of one layer (from 1) over ``recorded``."""
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
    a gradient for each. Returns the losses, the last one after all updates, and why the run
    stopped early ("" if it did not): the loss or an update was not finite. Such an update is not
    applied. Raises ValueError if `steps` is negative.

    Examples
    --------
    >>> from vgref.training import gradient_descent
    >>> w = np.array([4.0])
    >>> losses, stopped = minimize([w], lambda: (float(w[0] ** 2), [2 * w]), steps=2,
    ...                            optimizer=gradient_descent(learning_rate=0.25))
    >>> w.tolist(), losses, stopped
    ([1.0], [16.0, 4.0, 1.0], '')
    """
    if steps < 0:
        raise ValueError(f"steps must not be negative, got {steps}")
    losses: list[float] = []
    for step in range(steps + 1):
        value, gradients = loss_and_gradients()
        losses.append(value)
        if not np.isfinite(value):
            return losses, f"loss is {value} at step {step}"
        if step < steps:
            updates = optimizer(gradients)
            if not all(np.isfinite(update).all() for update in updates):
                return losses, f"update is not finite at step {step}"
            for parameter, update in zip(parameters, updates, strict=True):
                parameter += update
    return losses, ""


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
        Made by `gradient_descent`, `momentum` or `adam`.
    record_every : int
        Take layer statistics at every so many steps; 0 for never.
    batch_size : int, optional
        Draw so many different examples for each update; needs `rng`. Then ``losses`` are those
        of the drawn examples.

    Raises
    ------
    ValueError
        If `steps` or `record_every` is negative, or `batch_size` does not fit.
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
    if steps < 0 or record_every < 0:
        raise ValueError(f"steps, record_every must not be negative: {steps}, {record_every}")
    if batch_size is not None and (rng is None or not 0 < batch_size <= len(x)):
        raise ValueError(f"batch_size must be from 1 to {len(x)}, with rng, got {batch_size}")
    net = MLP([w.copy() for w in net.weights], [b.copy() for b in net.biases], net.activations)
    recorded: list[int] = []
    layers: list[list[LayerStatistics]] = []
    ratios: list[list[float]] = []
    step = 0

    def loss_and_gradients() -> tuple[float, list[Array]]:
        nonlocal step
        part: Any = slice(None)
        if batch_size is not None and rng is not None:
            part = rng.choice(len(x), batch_size, replace=False)
        forward = net.forward(x[part])
        value, output_gradient = loss(forward.output, target[part])
        gradients = net.backward(forward, output_gradient)
        if record_every and step % record_every == 0 and step < steps and np.isfinite(value):
            recorded.append(step)
            layers.append(layer_statistics(net, forward, gradients, below=0.05))
        step += 1
        return value, [*gradients.weights, *gradients.biases]

    def recording(gradients: Sequence[Array]) -> list[Array]:
        updates = optimizer(gradients)
        if len(ratios) < len(recorded):
            pairs = zip(updates[: net.depth], net.weights, strict=True)
            ratios.append([update_to_data_ratio(u, w) for u, w in pairs])
        return updates

    losses, stopped = minimize(
        [*net.weights, *net.biases], loss_and_gradients, optimizer=recording, steps=steps
    )
    return History(losses, recorded, layers, ratios, stopped, net)


# --8<-- [end:train]
