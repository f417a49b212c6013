"""The doors of what is announced and filed."""
