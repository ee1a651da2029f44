"""One precondition a file; the file, the class and the key share a name."""
