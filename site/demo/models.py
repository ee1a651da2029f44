"""What the shop keeps: its pages, and the orders that the checkout makes."""

from demo.orders import Order
from demo.pages import HomePage, ProductPage

__all__ = ["HomePage", "Order", "ProductPage"]
