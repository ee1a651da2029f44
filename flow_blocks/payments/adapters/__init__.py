"""Adapters to payment providers, imported only where FLOWS_PAYMENT_PROVIDERS names them."""
