"""What editors see beyond the page form."""
