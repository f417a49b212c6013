"""The filter bars of the lists of planning, by topic."""
