"""The doors of planning, by topic: caps, classes, quiet periods, special inspections, annual plans."""
