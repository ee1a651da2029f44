"""What the ready blocks keep in the database; one noun a file."""
