"""Pages of subjects: the list and its forms, one subject, the steps in its life."""
