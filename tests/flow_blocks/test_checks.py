"""A site whose payments cannot work is told so when it starts."""

from flow_blocks.checks import check_payment_providers
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
