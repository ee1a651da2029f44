"""Who a visitor is: what the steps that log in and sign up have in common."""
