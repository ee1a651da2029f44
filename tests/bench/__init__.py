"""The bench: what a completed step costs, ours beside a bare FormView and django-formtools."""
