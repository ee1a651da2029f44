"""What the stand-in answers at once: to accounts, to kept methods, and to what it refuses."""

from decimal import Decimal

import pytest

from flow_blocks.models.payment import PaymentKind, PaymentStatus
from flow_blocks.payments.decline import DeclineReason
from flow_blocks.payments.errors import (
    PaymentSettingsError,
    ProviderRefusedError,
    ProviderUnreachableError,
)
from flow_blocks.payments.provider import Account, Charge, PaymentProvider
from standin.models import LedgerEntry, StandInPayment, StandInToken
from standin.outcomes import CARDS, IBANS
from standin.provider import StandInProvider
from tests.standin.conftest import Begin, a_charge
from tests.standin.naming import started
from tests.standin.payer import enters_a_card

pytestmark = pytest.mark.django_db

DECLINED = PaymentStatus.DECLINED


def debit(iban: str) -> Charge:
    return a_charge(PaymentKind.DIRECT_DEBIT, account=Account(iban=iban, holder="A. Visitor"))


@pytest.mark.parametrize(
    ("iban", "status", "reason"),
    [
        ("DE89 3704 0044 0532 0130 00", PaymentStatus.PAID, ""),
        ("AT61 1904 3002 3457 3201", PaymentStatus.PENDING, ""),
        ("FR14 2004 1010 0505 0001 3M02 606", PaymentStatus.PENDING, ""),
        ("NL91 ABNA 0417 1643 00", DECLINED, DeclineReason.ACCOUNT),
        ("CH93 0076 2011 6238 5295 7", DECLINED, DeclineReason.FUNDS),
        ("es9121000418450200051332", PaymentStatus.PAID, ""),
    ],
)
def test_an_account_does_what_it_says(
    provider: PaymentProvider, iban: str, status: PaymentStatus, reason: str
) -> None:
    progress = provider.start(debit(iban))

    assert (progress.status, progress.reason) == (status, reason)
    assert progress.last4 == iban.replace(" ", "")[-4:].upper()
    assert LedgerEntry.objects.count() == (1 if status == PaymentStatus.PAID else 0)


def test_of_an_account_the_last_digits_are_kept(provider: PaymentProvider) -> None:
    provider.start(debit("DE89370400440532013000"))

    assert all("0532013000" not in str(row) for row in StandInPayment.objects.values())


def test_the_test_numbers_are_right() -> None:
    """Else no shop that checks them would let anybody enter them."""
    assert all(is_iban(iban) for iban in IBANS)
    assert all(len(number) == 16 for number in CARDS)


@pytest.mark.parametrize(
    ("outcome", "status", "reason"),
    [
        ("pays", PaymentStatus.PAID, ""),
        ("once", DECLINED, DeclineReason.DECLINED),
        ("declined", DECLINED, DeclineReason.DECLINED),
        ("insufficient_funds", DECLINED, DeclineReason.FUNDS),
        ("expired", DECLINED, DeclineReason.EXPIRED),
        ("pending", PaymentStatus.PENDING, ""),
        ("challenge", PaymentStatus.OPEN, ""),
    ],
)
def test_a_kept_card_does_what_it_did(
    provider: PaymentProvider, outcome: str, status: PaymentStatus, reason: str
) -> None:
    token = StandInToken.objects.create(kind="card", outcome=outcome, brand="Visa", last4="4242")

    progress = provider.start(a_charge(token=token.token))

    assert (progress.status, progress.reason) == (status, reason)
    assert (progress.brand, progress.last4) == ("Visa", "4242")


def test_a_kept_card_whose_answer_is_lost_has_paid(provider: PaymentProvider) -> None:
    token = StandInToken.objects.create(kind="card", outcome="lost")
    wish = a_charge(token=token.token)

    with pytest.raises(ProviderUnreachableError):
        provider.start(wish)

    assert provider.start(wish).status == PaymentStatus.PAID
    assert LedgerEntry.objects.count() == 1


