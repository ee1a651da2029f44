"""What goes on around the walks: bad lines, webhooks of all kinds, editors who publish."""

import random
import threading
from collections import Counter
from copy import deepcopy
from typing import Any

from django.db import connections

from cmsflows.models import FlowPage
from demo.content.checkout import CHECKOUT
from flow_blocks.payments.hearing import settle_open_payments
from standin import courier, line
from standin.models import Delivery, Weather
from tests.soak.gunicorn import Gunicorn

EVERY = 0.7
"""Seconds between two of them."""


class Trouble(threading.Thread):
    """Makes it until it is stopped."""

    def __init__(self, seed: int, gunicorn: Gunicorn) -> None:
        super().__init__(daemon=True)
        self.gunicorn = gunicorn
        self.luck = random.Random(seed)
        self.counted: Counter[str] = Counter()
        self.failures: list[BaseException] = []
        self._is_over = threading.Event()

    def run(self) -> None:
        acts = [
            self.publish,
            self.make_a_bad_line,
            self.make_a_bad_line,
            self.clear_up,
            self.repeat_a_webhook,
            self.forge_a_webhook,
            self.ask_about_payments,
            self.kill_a_process,
        ]
        try:
            while not self._is_over.wait(EVERY):
                act = self.luck.choice(acts)
                act()
                self.counted[act.__name__.replace("_", " ")] += 1
        except BaseException as error:  # told at the end
            self.failures.append(error)
        finally:
            connections.close_all()

    def stop(self) -> None:
        self._is_over.set()
        self.join()
        line.clear_up()

    def publish(self) -> None:
        """Another order of the groups, other titles, or as it was."""
        page = FlowPage.objects.get(slug="checkout")
        page.flow = self.luck.choice([CHECKOUT, _paying_first(), _retitled(self.luck)])
        page.save_revision().publish()

    def make_a_bad_line(self) -> None:
        line.make_trouble(
            self.luck.choice(list(Weather.Loses)),
            call=self.luck.choice(list(Weather.Call)),
            left=self.luck.randint(1, 6),
            percent=self.luck.choice([30, 100]),
        )

    def clear_up(self) -> None:
        line.clear_up()

    def repeat_a_webhook(self) -> None:
        if delivery := self._some_delivery():
            courier.send(delivery)

    def forge_a_webhook(self) -> None:
        if delivery := self._some_delivery():
            answered = courier.send(delivery, is_forged=True)
            if answered not in (400, None):  # None: its process was killed
                raise AssertionError(f"A forged webhook was answered {answered}.")

    def ask_about_payments(self) -> None:
        settle_open_payments()

    def kill_a_process(self) -> None:
        """In the middle of whatever it does."""
        self.gunicorn.kill_a_worker(self.luck)

    def _some_delivery(self) -> Delivery | None:
        found = list(Delivery.objects.order_by("-pk")[:50])
        return self.luck.choice(found) if found else None


def _paying_first() -> list[dict[str, Any]]:
    """`Any`: the stored form of steps."""
    item, who, paying, confirm = CHECKOUT
    return [item, paying, who, confirm]


def _retitled(luck: random.Random) -> list[dict[str, Any]]:
    """`Any`: the stored form of steps."""
    steps = deepcopy(CHECKOUT)
    steps[0]["value"]["title"] = luck.choice(["Your item", "What shall it be?", "Choose"])
    return steps
