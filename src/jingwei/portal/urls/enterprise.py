"""Addresses of the enterprise's pages."""

from django.urls import path

from jingwei.portal.doors import enterprise, enterprise_gate, enterprise_invitations, enterprise_times

urlpatterns = [
    *enterprise.HOME.urls("enterprise/"),
    *enterprise.COMING.urls("enterprise/visits/<id:inspection_id>/"),
    path("enterprise/rate/<str:token>/", enterprise.enterprise_rate, name="enterprise_rate"),
    *enterprise_times.SLOTS.urls("enterprise/slots/"),
    *enterprise_times.OFFERED.urls("enterprise/slots/<id:slot_id>/"),
    *enterprise_times.OUTSIDERS.urls("enterprise/outsiders/"),
    *enterprise_invitations.INVITATIONS.urls("enterprise/invitations/"),
    path("enterprise/invitations/new/", enterprise_invitations.enterprise_invite, name="enterprise_invite"),
    *enterprise_invitations.INVITATION.urls("enterprise/invitations/<id:invitation_id>/"),
    path("enterprise/sites/<id:site_id>/code/", enterprise_gate.enterprise_code, name="enterprise_code"),
    path("enterprise/visitors/", enterprise_gate.enterprise_visitors, name="enterprise_visitors"),
    path("enterprise/refusals/", enterprise_gate.enterprise_refuse, name="enterprise_refuse"),
]
