"""Addresses of items, their standards and conflicts."""

from django.urls import path

from jingwei.registry.views.items import acts, detail, library, standards

urlpatterns = [
    path("items/", library.item_list, name="item_list"),
    path("items/export/", library.item_export, name="item_export"),
    path("items/new/", library.item_new, name="item_new"),
    path("items/<id:item_id>/", detail.item_detail, name="item_detail"),
    path("items/<id:item_id>/edit/", library.item_edit, name="item_edit"),
    path("items/<id:item_id>/publish/", acts.item_publish, name="item_publish"),
    path("items/<id:item_id>/withdraw/", acts.item_withdraw, name="item_withdraw"),
    path("items/<id:item_id>/bases/", acts.item_amend_basis, name="item_amend_basis"),
    path("items/<id:item_id>/bases/end/", acts.item_end_basis, name="item_end_basis"),
    path("items/<id:item_id>/standards/", standards.standard_new, name="standard_new"),
    path("items/<id:item_id>/conflict/", standards.conflict_new, name="conflict_new"),
    path("standard-conflicts/", standards.conflict_list, name="conflict_list"),
    path(
        "standard-conflicts/<id:conflict_id>/escalate/", standards.conflict_escalate, name="conflict_escalate"
    ),
    path("standard-conflicts/<id:conflict_id>/settle/", standards.conflict_settle, name="conflict_settle"),
]
