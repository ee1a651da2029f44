"""Guards say what is wrong with how they are set, and whatever they do, the gate stands."""

from collections.abc import Iterator
from typing import Any

import pytest

from cmsflows import Precondition
from cmsflows.cms.guard_texts import guard_flaws
from cmsflows.definition.nodes import ActionNode, PreconditionSpec
from cmsflows.engine.registering import register_precondition
from cmsflows.engine.registry import registry


class Fussy(Precondition):
    """Takes one word, and finds fault with it."""

    def __init__(self, word: str) -> None:
        self.word = word

    def flaws(self) -> Iterator[str]:
        yield f"{self.word} will not do."


@pytest.fixture
def _fussy() -> Iterator[None]:
    register_precondition("fussy")(Fussy)
    yield
    registry.preconditions.remove("fussy")


def flaws(key: str, **options: Any) -> list[str]:
    spec = PreconditionSpec(key, options)
    return list(guard_flaws(ActionNode(id="step", key="message", preconditions=(spec,))))


@pytest.mark.usefixtures("_fussy")
def test_a_guard_is_asked_as_it_was_set() -> None:
    assert flaws("fussy", word="Perhaps") == ["Perhaps will not do."]


@pytest.mark.usefixtures("_fussy")
def test_a_guard_that_cannot_be_made_is_a_flaw(caplog: pytest.LogCaptureFixture) -> None:
    assert flaws("fussy", words=2) == [
        "The precondition “fussy” cannot be checked; the error is in the log."
    ]
    assert "The precondition 'fussy' cannot be checked." in caplog.text


def test_of_a_guard_that_nobody_registers_others_tell() -> None:
    assert flaws("nobody") == []


def test_guards_find_nothing_wrong_unless_they_look() -> None:
    assert flaws("login_required") == []
