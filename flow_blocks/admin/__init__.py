"""What staff see of what the ready blocks keep: lists, details and exports in Wagtail's admin."""
