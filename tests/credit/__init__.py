"""A site's own kind of payment method, as an app of its own."""
