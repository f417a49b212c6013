"""The registry's spreadsheets: one importer a kind."""
