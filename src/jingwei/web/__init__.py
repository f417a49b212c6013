"""Base pages, components, JSON envelope and static files."""
