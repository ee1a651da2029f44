"""A payment provider to try things out with: it has pages, books and webhooks, and no money."""
