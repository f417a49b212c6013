"""The doors of the portal: the public's lists and pages, the system's, the dossiers', the enterprise's."""
