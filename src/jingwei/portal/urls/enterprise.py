"""Addresses of the enterprise's pages."""

from django.urls import path

from jingwei.portal.views import (
    enterprise,
    enterprise_doors,
    enterprise_invitations,
    enterprise_times,
    outsiders,
)

urlpatterns = [
    path("enterprise/", enterprise.enterprise_home, name="enterprise_home"),
    path("enterprise/rate/<str:token>/", enterprise.enterprise_rate, name="enterprise_rate"),
    path(
        "enterprise/visits/<id:inspection_id>/confirm/",
        enterprise_times.enterprise_confirm,
        name="enterprise_confirm",
    ),
    path(
        "enterprise/visits/<id:inspection_id>/other-time/",
        enterprise_times.enterprise_other_time,
        name="enterprise_other_time",
    ),
    path("enterprise/slots/", enterprise_times.enterprise_slots, name="enterprise_slots"),
    path(
        "enterprise/slots/<id:slot_id>/withdraw/",
        enterprise_times.enterprise_slot_withdraw,
        name="enterprise_slot_withdraw",
    ),
    path(
        "enterprise/invitations/",
        enterprise_invitations.enterprise_invitations,
        name="enterprise_invitations",
    ),
    path("enterprise/invitations/new/", enterprise_invitations.enterprise_invite, name="enterprise_invite"),
    path(
        "enterprise/invitations/<id:invitation_id>/accept/",
        enterprise_invitations.enterprise_accept,
        name="enterprise_accept",
    ),
    path(
        "enterprise/invitations/<id:invitation_id>/decline/",
        enterprise_invitations.enterprise_decline,
        name="enterprise_decline",
    ),
    path(
        "enterprise/invitations/<id:invitation_id>/take-back/",
        enterprise_invitations.enterprise_take_back,
        name="enterprise_take_back",
    ),
    path("enterprise/sites/<id:site_id>/code/", enterprise_doors.enterprise_code, name="enterprise_code"),
    path("enterprise/visitors/", enterprise_doors.enterprise_visitors, name="enterprise_visitors"),
    path("enterprise/outsiders/", outsiders.enterprise_outsiders, name="enterprise_outsiders"),
    path("enterprise/refusals/", enterprise_doors.enterprise_refuse, name="enterprise_refuse"),
]
