"""The doors of disclosure, by topic: lamps, announcements, filings, what waits, and what the pages of plans show from here."""
