"""Addresses of invitations, of what enterprises thought, and of visits out of the ordinary."""

from django.urls import path

from jingwei.inspections.views import exceptions, invitations, ratings, refusals

ONE = "invitations/<id:invitation_id>/"

urlpatterns = [
    path("invitations/", invitations.invitation_list, name="invitation_list"),
    path("invitations/export/", invitations.invitation_export, name="invitation_export"),
    path("invitations/new/", invitations.invitation_new, name="invitation_new"),
    path(ONE, invitations.invitation_detail, name="invitation_detail"),
    path(f"{ONE}accept/", invitations.invitation_accept, name="invitation_accept"),
    path(f"{ONE}decline/", invitations.invitation_decline, name="invitation_decline"),
    path(f"{ONE}take-back/", invitations.invitation_take_back, name="invitation_take_back"),
    path("ratings/", ratings.rating_groups, name="rating_groups"),
    path("ratings/export/", ratings.rating_export, name="rating_export"),
    path("ratings/<id:subject_id>/<str:quarter>/", ratings.rating_comments, name="rating_comments"),
    path("refusals/", refusals.refusal_list, name="refusal_list"),
    path("refusals/export/", refusals.refusal_export, name="refusal_export"),
    path("entry-exceptions/", exceptions.exception_list, name="entry_exceptions"),
    path("entry-exceptions/export/", exceptions.exception_export, name="entry_exception_export"),
]
