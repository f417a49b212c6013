"""The doors of circulars: what is shown of one, the lists, one circular with its acts, drafting, the JSON interface."""
