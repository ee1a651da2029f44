"""What the ready blocks keep in the database; one noun a file."""

from flow_blocks.models.code_allowance import CodeAllowance
from flow_blocks.models.emailed_code import EmailedCode
from flow_blocks.models.payment import Payment
from flow_blocks.models.payment_method import PaymentMethod
from flow_blocks.models.saved_bank_account import SavedBankAccount
from flow_blocks.models.saved_card import SavedCard
from flow_blocks.models.saved_paypal import SavedPayPal

__all__ = [
    "CodeAllowance",
    "EmailedCode",
    "Payment",
    "PaymentMethod",
    "SavedBankAccount",
    "SavedCard",
    "SavedPayPal",
]
