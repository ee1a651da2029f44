"""Forms that editors define, and what visitors answered them."""
