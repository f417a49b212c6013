"""Addresses of the public's pages."""

from django.urls import path

from jingwei.portal.doors import open_data, public_lists, public_pages

urlpatterns = [
    path("public/", public_pages.public_home, name="public_home"),
    path("public/search/", public_pages.public_search, name="public_search"),
    path("public/subjects/", public_lists.SUBJECTS.public_view, name="public_subjects"),
    path("public/subjects/<id:subject_id>/", public_pages.public_subject, name="public_subject"),
    path("public/items/", public_lists.ITEMS.public_view, name="public_items"),
    path("public/items/<id:item_id>/", public_pages.public_item, name="public_item"),
    path("public/plans/", public_lists.PLANS.public_view, name="public_plans"),
    path("public/plans/<id:announcement_id>/", public_pages.public_plan, name="public_plan"),
    path("public/special/", public_lists.SPECIALS.public_view, name="public_specials"),
    path("public/special/<id:announcement_id>/", public_pages.public_special, name="public_special"),
    path("public/caps/", public_lists.CAPS.public_view, name="public_caps"),
    path("public/results/", public_lists.RESULTS.public_view, name="public_results"),
    path("public/data/", public_pages.public_data, name="public_data"),
    path("public/data/<str:name>/<str:form>/", open_data.open_data, name="open_data"),
    path("public/size/<str:size>/", public_pages.public_size, name="public_size"),
]
