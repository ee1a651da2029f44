"""Saved payment methods and other ways to pay, on a flow page, over HTTP."""

import json
from typing import Any

import pytest
from django.test import Client

from cmsflows.models import StoredTask
from cmsflows.testing import Visitor, flow_page, group, step
from flow_blocks.models import PaymentMethod
from flow_blocks.payments.methods import remove
from tests.flow_blocks.saved import CARD_TILL, PAST, TILL, card, credit, paypal, somebody
from tests.journeys.asking import fact

pytestmark = pytest.mark.django_db

GONE = "That payment method is no longer there. Choose another one."
WRONG_NOW = "This was right when you answered it, but no longer is."
IBAN = "DE89370400440532013000"
ACCOUNT = {"holder": "Ada Lovelace", "iban": IBAN, "agrees": "on"}

SAVED = step("saved_payment_method", "Saved")
OTHER = step("choose_payment", "Other")


@pytest.fixture(autouse=True)
def _till(settings: Any) -> None:
    settings.FLOWS_PAYMENT_PROVIDERS = TILL


@pytest.fixture
def ada() -> Any:
    return somebody("ada")


@pytest.fixture
def checkout() -> Any:
    return flow_page(
        step("message", "Welcome"),
        group("Paying", SAVED, OTHER, transition="any_one_of"),
        step("check_answers", "Check"),
    )


def enters(user: Any = None) -> Visitor:
    """Past the first step."""
    visitor = Visitor(Client())
    if user:
        visitor.client.force_login(user)
    visitor.opens("/checkout/")
    visitor.submits()
    return visitor


def state(visitor: Visitor) -> Any:
    """`Any`: as the step sees it."""
    assert visitor.page is not None
    return visitor.page.context["action"].state


def test_who_has_saved_one_pays_with_it(checkout: Any, ada: Any) -> None:
    visa = card(ada)
    visitor = enters(ada)

    visitor.submits(method=visa.pk)

    assert visitor.step == "check"
    assert state(visitor) == {"payment_kind": "card", "payment_method": visa.pk}
    assert "<dd>Visa ending in 4242, expires 04/2099</dd>" in visitor.text


def test_who_goes_back_and_pays_otherwise_leaves_nothing_of_the_first(
    checkout: Any, ada: Any
) -> None:
    visa = card(ada)
    visitor = enters(ada)
    visitor.submits(method=visa.pk)
    visitor.goes_back()
    visitor.follows("Other")

    visitor.submits(way="paypal", remember="on")

    assert state(visitor) == {"payment_kind": "paypal", "remember": True}


def test_guests_read_why_and_find_the_other_ways(checkout: Any) -> None:
    visitor = enters()
    has_button = ">Continue</button>" in visitor.text
    is_told = "Payment methods are saved for visitors who are logged in." in visitor.text

    visitor.follows("Other")
    visitor.submits(way="card")

    assert (is_told, has_button, visitor.step) == (True, False, "check")


def test_who_has_none_reads_so(checkout: Any, ada: Any) -> None:
    visitor = enters(ada)

    assert "You have no saved payment method that can be used." in visitor.text
    assert "Remove a saved payment method" not in visitor.text


def test_the_step_can_be_shown_only_to_who_has_one(ada: Any) -> None:
    saved = step("saved_payment_method", "Saved", when=fact("has_payment_methods"))
    flow_page(
        step("message", "Welcome"),
        group("Paying", saved, OTHER, transition="any_one_of"),
        step("message", "Thanks"),
    )
    steps = [enters().step, enters(ada).step]
    card(ada, expires=PAST)
    steps.append(enters(ada).step)
    card(ada)
    steps.append(enters(ada).step)

    assert steps == ["other", "other", "other", "saved"]


def test_looking_removes_nothing(checkout: Any, ada: Any) -> None:
    """B01"""
    visa = card(ada)
    visitor = enters(ada)

    visitor.opens(f"{visitor.url}&remove={visa.pk}")

    assert list(PaymentMethod.objects.all()) == [visa]


