"""门户: workbench, enterprise pages; reads all areas, read by none."""
