"""A small shop for hand-made things: the demo of cmsflows."""
