"""Flows as files: exported, looked over, and imported as drafts."""
