"""The papers of planning, by topic."""
