"""Commands of Django's own management that the platform adds or replaces."""
