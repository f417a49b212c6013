"""Pages of items: the library, one item, what is done to it, its standards and their conflicts."""
