"""What staff see of payments and of saved payment methods in Wagtail's admin: to look at only."""
