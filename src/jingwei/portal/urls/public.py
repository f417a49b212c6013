"""Addresses of the public's pages."""

from django.urls import path

from jingwei.portal.views import open_data, public

urlpatterns = [
    path("public/", public.public_home, name="public_home"),
    path("public/search/", public.public_search, name="public_search"),
    path("public/subjects/", public.public_subjects, name="public_subjects"),
    path("public/subjects/<id:subject_id>/", public.public_subject, name="public_subject"),
    path("public/items/", public.public_items, name="public_items"),
    path("public/items/<id:item_id>/", public.public_item, name="public_item"),
    path("public/plans/", public.public_plans, name="public_plans"),
    path("public/plans/<id:announcement_id>/", public.public_plan, name="public_plan"),
    path("public/special/", public.public_specials, name="public_specials"),
    path("public/special/<id:announcement_id>/", public.public_special, name="public_special"),
    path("public/caps/", public.public_caps, name="public_caps"),
    path("public/results/", public.public_results, name="public_results"),
    path("public/data/", public.public_data, name="public_data"),
    path("public/data/<str:name>/<str:form>/", open_data.open_data, name="open_data"),
    path("public/size/<str:size>/", public.public_size, name="public_size"),
]
