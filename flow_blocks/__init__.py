"""Ready actions: the parts of a checkout or a sign-up that a site would else write itself."""