def test_one_is_removed_and_the_step_stays_open(checkout: Any, ada: Any) -> None:
    visa, hers = card(ada), paypal(ada)
    visitor = enters(ada)

    visitor.submits(remove=visa.pk)
    notice = "Visa ending in 4242, expires 04/2099 was removed." in visitor.text
    visitor.submits(remove=visa.pk)
    second = GONE in visitor.text
    visitor.submits(method=hers.pk)

    assert (notice, second, visitor.step) == (True, True, "check")
    assert list(PaymentMethod.objects.all()) == [hers]


def test_who_goes_back_and_removes_another_has_answered_all_the_same(
    checkout: Any, ada: Any
) -> None:
    visa, hers = card(ada), paypal(ada)
    visitor = enters(ada)
    visitor.submits(method=visa.pk)
    ahead = visitor.url
    visitor.goes_back()

    visitor.submits(remove=hers.pk)
    is_told = "PayPal (ada@example.com) was removed." in visitor.text
    visitor.opens(ahead)

    assert (is_told, visitor.step) == (True, "check")
    assert state(visitor)["payment_method"] == visa.pk


def test_one_is_removed_on_the_first_page_of_a_flow(ada: Any) -> None:
    """There is no run yet, and none is begun by it."""
    flow_page(SAVED, step("message", "Thanks"))
    visa, hers = card(ada), paypal(ada)
    visitor = Visitor(Client())
    visitor.client.force_login(ada)
    visitor.opens("/checkout/")

    visitor.submits(remove=visa.pk)
    is_begun = StoredTask.objects.exists()
    visitor.submits(method=hers.pk)

    assert (is_begun, visitor.step) == (False, "thanks")


def test_somebody_elses_is_neither_chosen_nor_removed(checkout: Any, ada: Any) -> None:
    card(ada)
    hers = card(somebody("eve"), last4="6666")
    visitor = enters(ada)

    visitor.submits(method=hers.pk)
    is_refused = GONE in visitor.text
    visitor.submits(remove=hers.pk)

    assert (is_refused, visitor.step) == (True, "saved")
    assert PaymentMethod.objects.filter(pk=hers.pk).exists()
    assert "6666" not in visitor.text


def test_an_expired_card_is_shown_and_not_offered(checkout: Any, ada: Any) -> None:
    old, good = card(ada, expires=PAST), card(ada)
    visitor = enters(ada)

    text = visitor.text
    visitor.submits(method=old.pk)

    assert "Visa ending in 4242, expired 04/2020" in text
    assert f'type="radio" name="method" value="{old.pk}"' not in text
    assert f'type="radio" name="method" value="{good.pk}"' in text
    assert visitor.step == "saved"


def test_one_removed_in_another_tab_cannot_be_chosen(checkout: Any, ada: Any) -> None:
    visa = card(ada)
    paypal(ada)
    visitor = enters(ada)
    twin = visitor.twin()

    twin.submits(remove=visa.pk)
    visitor.submits(method=visa.pk)

    assert GONE in visitor.text
    assert visitor.step == "saved"


def test_one_removed_after_it_was_chosen_is_asked_for_again(checkout: Any, ada: Any) -> None:
    """On a page of their own, or by staff: the run hears of it before its end."""
    visa, hers = card(ada), paypal(ada)
    visitor = enters(ada)
    visitor.submits(method=visa.pk)

    remove(ada, visa.pk)
    visitor.submits()
    asked = (visitor.step, WRONG_NOW in visitor.text)
    visitor.submits(method=hers.pk)
    visitor.submits()

    assert asked == ("saved", True)
    assert visitor.page is not None
    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_a_double_click_chooses_once(checkout: Any, ada: Any) -> None:
    visa = card(ada)
    visitor = enters(ada)
    twin = visitor.twin()

    visitor.submits(method=visa.pk)
    twin.submits(method=visa.pk)

    assert (visitor.step, twin.step) == ("check", "check")


