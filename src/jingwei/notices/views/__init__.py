"""Pages of circulars: the lists, one circular for the bureau and for a department, drafting."""
