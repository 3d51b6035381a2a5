"""The seam for records: every public verb passes through it; nothing happens there until a journal listens."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, ParamSpec, TypeVar

__all__ = ["VERBS", "Call", "listening", "recorded"]

P = ParamSpec("P")
R = TypeVar("R")

Verb = Literal["read", "find", "check", "match", "simulate", "validate", "export", "show"]
VERBS: tuple[Verb, ...] = ("read", "find", "check", "match", "simulate", "validate", "export", "show")


@dataclass(frozen=True, eq=False)
class Call:
    """One call of a public verb, when it is over.

    Attributes
    ----------
    verb : str
        What kind of act it was, of ``VERBS``.
    name : str
        The function, as it is called at the front door.
    arguments : mapping
        What it was given by name, with the defaults it went by; the very objects, not copies.
    result : object
        What it gave; None where it raised.
    error : BaseException or None
        What it raised.
    """

    verb: Verb
    name: str
    arguments: Mapping[str, Any]
    result: Any
    error: BaseException | None


Listener = Callable[[Call], None]

_LISTENERS: ContextVar[tuple[Listener, ...]] = ContextVar("workbench_listeners", default=())
_INSIDE: ContextVar[bool] = ContextVar("workbench_inside", default=False)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Tell a listener of every public verb that a person calls within this block."""
    token = _LISTENERS.set((*_LISTENERS.get(), listener))
    try:
        yield
    finally:
        _LISTENERS.reset(token)


def recorded(verb: Verb) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a public function pass through the seam.

    Parameters
    ----------
    verb : str
        What kind of act it is, of ``VERBS``.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def passed(*args: P.args, **kwargs: P.kwargs) -> R:
            listeners = _LISTENERS.get()
            # A verb that another verb calls is no act of a person: the outer one is told, with its own arguments.
            if not listeners or _INSIDE.get():
                return function(*args, **kwargs)
            token = _INSIDE.set(True)
            try:
                result = function(*args, **kwargs)
            except BaseException as error:
                _tell(listeners, verb, function, args, kwargs, None, error)
                raise
            finally:
                _INSIDE.reset(token)
            _tell(listeners, verb, function, args, kwargs, result, None)
            return result

        passed.verb = verb  # type: ignore[attr-defined]
        return passed

    return wrap


def _tell(
    listeners: tuple[Listener, ...],
    verb: Verb,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    result: Any,
    error: BaseException | None,
) -> None:
    """Tell every listener of one call."""
    try:
        bound = inspect.signature(function).bind(*args, **kwargs)
        bound.apply_defaults()
        arguments: Mapping[str, Any] = bound.arguments
    except TypeError:  # the call did not fit the function, which is the error that is told
        arguments = {"args": args, **kwargs}
    call = Call(verb, function.__name__, arguments, result, error)
    for listener in listeners:
        listener(call)