def test_no_page_and_no_record_holds_a_token(checkout: Any, ada: Any) -> None:
    visa, mine = card(ada), credit(ada)
    visitor = enters(ada)
    pages = [visitor.text, visitor.submits(remove=mine.pk).content.decode()]
    pages.append(visitor.submits(method=visa.pk).content.decode())
    pages += [str(row) for row in StoredTask.objects.values()]

    assert "tok_secret" not in "".join(pages)


def test_a_way_that_is_taken_no_more_is_asked_for_again(settings: Any) -> None:
    """Even where one way is left, of which nothing is asked."""
    flow_page(OTHER, step("message", "Thanks"))
    visitor = Visitor(Client())
    visitor.opens("/checkout/")
    visitor.submits(way="paypal")

    settings.FLOWS_PAYMENT_PROVIDERS = CARD_TILL
    visitor.submits()
    asked = (visitor.step, WRONG_NOW in visitor.text)
    visitor.submits()

    assert asked == ("other", True)
    assert state(visitor) == {"payment_kind": "card", "remember": False}


@pytest.fixture
def debit() -> Any:
    return flow_page(
        step("message", "Welcome"),
        step("bank_account", "Account"),
        step("check_answers", "Check"),
    )


def test_the_iban_is_on_no_page_again(debit: Any) -> None:
    """It rests with the state, for the step that pays, and not among the answers."""
    visitor = enters()
    visitor.submits(**ACCOUNT)
    check = visitor.text
    account = state(visitor)["account"]
    visitor.goes_back()

    assert "<dd>Ada Lovelace</dd>" in check
    assert account["iban"] == IBAN
    assert visitor.values["holder"] == "Ada Lovelace"
    assert visitor.values["iban"] is None
    assert "0532" not in check + visitor.text


def test_the_iban_is_kept_in_one_place_and_gone_at_the_end(debit: Any) -> None:
    visitor = enters()
    visitor.submits(**ACCOUNT)
    kept = json.dumps(StoredTask.objects.values_list("record").get())
    visitor.submits()
    left = json.dumps(StoredTask.objects.values_list("record").get())

    assert kept.count(IBAN) == 1
    assert IBAN not in left + str(dict(visitor.client.session))


def test_its_answers_hold_to_the_end_without_the_iban(debit: Any) -> None:
    """What was withheld counts as right when all is looked at once more."""
    visitor = enters()
    visitor.submits(**ACCOUNT)
    visitor.submits()

    assert visitor.page is not None
    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_the_usual_mandate_names_who_collects() -> None:
    options = {"creditor": "Kettle & Sons", "creditor_id": "DE98ZZZ09999999999"}
    flow_page(step("message", "Welcome"), step("bank_account", "Account", options=options))

    text = enters().text

    assert "you authorise (A) Kettle &amp; Sons to send instructions to your bank" in text
    assert "Creditor identifier: DE98ZZZ09999999999" in text


def test_the_editors_own_mandate_takes_its_place(hostile: str) -> None:
    options = {"mandate": "<p>We take <b>all</b>.</p>", "creditor": hostile}
    flow_page(step("message", "Welcome"), step("bank_account", "Account", options=options))

    text = enters().text

    assert "<p>We take <b>all</b>.</p>" in text
    assert "you authorise" not in text
    assert "<script>alert" not in text


def test_the_way_that_was_chosen_leads_on_and_is_read_again() -> None:
    condition = {"op": "eq", "operand": {"state": "payment_kind"}, "value": "direct_debit"}
    flow_page(
        OTHER,
        step("bank_account", "Account", when=condition),
        step("check_answers", "Check"),
    )
    visitor = Visitor(Client())
    visitor.opens("/checkout/")
    visitor.submits(way="direct_debit")
    detour = visitor.step
    visitor.submits(**ACCOUNT)

    assert (detour, visitor.step) == ("account", "check")
    assert "<dd>Direct debit</dd>" in visitor.text
