"""The StreamField blocks that a flow is assembled from."""
