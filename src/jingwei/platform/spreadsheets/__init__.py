"""Spreadsheets as departments send them: read with limits, checked row by row, the bad rows handed back."""
