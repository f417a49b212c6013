"""The pages of statistics: the report, the lists behind its figures, the returns, and the public page."""
