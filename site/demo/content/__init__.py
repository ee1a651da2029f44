"""What `load_demo` puts into an empty shop."""
