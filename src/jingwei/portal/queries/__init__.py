"""Reads across areas."""
