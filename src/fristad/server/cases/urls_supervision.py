"""Addresses of supervision."""

from django.urls import path

from fristad.server.cases.views import circles, doubles, emergency, giving, load, movements, plans

urlpatterns = [
    path("load/", load.load, name="load"),
    path("load/<uuid:staff_id>/", load.ceiling, name="ceiling"),
    path("after-a-hard-talk/", load.checkout, name="checkout"),
    path("doubles/", doubles.doubles, name="doubles"),
    path("doubles/<uuid:double_id>/", doubles.double, name="double"),
    path("doubles/<uuid:double_id>/ask/", doubles.double_ask, name="double_ask"),
    path("doubles/<uuid:double_id>/join/", doubles.double_join, name="double_join"),
    path("doubles/<uuid:double_id>/leave/", doubles.double_leave, name="double_leave"),
    path("doubles/<uuid:double_id>/undo/", doubles.double_undo, name="double_undo"),
    path("doubles/<uuid:double_id>/answer/<str:code>/", doubles.double_answer, name="double_answer"),
    path("cases/give/", giving.give, name="give"),
    path("cases/moves/", movements.moves, name="moves"),
    path("cases/moves/away/", movements.handover, name="handover"),
    path("cases/moves/away/<uuid:handover_id>/end/", movements.handover_end_now, name="handover_end"),
    path("cases/moves/<uuid:transfer_id>/", movements.transfer_asked, name="transfer_asked"),
    path("cases/moves/<uuid:transfer_id>/answer/", movements.transfer_answer, name="transfer_answer"),
    path("cases/plans/", plans.plans, name="plans"),
    path("case/<str:code>/transfer/", movements.transfer, name="transfer"),
    path("case/<str:code>/plan/", plans.ask, name="plan"),
    path("case/<str:code>/plan/decide/", plans.decide, name="plan_decide"),
    path("case/<str:code>/assessment/", plans.assessment, name="assessment"),
    path("case/<str:code>/assessment/decide/", plans.assessment_decide, name="assessment_decide"),
    path("case/<str:code>/circle/", circles.circle, name="circle"),
    path("case/<str:code>/circle/end/", circles.circle_end, name="circle_end"),
    path("case/<str:code>/circle/<uuid:staff_id>/out/", circles.circle_out, name="circle_out"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("emergencies/", emergency.emergencies, name="emergencies"),
    path("emergencies/<uuid:access_id>/", emergency.judge, name="emergency_judge"),
]
