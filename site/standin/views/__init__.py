"""The stand-in's pages: one for a payment, by its kind, and one for the staff of a demo."""
