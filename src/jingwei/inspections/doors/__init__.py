"""The doors of inspections: what of them waits for whom, what is found, and where it stands."""
