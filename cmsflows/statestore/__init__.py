"""Where tasks rest between requests."""
