"""Pages of disclosure: lamps, announcements, filings, and what the pages of plans show from here."""
