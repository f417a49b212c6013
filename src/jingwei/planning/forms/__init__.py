"""What people type into the pages of planning, by topic."""
