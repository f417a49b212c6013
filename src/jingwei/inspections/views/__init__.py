"""Pages of inspections: ``desk_*`` for the desk, ``phone_*`` for the officer's phone."""
