"""The parts of the contracts that every stand-in on the loopback plays alike."""

from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

from flow_blocks.payments.provider import Started
from flow_blocks.payments.testing import Scene


class LoopbackScene(Scene):
    """`server` is started by who inherits it. `Any`: each provider's stand-in is of its own."""

    server: Any

    def visitor_leaves(self, url: str) -> None:
        """Nothing happens at the provider."""

    def money_arrives(self, started: Started) -> None:
        self.server.banks_finish(started.key)

    def taken(self, started: Started) -> Decimal:
        taken: Decimal = self.server.taken(started.key)
        return taken

    def given_back(self, started: Started) -> Decimal:
        given_back: Decimal = self.server.given_back(started.key)
        return given_back

    def loses_answers(self) -> AbstractContextManager[None]:
        return self._fault("lost")

    def is_unreachable(self) -> AbstractContextManager[None]:
        return self._fault("unreachable")

    def _fault(self, kind: str) -> AbstractContextManager[None]:
        fault: AbstractContextManager[None] = self.server.has_fault(kind)
        return fault
