"""Values that are worked out where they are first asked for."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

_Value = TypeVar("_Value", covariant=True)


class lazy(Generic[_Value]):  # noqa: N801 (used like property)
    """``functools.cached_property`` without its lock, as from Python 3.12 on.

    The lock costs a microsecond, more than many of the values; an article is read by one thread.
    """

    def __init__(self, work_out: Callable[[Any], _Value]) -> None:
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, owner: Any, kind: type | None = None) -> _Value:
        # Found in the instance from now on: this is asked once.
        value = vars(owner)[self._name] = self._work_out(owner)
        return value
