"""Bank account: whose, which one, and the leave to collect from it by direct debit."""

from typing import Any

import pytest

from cmsflows import COMPLETE
from tests.flow_blocks.conftest import Serve
from tests.flow_blocks.saved import CARD_TILL, TILL, somebody

pytestmark = pytest.mark.django_db

IBAN = "DE89370400440532013000"
ANSWERS = {"holder": "Ada Lovelace", "iban": IBAN, "bic": "COBADEFFXXX", "agrees": "on"}
OPTIONS = {
    "creditor": "",
    "creditor_id": "",
    "mandate": "",
    "ask_for_bic": True,
    "ask_for_address": False,
    "offer_to_remember": False,
}
INVALID = "Enter the IBAN as it stands on your bank card, like DE89 3704 0044 0532 0130 00."
ELSEWHERE = "We cannot collect from accounts in this country. Use another account."


@pytest.fixture(autouse=True)
def _till(settings: Any) -> None:
    settings.FLOWS_PAYMENT_PROVIDERS = TILL


def test_it_leaves_the_account_for_the_step_that_pays(serve: Serve) -> None:
    served = serve("bank_account", OPTIONS, data=ANSWERS)

    assert served.answer is COMPLETE
    assert served.state == {
        "payment_kind": "direct_debit",
        "account": {"iban": IBAN, "bic": "COBADEFFXXX", "holder": "Ada Lovelace", "address": ""},
        "remember": False,
    }


def test_the_address_is_asked_for_where_the_editor_wants_it(serve: Serve) -> None:
    options = {**OPTIONS, "ask_for_address": True, "ask_for_bic": False}
    data = {**ANSWERS, "address": "12 St James's Square\r\nLondon"}

    served = serve("bank_account", options, data=data)
    without = serve("bank_account", options, data=ANSWERS)

    assert served.state["account"] == {
        "iban": IBAN,
        "bic": "",
        "holder": "Ada Lovelace",
        "address": "12 St James's Square\r\nLondon",
    }
    assert without.errors == {"address": ["Enter the address of the account holder."]}


def test_empty_fields_are_named(serve: Serve) -> None:
    served = serve("bank_account", OPTIONS, data={})

    assert served.errors == {
        "holder": ["Enter the name of the account holder."],
        "iban": ["Enter an IBAN."],
        "agrees": ["Tick the box to let us collect the payment."],
    }
    assert served.state == {}


def test_without_the_mandate_nothing_is_collected(serve: Serve) -> None:
    served = serve("bank_account", OPTIONS, data={**ANSWERS, "agrees": ""})

    assert list(served.errors) == ["agrees"]
    assert served.state == {}


@pytest.mark.parametrize(
    "iban", [f"{IBAN}1", "DE00370400440532013000", "12", "x" * 100_000, f"{IBAN}\0"]
)
def test_an_iban_that_is_none_is_refused(serve: Serve, iban: str) -> None:
    """More of them: see tests/flow_blocks/payments/test_iban.py."""
    served = serve("bank_account", OPTIONS, data={**ANSWERS, "iban": iban})

    assert "iban" in served.errors
    assert served.state == {}


def test_a_country_that_is_not_collected_from_is_said(serve: Serve) -> None:
    served = serve("bank_account", OPTIONS, data={**ANSWERS, "iban": "TR330006100519786457841326"})

    assert served.errors == {"iban": [ELSEWHERE]}


@pytest.mark.parametrize("holder", ["x" * 71, "Ada\0"])
def test_a_name_that_no_mandate_has_room_for_is_refused(serve: Serve, holder: str) -> None:
    served = serve("bank_account", OPTIONS, data={**ANSWERS, "holder": holder})

    assert list(served.errors) == ["holder"]


def test_names_come_in_all_scripts(serve: Serve, hostile: str) -> None:
    served = serve("bank_account", OPTIONS, data={**ANSWERS, "holder": hostile})

    assert served.state["account"]["holder"] == hostile
    assert "<script>" not in str(served.form)


def test_it_is_remembered_where_that_is_offered_and_wanted(serve: Serve) -> None:
    options, data = {**OPTIONS, "offer_to_remember": True}, {**ANSWERS, "remember": "on"}

    own = serve("bank_account", options, data=data, user=somebody("ada"))
    guest = serve("bank_account", options, data=data)
    unasked = serve("bank_account", options, data=ANSWERS, user=somebody("eve"))

    assert [each.state["remember"] for each in (own, guest, unasked)] == [True, False, False]


def test_nothing_is_offered_that_no_provider_keeps(serve: Serve, settings: Any) -> None:
    settings.FLOWS_PAYMENT_PROVIDERS = CARD_TILL

    served = serve("bank_account", {**OPTIONS, "offer_to_remember": True}, user=somebody("ada"))

    assert "remember" not in served.form.fields


def test_error_reports_do_not_hold_the_iban(serve: Serve) -> None:
    served = serve("bank_account", OPTIONS, data=ANSWERS)

    assert served.action.request.sensitive_post_parameters == ("iban",)
