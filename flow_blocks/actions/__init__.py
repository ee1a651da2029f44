"""One action a file; the file, the class, the key and the template share a name."""
