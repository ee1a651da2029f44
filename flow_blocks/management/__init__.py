"""Commands of the ready blocks."""
