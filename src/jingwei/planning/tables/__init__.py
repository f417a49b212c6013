"""The lists of planning on the page and in the exported file, by topic."""
