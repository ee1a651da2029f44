"""Mails: written by editors, filled in with what is known, sent once."""