def test_a_card_may_lose_the_answer_to_who_looks_it_up(
    provider: PaymentProvider, begin: Begin
) -> None:
    """The visitor is back, and the shop cannot know yet."""
    payment = begin()
    enters_a_card(payment, "4000000000000408")

    with pytest.raises(ProviderUnreachableError):
        provider.lookup(started(payment))

    assert provider.lookup(started(payment)).status == PaymentStatus.PAID


def test_a_kept_card_that_never_answers_has_done_nothing(provider: PaymentProvider) -> None:
    token = StandInToken.objects.create(kind="card", outcome="silent")

    with pytest.raises(ProviderUnreachableError):
        provider.start(a_charge(token=token.token))

    assert not StandInPayment.objects.exists()


@pytest.mark.parametrize("kind", [PaymentKind.PAYPAL, PaymentKind.DIRECT_DEBIT])
def test_a_token_is_good_for_its_kind_only(provider: PaymentProvider, kind: PaymentKind) -> None:
    token = StandInToken.objects.create(kind="card")

    with pytest.raises(ProviderRefusedError):
        provider.start(a_charge(kind, token=token.token))

    assert not StandInPayment.objects.exists()


def test_an_amount_may_lose_its_first_answer(provider: PaymentProvider) -> None:
    wish = a_charge(amount=Decimal("20.13"))

    with pytest.raises(ProviderUnreachableError):
        provider.start(wish)

    assert provider.start(wish).status == PaymentStatus.OPEN


def test_an_amount_may_never_arrive(provider: PaymentProvider) -> None:
    wish = a_charge(amount=Decimal("20.14"))

    for _ in range(2):
        with pytest.raises(ProviderUnreachableError):
            provider.start(wish)

    assert not StandInPayment.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": Decimal("NaN")},
        {"amount": Decimal("Infinity")},
        {"amount": Decimal("1E+9")},
        {"amount": Decimal("1E+1000")},
        {"amount": Decimal("12.505")},
        {"amount": Decimal("1.5"), "currency": "JPY"},
        {"currency": "eur"},
        {"currency": ""},
        {"key": ""},
        {"key": "x" * 32},
        {"key": "0" * 41},
        {"return_url": "/back/"},
        {"return_url": "javascript:alert(1)"},
        {"return_url": "http://[half"},
        {"return_url": "http://shop.example/" + "x" * 2000},
        {"notify_url": "file:///etc/passwd"},
        {"token": "st_nobody"},
        {"kind": PaymentKind.DIRECT_DEBIT},
        {"kind": "gift_card"},
    ],
    ids=str,
)
def test_what_cannot_be_charged_is_refused(provider: PaymentProvider, changes: dict) -> None:
    wish = a_charge(**changes)

    with pytest.raises(ProviderRefusedError):
        provider.start(wish)

    assert not StandInPayment.objects.exists()


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("999999999.99", "EUR"), ("0.01", "EUR"), ("1", "JPY"), ("0.001", "KWD"), ("1E+3", "EUR")],
)
def test_the_most_and_the_least_are_charged_to_the_last_digit(
    provider: PaymentProvider, amount: str, currency: str
) -> None:
    token = StandInToken.objects.create(kind="card")

    provider.start(a_charge(amount=Decimal(amount), currency=currency, token=token.token))

    assert LedgerEntry.objects.get().amount == Decimal(amount)


def test_another_kind_under_the_same_key_is_refused(provider: PaymentProvider) -> None:
    wish = a_charge()
    provider.start(wish)

    with pytest.raises(ProviderRefusedError) as caught:
        provider.start(a_charge(PaymentKind.BANK, key=wish.key))

    assert (
        str(caught.value) == "The stand-in bank refuses: Another payment was begun under this key."
    )


def test_an_empty_secret_is_refused() -> None:
    with pytest.raises(PaymentSettingsError) as caught:
        StandInProvider(alias="standin", secret="")

    assert str(caught.value) == (
        "FLOWS_PAYMENT_PROVIDERS['standin']['OPTIONS']['secret'] is empty, so that anybody could "
        "sign a webhook. Use the one in STANDIN_SECRET."
    )


def is_iban(iban: str) -> bool:
    """ISO 13616: moved round, and read as a number, it leaves 1 when divided by 97."""
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1
