"""What a site may want to hear of payments, beside what its own steps do.

Sent with `payment`, the row as it now is, and `before`, the status it had. Receivers run after the
row was saved; for what must not be lost, make them repeatable.
"""

from django.dispatch import Signal

payment_changed = Signal()
"""A payment has got another status: paid, declined late, refunded."""
