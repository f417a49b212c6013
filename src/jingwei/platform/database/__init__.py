"""The database: where it lives, the PostgreSQL we start ourselves, and how Django reaches it."""
