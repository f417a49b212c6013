"""The registry's lists on the page and in the exported file, by topic."""
