"""Choose a saved payment method, or remove it."""

from typing import Any

import pytest

from cmsflows import COMPLETE
from flow_blocks.models import PaymentMethod
from tests.flow_blocks.conftest import Serve
from tests.flow_blocks.saved import PAST, TILL, account, card, credit, paypal, somebody

pytestmark = pytest.mark.django_db

GONE = "That payment method is no longer there. Choose another one."
NOTHING = "You have no saved payment method that can be used. Choose another way to pay."


@pytest.fixture(autouse=True)
def _till(settings: Any) -> None:
    settings.FLOWS_PAYMENT_PROVIDERS = TILL


@pytest.fixture
def ada() -> Any:
    return somebody("ada")


def test_it_offers_the_visitors_own(serve: Serve, ada: Any) -> None:
    visa, bank, hers = card(ada), account(ada), paypal(ada)
    card(somebody("eve"))

    served = serve("saved_payment_method", user=ada)

    field: Any = served.form.fields["method"]
    assert field.choices == [
        (str(hers.pk), "PayPal (ada@example.com)"),
        (str(bank.pk), "Bank account ending in 3000"),
        (str(visa.pk), "Visa ending in 4242, expires 04/2099"),
    ]


def test_a_kind_of_the_sites_own_is_offered_with_the_rest(serve: Serve, ada: Any) -> None:
    """Nothing but its model had to be written for it."""
    mine = credit(ada, left=12)

    served = serve("saved_payment_method", data={"method": mine.pk}, user=ada)

    assert served.answer is COMPLETE
    assert served.state == {"payment_kind": "store_credit", "payment_method": mine.pk}
    assert "Store credit, 12.00 left" in str(served.form)


@pytest.mark.parametrize(
    ("make", "kind"), [(card, "card"), (account, "direct_debit"), (paypal, "paypal")]
)
def test_it_leaves_what_was_chosen_and_no_token(
    serve: Serve, ada: Any, make: Any, kind: str
) -> None:
    card(ada)
    chosen = make(ada)

    served = serve("saved_payment_method", data={"method": chosen.pk}, user=ada)

    assert served.answer is COMPLETE
    assert served.state == {"payment_kind": kind, "payment_method": chosen.pk}
    assert type(served.state["payment_kind"]) is str


def test_what_was_chosen_before_is_taken_away(serve: Serve, ada: Any) -> None:
    served = serve("saved_payment_method", user=ada)
    chosen = card(ada)
    served.action.state.update(remember=True, account={"iban": "DE"}, item="kettle")
    del served.action.methods, served.action.choosable  # type: ignore[attr-defined]  # of the step

    form = served.action.get_form_class()({"method": chosen.pk}, methods=[chosen])  # type: ignore[call-arg]  # of the step
    assert form.is_valid()
    served.action.form_valid(form)

    assert served.state == {
        "item": "kettle",
        "payment_kind": "card",
        "payment_method": chosen.pk,
    }


@pytest.mark.parametrize("data", [{}, {"method": ""}])
def test_none_chosen_is_an_error(serve: Serve, ada: Any, data: Any) -> None:
    card(ada)

    served = serve("saved_payment_method", data=data, user=ada)

    assert served.errors == {"method": ["Choose a payment method."]}
    assert served.state == {}


@pytest.mark.parametrize("picked", ["0", "-1", "x", "9" * 10_000, "1\0", "1 OR 1=1", "Visa"])
def test_one_that_is_not_there_is_an_error(serve: Serve, ada: Any, picked: str) -> None:
    card(ada)

    served = serve("saved_payment_method", data={"method": picked}, user=ada)

    assert served.errors == {"method": [GONE]}


def test_somebody_elses_is_as_good_as_none(serve: Serve, ada: Any) -> None:
    card(ada)
    hers = card(somebody("eve"))

    served = serve("saved_payment_method", data={"method": hers.pk}, user=ada)

    assert served.errors == {"method": [GONE]}
    assert served.state == {}


def test_an_expired_card_is_shown_and_cannot_be_chosen(serve: Serve, ada: Any) -> None:
    old, good = card(ada, expires=PAST), card(ada)

    served = serve("saved_payment_method", data={"method": old.pk}, user=ada)

    step: Any = served.action
    assert served.errors == {"method": [GONE]}
    assert (step.unusable, step.choosable) == ([old], [good])


def test_one_whose_provider_is_gone_cannot_be_chosen(serve: Serve, ada: Any, settings: Any) -> None:
    visa = card(ada)
    settings.FLOWS_PAYMENT_PROVIDERS = {}

    served = serve("saved_payment_method", data={"method": visa.pk}, user=ada)

    assert served.errors == {"__all__": [NOTHING]}


def test_guests_cannot_complete_it(serve: Serve) -> None:
    hers = card(somebody("eve"))

    served = serve("saved_payment_method", data={"method": hers.pk})

    assert served.answer is not COMPLETE
    assert served.errors == {"__all__": [NOTHING]}


def test_who_has_none_cannot_complete_it(serve: Serve, ada: Any) -> None:
    served = serve("saved_payment_method", data={}, user=ada)

    assert served.errors == {"__all__": [NOTHING]}


def test_removing_one_shows_the_others(serve: Serve, ada: Any) -> None:
    visa, hers = card(ada), paypal(ada)

    served = serve("saved_payment_method", data={"remove": visa.pk}, user=ada)

    shown = served.answer.context_data
    assert shown["notice"] == "Visa ending in 4242, expires 04/2099 was removed."
    assert [name for name, _words in shown["form"].fields["method"].choices] == [str(hers.pk)]
    assert not shown["form"].is_bound
    assert list(PaymentMethod.objects.all()) == [hers]
    assert served.state == {}


def test_removing_the_last_leaves_nothing_to_choose(serve: Serve, ada: Any) -> None:
    visa = card(ada)

    served = serve("saved_payment_method", data={"remove": visa.pk, "method": visa.pk}, user=ada)

    assert served.answer is not COMPLETE
    assert "method" not in served.answer.context_data["form"].fields


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 10_000, "1\0", "1; DROP TABLE"])
def test_removing_what_is_not_there_says_so(serve: Serve, ada: Any, key: str) -> None:
    card(ada)

    served = serve("saved_payment_method", data={"remove": key}, user=ada)

    assert str(served.answer.context_data["notice"]) == GONE
    assert PaymentMethod.objects.count() == 1


def test_nobody_removes_somebody_elses(serve: Serve, ada: Any) -> None:
    hers = card(somebody("eve"))

    for user in (ada, None):
        served = serve("saved_payment_method", data={"remove": hers.pk}, user=user)
        assert str(served.answer.context_data["notice"]) == GONE

    assert list(PaymentMethod.objects.all()) == [hers]


def test_the_providers_words_are_text(serve: Serve, ada: Any, hostile: str) -> None:
    card(ada, brand=hostile)

    served = serve("saved_payment_method", user=ada)

    assert "<script>" not in str(served.form)


def test_looking_asks_a_query_a_kind(
    serve: Serve, ada: Any, django_assert_num_queries: Any
) -> None:
    card(ada), account(ada), paypal(ada), credit(ada)
    serve("saved_payment_method", user=ada)  # Django remembers which model is which.

    with django_assert_num_queries(1 + 4):
        served = serve("saved_payment_method", user=ada)
        str(served.form)
