"""The filter bars of the registry's lists, by topic."""
