"""Steps that take payments, as an editor publishes them, and looks at them before."""

import pytest

from cmsflows.cms.gate import errors_of
from cmsflows.models import FlowPage
from cmsflows.testing import step
from cmsflows.testing.trees import home
from flow_blocks.models.payment import Payment
from standin.models import StandInPayment

pytestmark = pytest.mark.django_db

TOLD = (
    "Nobody could pay here: this site has no payment provider for it. Ask your developers to set "
    "one up, or take this step out."
)


def page(kind):
    """A page that leads to a payment."""
    item = step("confirm_item", "Item")
    way, pay = step("choose_payment", "Way"), step(kind, "Pay")
    return FlowPage(title="Checkout", slug="checkout", flow=[item, way, pay])


def told(kind):
    return [flaw.sentence for flaw in errors_of(page(kind))]


@pytest.mark.parametrize("kind", ["pay", "pay_by_card", "pay_by_paypal", "pay_by_bank"])
def test_a_step_that_can_be_paid_at_may_go_live(kind):
    assert told(kind) == []


@pytest.mark.parametrize("kind", ["pay", "pay_by_card", "pay_by_paypal", "pay_by_bank"])
def test_a_step_that_nobody_can_pay_at_may_not(settings, kind):
    settings.FLOWS_PAYMENT_PROVIDERS = {}

    assert TOLD in told(kind)


@pytest.mark.parametrize("backend", ["tests.credit.till.CardTill", "tests.credit.till.Nothing"])
def test_a_step_of_a_kind_that_no_provider_takes_may_not(settings, backend):
    """Or whose provider cannot be made."""
    settings.FLOWS_PAYMENT_PROVIDERS = {"till": {"BACKEND": backend}}

    assert TOLD in told("pay_by_paypal")


@pytest.mark.parametrize("kind", ["pay", "pay_by_card"])
def test_a_preview_begins_no_payment(kind):
    draft = FlowPage(title="Draft", slug="draft", flow=[step(kind, "Pay")], live=False)
    home().add_child(instance=draft)

    draft.make_preview_request()

    assert not Payment.objects.exists()
    assert not StandInPayment.objects.exists()
