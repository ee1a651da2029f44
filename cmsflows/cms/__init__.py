"""How editors write a flow: blocks, field, reader, versions, publishing, page."""
