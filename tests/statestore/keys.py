"""Keys that everybody knows, for tests of encryption."""

OLD_KEY = "b2xkIGtleSBvZiAzMiBieXRlcywgZm9yIHRlc3RzISE="
NEW_KEY = "bmV3IGtleSBvZiAzMiBieXRlcywgZm9yIHRlc3RzISE="
