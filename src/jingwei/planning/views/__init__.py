"""The pages of planning, by topic."""
