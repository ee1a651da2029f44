"""A cache with a bound on what it holds: the least recently used goes first."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class BoundedCache(Generic[T]):
    """Lives in one process; threads may share it."""

    def __init__(self, bound: int, *, size: Callable[[T], int]) -> None:
        self.bound = bound
        self.size = size
        self._held: OrderedDict[str, T] = OrderedDict()
        self._total = 0
        self._lock = Lock()

    def get(self, key: str) -> T | None:
        with self._lock:
            value = self._held.get(key)
            if value is not None:
                self._held.move_to_end(key)
            return value

    def put(self, key: str, value: T) -> None:
        """Keep a value; one that is larger than the bound is not kept at all."""
        with self._lock:
            self._drop(key)
            self._held[key] = value
            self._total += self.size(value)
            while self._total > self.bound:
                self._drop(next(iter(self._held)))

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._total = 0

    def _drop(self, key: str) -> None:
        if key in self._held:
            self._total -= self.size(self._held.pop(key))
