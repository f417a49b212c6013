"""经纬: supervising how a district's departments inspect and punish enterprises."""
