"""Pages of officers: the roster, their cards, the establishment check, the check by anybody."""
