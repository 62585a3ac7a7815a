"""Addresses of supervision."""

from django.urls import path

from fristad.server.cases.views import circles, emergency

urlpatterns = [
    path("case/<str:code>/circle/", circles.circle, name="circle"),
    path("case/<str:code>/circle/end/", circles.circle_end, name="circle_end"),
    path("case/<str:code>/circle/<uuid:staff_id>/out/", circles.circle_out, name="circle_out"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("emergencies/", emergency.emergencies, name="emergencies"),
    path("emergencies/<uuid:access_id>/", emergency.judge, name="emergency_judge"),
]
