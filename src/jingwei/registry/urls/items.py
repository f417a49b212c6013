"""Addresses of items, their standards and conflicts."""

from jingwei.registry.doors import item, item_lists

ONE = "items/<id:item_id>/"

urlpatterns = [
    *item_lists.ITEMS.urls("items/"),
    item.NEW.url("items/new/"),
    *item.ITEM.urls(ONE),
    item.edit_url(f"{ONE}edit/"),
    item.STANDARD.url(f"{ONE}standards/"),
    item.CONFLICT.url(f"{ONE}conflict/"),
    *item_lists.CONFLICTS.urls("standard-conflicts/"),
    *item_lists.CONFLICT.urls("standard-conflicts/<id:standardconflict_id>/"),
]
