"""名录: regions, subjects, memberships, officers and certificates, enterprises and sites, items."""
