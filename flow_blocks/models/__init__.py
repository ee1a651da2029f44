"""What the ready blocks keep in the database; one noun a file."""

from flow_blocks.models.payment import Payment

__all__ = ["Payment"]
