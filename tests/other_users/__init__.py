"""User models that are not Django's, and what holds with each of them."""
