"""A bank account that a provider may collect from."""

import pytest

from flow_blocks.models import SavedBankAccount


@pytest.mark.parametrize(
    ("account", "words"),
    [
        (
            SavedBankAccount(bank="Bank of Ely", last4="3000", holder="Ada Lovelace"),
            "Bank of Ely ending in 3000 (Ada Lovelace)",
        ),
        (SavedBankAccount(last4="3000"), "Bank account ending in 3000"),
        (SavedBankAccount(), "Bank account"),
    ],
)
def test_it_says_what_is_known(account: SavedBankAccount, words: str) -> None:
    assert account.describe() == str(account) == words


def test_of_its_number_no_more_than_four_digits_are_kept() -> None:
    details = SavedBankAccount.details({"last4": "DE89370400440532013000", "holder": "A" * 99})

    assert details == {"bank": "", "holder": "A" * 70, "bic": "", "last4": "3000"}
