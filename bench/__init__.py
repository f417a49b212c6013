"""What we claim about speed, each claim with its floor: ``make bench``, one row by ``make bench P=P1``."""
