"""Tests that ask the providers' sandboxes, for those who have accounts there.

Where the environment has no credentials they are not collected, so that no run skips them.
"""

import os

from tests.flow_blocks.payments.sandboxes.credentials import paypal, stripe_key

WANTS = {
    "test_stripe_sandbox.py": stripe_key(os.environ),
    "test_paypal_sandbox.py": paypal(os.environ),
}

collect_ignore = [name for name, credentials in WANTS.items() if credentials is None]
