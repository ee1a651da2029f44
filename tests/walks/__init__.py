"""Random walks over HTTP through the demo: who has an order has paid once, and only who has."""
