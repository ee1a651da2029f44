"""A tiny shop: the app that tests register their own blocks in."""
