"""Work that a step hands to a worker, while its visitor waits on a page of the site."""
