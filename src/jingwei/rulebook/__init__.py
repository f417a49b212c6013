"""The kernel of the legal rules and the documents they cite; no Django."""
