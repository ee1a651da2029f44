"""What a site is told when it starts, and before it goes live."""

from typing import Any

from django.core.checks import Warning
from django.db import connection

from flow_blocks.checks import (
    check_payment_providers,
    check_payments_are_kept,
    check_where_uploads_rest,
)
from flow_blocks.payments.views import payment_return, payment_webhook
from tests.flow_blocks.payments.bank import Memory

BANK = "tests.flow_blocks.payments.bank.Bank"


def texts():
    return [(each.id, each.msg) for each in check_payment_providers(None)]


def test_a_site_that_takes_no_payments_is_fine(settings):
    settings.FLOWS_PAYMENT_PROVIDERS = {}

    assert texts() == []


def test_a_provider_that_can_be_made_is_fine(settings):
    settings.FLOWS_PAYMENT_PROVIDERS = {
        "bank": {"BACKEND": BANK, "OPTIONS": {"memory": Memory()}},
    }

    assert texts() == []


def test_a_backend_that_is_not_there_is_named(settings):
    settings.FLOWS_PAYMENT_PROVIDERS = {"bank": {"BACKEND": "nowhere.Bank"}}

    assert texts() == [
        (
            "flow_blocks.E001",
            "FLOWS_PAYMENT_PROVIDERS['bank']['BACKEND'] is 'nowhere.Bank', which cannot be "
            "imported: No module named 'nowhere'",
        )
    ]


def test_an_option_that_is_missing_is_named(settings):
    settings.FLOWS_PAYMENT_PROVIDERS = {"bank": {"BACKEND": BANK}}

    assert texts() == [
        (
            "flow_blocks.E001",
            "FLOWS_PAYMENT_PROVIDERS['bank']['OPTIONS'] is wrong: Bank.__init__() missing 1 "
            "required keyword-only argument: 'memory'",
        )
    ]


def test_a_site_without_a_way_back_is_told(settings):
    settings.ROOT_URLCONF = "wagtail.admin.urls"
    settings.FLOWS_PAYMENT_PROVIDERS = {
        "bank": {"BACKEND": BANK, "OPTIONS": {"memory": Memory()}},
    }

    assert texts() == [
        (
            "flow_blocks.E002",
            "Payment providers are set, but visitors could not come back from them.",
        )
    ]


def test_uploads_for_a_year_are_not_to_rest_among_temporary_files() -> None:
    (warning,) = check_where_uploads_rest(None)

    assert warning.id == "flow_blocks.W003"
    assert warning.msg == "Uploads in saved answers rest among the system's temporary files."


def test_a_directory_of_ones_own_will_do(settings: Any) -> None:
    settings.FLOWS_FILE_DIRECTORY = "/srv/uploads"

    assert check_where_uploads_rest(None) == []


def test_a_storage_of_ones_own_will_do(settings: Any) -> None:
    settings.FLOWS_FILE_STORAGE = "default"

    assert check_where_uploads_rest(None) == []


def test_a_payment_that_a_failing_request_would_undo_is_a_warning(settings, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)

    assert check_payments_are_kept(None) == [
        Warning(
            "ATOMIC_REQUESTS is on for the database 'default', in which payments rest: where a "
            "request fails after a payment was begun, nothing would be known of it, and what was "
            "charged could not be given back.",
            hint=(
                "Turn it off, and put transaction.atomic() around what needs it; or route "
                "flow_blocks.Payment to a database of its own."
            ),
            id="flow_blocks.W004",
        )
    ]
    settings.FLOWS_PAYMENT_PROVIDERS = {}
    assert check_payments_are_kept(None) == []


def test_without_such_transactions_there_is_no_warning():
    assert check_payments_are_kept(None) == []


def test_what_providers_call_runs_in_no_transaction_of_the_request():
    """What one payment's failure undoes is not what is known of the others."""
    views = (payment_return, payment_webhook)

    assert [vars(view)["_non_atomic_requests"] for view in views] == [{"default"}, {"default"}]
