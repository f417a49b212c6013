"""Addresses of invitations, of what enterprises thought, and of visits out of the ordinary."""

from django.urls import path

from jingwei.inspections.doors import invitations, refusals
from jingwei.inspections.doors.exceptions import EXCEPTIONS
from jingwei.inspections.views import ratings

urlpatterns = [
    *invitations.INVITATIONS.urls("invitations/"),
    invitations.NEW.url("invitations/new/"),
    *invitations.INVITATION.urls("invitations/<id:invitation_id>/"),
    path("ratings/", ratings.rating_groups, name="rating_groups"),
    path("ratings/export/", ratings.rating_export, name="rating_export"),
    path("ratings/<id:subject_id>/<str:quarter>/", ratings.rating_comments, name="rating_comments"),
    *refusals.REFUSALS.urls("refusals/"),
    path("entry-exceptions/", EXCEPTIONS.view, name="entry_exceptions"),
    path("entry-exceptions/export/", EXCEPTIONS.file_view, name="entry_exception_export"),
]
