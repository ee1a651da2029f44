"""The ways through a flow, followed one by one: what is sure on them, and where they end."""
