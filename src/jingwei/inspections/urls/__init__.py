"""Addresses of inspections: the desk's, the departments' and the phone's."""

from jingwei.inspections.urls import departments, desk, invitations, letters, overdue, phone

urlpatterns = [
    *desk.urlpatterns,
    *invitations.urlpatterns,
    *letters.urlpatterns,
    *departments.urlpatterns,
    *overdue.urlpatterns,
    *phone.urlpatterns,
]
