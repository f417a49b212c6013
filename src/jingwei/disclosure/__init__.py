"""公示与备案: what departments announce and file, and a lamp for each that shows what is missing."""
