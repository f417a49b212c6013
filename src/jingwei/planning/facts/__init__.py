"""Rows of planning → the facts that its rules need."""
