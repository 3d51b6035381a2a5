"""Doorways: methods that are another room's functions, named as data so that no room below knows one above."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import MethodType
from typing import Any, Generic, TypeVar, overload

__all__ = ["Doorway"]

T = TypeVar("T")


class Doorway(Generic[T]):
    """A method that is the function ``module:name``, with the object as its first argument."""

    def __init__(self, home: str) -> None:
        """Keep where the function lives; it is imported when it is first used."""
        self.home = home

    @property
    def function(self) -> Callable[..., T]:
        """The function itself."""
        module, name = self.home.split(":")
        found: Callable[..., T] = getattr(import_module(module), name)
        return found

    @property
    def __doc__(self) -> str:  # type: ignore[override]
        return f"Doorway to {self.home.replace(':', '.')}.\n\n{self.function.__doc__}"

    @overload
    def __get__(self, thing: None, owner: type) -> Doorway[T]: ...

    @overload
    def __get__(self, thing: Any, owner: type) -> Callable[..., T]: ...

    def __get__(self, thing: Any, owner: type) -> Doorway[T] | Callable[..., T]:
        return self if thing is None else MethodType(self.function, thing)
