"""What the ready blocks keep in the database; one noun a file."""

from flow_blocks.models.turn import Turn

__all__ = ["Turn"]
