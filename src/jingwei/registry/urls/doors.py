"""Addresses of the way in, of the codes at the gates, and of the check by anybody."""

from django.urls import path

from jingwei.registry import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("choose-membership/", views.choose_membership, name="choose_membership"),
    path("change-password/", views.change_password, name="change_password"),
    path("sites/<id:site_id>/code/", views.site_code, name="site_code"),
    path("c/<str:text>/", views.code_landing, name="code_landing"),
    path("officers/verify/", views.verify_officer, name="verify_officer"),
    path("officers/verify/<str:number>/", views.verify_officer, name="verify_officer"),
]
