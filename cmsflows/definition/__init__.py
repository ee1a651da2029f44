"""What a flow is: frozen data, its graph and its outline. Nothing here knows Django or Wagtail."""
