"""What changed is told in sentences, and so is why somebody stays."""

import pytest

from cmsflows.cms.words_of_changes import ASPECTS, SENTENCES, sentence_of
from cmsflows.cms.words_of_staying import SENTENCES as REASONS
from cmsflows.cms.words_of_staying import why
from cmsflows.definition.changes import Aspect, Change, ChangeKind
from cmsflows.engine.moving import Reason, Stays


def change(kind: ChangeKind, **values: object) -> Change:
    return Change(kind=kind, node="a", title="Pay", number="2.1", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (change(ChangeKind.ADDED), "“Pay” is new, as step 2.1."),
        (
            change(ChangeKind.ADDED, is_group=True, steps=2),
            "The group “Pay” is new, as 2.1, with 2 steps.",
        ),
        (change(ChangeKind.ADDED, is_group=True), "The group “Pay” is new, as 2.1."),
        (change(ChangeKind.REMOVED), "“Pay” is gone; it was step 2.1."),
        (
            change(ChangeKind.REMOVED, is_group=True, steps=1),
            "The group “Pay” is gone, and 1 step with it.",
        ),
        (change(ChangeKind.REMOVED, is_group=True), "The group “Pay” is gone."),
        (change(ChangeKind.MOVED, before="3"), "“Pay” has moved: it was 3, and is 2.1 now."),
        (
            change(ChangeKind.MOVED, before="3", group="Money"),
            "“Pay” has moved into “Money”: it was 3, and is 2.1 now.",
        ),
        (change(ChangeKind.RENAMED, before="Buy"), "“Buy” is called “Pay” now."),
        (
            change(ChangeKind.CHANGED, aspects=(Aspect.WORDS, Aspect.EXITS)),
            "Changed in “Pay”: its words and where its exits lead.",
        ),
    ],
)
def test_a_change_is_a_sentence(told: Change, sentence: str) -> None:
    assert sentence_of(told).replace("\u2068", "").replace("\u2069", "") == sentence


def test_everything_has_its_words() -> None:
    assert set(SENTENCES) == set(ChangeKind)
    assert set(ASPECTS) == set(Aspect)
    assert set(REASONS) == set(Reason)


def test_why_somebody_stays_names_what_is_missing() -> None:
    stays = Stays(Reason.MISSING, ("plan", "terms"))

    assert why(stays) == "They were not asked yet for what comes before: plan and terms."
