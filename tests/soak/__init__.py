"""The soak: many visitors at once on a real server, and what must never happen to any of them."""
