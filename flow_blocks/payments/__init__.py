"""Payments: providers, what was paid, and the way to the provider and back."""
