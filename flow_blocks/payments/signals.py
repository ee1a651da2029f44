"""What a site may want to hear of payments, beside what its own steps do.

Sent with `payment`, the row as it now is, and `before`, the status that was last told of. Receivers
run after the row was saved. Make them repeatable: where one fails, or the process dies, all of them
are told again, when the provider calls or `settle_payments` next runs.
"""

from django.dispatch import Signal

payment_changed = Signal()
"""A payment has got another status: paid, declined late, refunded."""
