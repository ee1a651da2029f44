"""Reusable groups: steps that are written once, and copied into the flows that use them."""
