"""How to reach each address. An address without a row fails `test_permissions`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tests.permissions.places import Spot, World

Arguments = Callable[[World, Spot], dict[str, Any]]


class Kind(Enum):
    """What decides whether an address is reached."""

    PUBLIC = "open to everybody"
    PLAIN = "the right alone"
    CASE = "the right, over a case"
    STAFF = "the right, over a member of staff or a team"
    AGENCY = "the right, over a record of the agency in the operation"
    OTHERS = "the right, over a case, for what a colleague wrote there"
    OWN = "the right, over what is one's own alone"
    MET = "the right, over somebody one met oneself or, with the right in the operation, a colleague of the agency did"
    PRIVATE = "the right, and that the record is one's own; the tests of its app make one"


@dataclass(frozen=True)
class Address:
    """One row."""

    kind: Kind
    methods: tuple[str, ...] = ("GET",)
    arguments: Arguments = field(default=lambda _world, _spot: {})


FORM = ("GET", "POST")
POST = ("POST",)


def _of_case(*methods: str, **more: Any) -> Address:
    return Address(Kind.CASE, methods or ("GET",), lambda _world, spot: {"code": spot.case.code, **more})


def _of_leg(*methods: str, **more: Any) -> Address:
    return Address(Kind.CASE, methods, lambda _world, spot: {"code": spot.case.code, "leg_id": spot.leg.pk, **more})


def _of_task(*methods: str) -> Address:
    return Address(
        Kind.CASE,
        methods,
        lambda _world, spot: {"code": spot.case.code, "section": "tasks", "item_id": spot.task.pk},
    )


def _of_document(*methods: str) -> Address:
    return Address(Kind.CASE, methods, lambda _world, spot: {"code": spot.case.code, "document_id": spot.document.pk})


def _of_interpreter(*methods: str) -> Address:
    return Address(Kind.AGENCY, methods, lambda _world, spot: {"interpreter_id": spot.interpreter.pk})


def _of_talks(kind: Kind, methods: tuple[str, ...], **names: str) -> Address:
    """Return an address with the ids of records of `Spot.talks`, each argument with the record's name there."""
    return Address(kind, methods, lambda _w, spot: {name: getattr(spot.talks, of).pk for name, of in names.items()})


def _of_interview(*methods: str) -> Address:
    return _of_talks(Kind.OWN, methods, interview_id="interview")


def _of_staff(*methods: str) -> Address:
    return Address(Kind.STAFF, methods or ("GET",), lambda _world, spot: {"staff_id": spot.staff.pk})


def _step(**more: Any) -> dict[str, Any]:
    return {"about": "person", "step_id": _NOBODY, **more}


_OWN = Address(Kind.PLAIN)
_OWN_FORM = Address(Kind.PLAIN, FORM)
_OWN_POST = Address(Kind.PLAIN, POST)
_NOBODY = "00000000-0000-4000-8000-000000000000"

ADDRESSES: dict[str, Address] = {
    "home": Address(Kind.PLAIN),
    "health": Address(Kind.PUBLIC),
    "api:description": Address(Kind.PLAIN),
    "language": Address(Kind.PUBLIC, POST),
    "neutral": Address(Kind.PUBLIC),
    "help": Address(Kind.PUBLIC),
    "style": Address(Kind.PUBLIC, arguments=lambda _world, _spot: {"page": "parts"}),
    "consent:consent": _of_case(*FORM),
    "consent:copy": _of_case(*FORM),
    "consent:withdraw": Address(
        Kind.CASE, FORM, lambda _world, spot: {"code": spot.case.code, "number": spot.talks.consent}
    ),
    "screening:unrecorded": Address(Kind.PLAIN, FORM),
    "screening:doors_in": Address(Kind.PLAIN),
    "screening:first_contact": Address(Kind.PLAIN, FORM, lambda _world, _spot: {"way": "self"}),
    "screening:worry": Address(Kind.PLAIN, FORM),
    "screening:held": Address(Kind.PLAIN, FORM),
    "screening:alarms": Address(Kind.PLAIN),
    "screening:alarm": _of_talks(Kind.AGENCY, FORM, alarm_id="alarm"),
    "screening:one_worry": _of_talks(Kind.MET, FORM, worry_id="worry"),
    "screening:arrival": _of_talks(Kind.MET, FORM, arrival_id="arrival"),
    "screening:report": _of_talks(Kind.AGENCY, FORM, report_id="report"),
    "screening:bulk": Address(Kind.PLAIN),
    "screening:bulk_new": Address(Kind.PLAIN, FORM),
    "screening:bulk_run": Address(Kind.PRIVATE, arguments=lambda _world, _spot: {"run_id": _NOBODY}),
    "screening:bulk_columns": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"run_id": _NOBODY}),
    "screening:bulk_remove": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"run_id": _NOBODY}),
    "screening:talk_list_make": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"run_id": _NOBODY}),
    "screening:talk_lists": Address(Kind.PLAIN),
    "screening:talk_list": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"list_id": _NOBODY}),
    "screening:interviews": _of_case(),
    "screening:begin": _of_case(*FORM),
    "screening:interview": _of_interview(*FORM),
    "screening:pause": _of_interview(*POST),
    "screening:resume": _of_interview(*POST),
    "screening:hand_over": _of_interview(*FORM),
    "screening:seen": _of_interview(*FORM),
    "screening:told": _of_interview("GET"),
    "screening:correct": _of_talks(Kind.OWN, FORM, interview_id="interview", saying_id="saying"),
    "screening:interpreter_talks": _of_interpreter(*FORM),
    "screening:close": _of_interview(*FORM),
    "screening:result": _of_case(),
    "screening:say": _of_case(),
    "screening:say_paper": _of_case(*FORM),
    "screening:decide": _of_case(*POST),
    "screening:again": _of_case(*POST),
    "screening:history": _of_case(),
    "screening:support": _of_case(*FORM),
    "screening:profile": _of_case(about="person"),
    "screening:profile_level": _of_case(*FORM, about="family", part="community"),
    "screening:profile_compare": _of_case(about="person"),
    "screening:prevention": _of_case(about="person"),
    "screening:prevention_add": _of_case(*FORM, about="person"),
    "screening:prevention_change": Address(Kind.PRIVATE, FORM, lambda _world, spot: _step(code=spot.case.code)),
    "screening:prevention_end": Address(Kind.PRIVATE, FORM, lambda _world, spot: _step(code=spot.case.code)),
    "screening:profiles_due": Address(Kind.PLAIN),
    "screening:place_files": Address(Kind.PLAIN),
    "screening:place_new": Address(Kind.PLAIN, FORM),
    "screening:place_profile": Address(Kind.PRIVATE, arguments=lambda _world, _spot: {"place_id": _NOBODY}),
    "screening:place_end": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"place_id": _NOBODY}),
    "screening:place_profile_level": Address(
        Kind.PRIVATE, FORM, lambda _world, _spot: {"place_id": _NOBODY, "part": "community"}
    ),
    "screening:place_profile_compare": Address(Kind.PRIVATE, arguments=lambda _world, _spot: {"place_id": _NOBODY}),
    "screening:place_prevention": Address(Kind.PRIVATE, arguments=lambda _world, _spot: {"place_id": _NOBODY}),
    "screening:place_prevention_add": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"place_id": _NOBODY}),
    "screening:place_prevention_change": Address(
        Kind.PRIVATE, FORM, lambda _world, _spot: {"place_id": _NOBODY, "step_id": _NOBODY}
    ),
    "screening:place_prevention_end": Address(
        Kind.PRIVATE, FORM, lambda _world, _spot: {"place_id": _NOBODY, "step_id": _NOBODY}
    ),
    "screening:certificates": Address(Kind.PLAIN, FORM),
    "screening:certificate_end": _of_talks(Kind.STAFF, POST, certificate_id="certificate"),
    "screening:to_review": Address(Kind.PLAIN),
    "screening:review": _of_talks(Kind.OTHERS, FORM, decision_id="decision"),
    "custody:unlock": Address(Kind.PUBLIC, FORM),
    "cases:list": Address(Kind.PLAIN),
    "cases:new": Address(Kind.PLAIN, FORM),
    "cases:search": Address(Kind.PLAIN, FORM),
    "cases:found": Address(Kind.PRIVATE, arguments=lambda _world, _spot: {"search_id": _NOBODY}),
    "cases:save_search": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"search_id": _NOBODY}),
    "cases:save_list": Address(Kind.PLAIN, FORM),
    "cases:saved": Address(Kind.PLAIN),
    "cases:saved_drop": Address(Kind.PRIVATE, POST, lambda _world, _spot: {"search_id": _NOBODY}),
    "cases:open": _of_case(),
    "cases:person": _of_case(),
    "cases:person_edit": _of_case(*FORM),
    "cases:contact": _of_case(*FORM),
    "cases:number": _of_case(*POST),
    "cases:papers": _of_case(*FORM),
    "cases:paper": Address(Kind.PRIVATE, FORM, lambda _world, spot: {"code": spot.case.code, "number": 0}),
    "cases:paper_out": Address(Kind.PRIVATE, FORM, lambda _world, spot: {"code": spot.case.code, "number": 0}),
    "cases:age": Address(Kind.PRIVATE, FORM, lambda _world, spot: {"code": spot.case.code, "which": "birth"}),
    "cases:family": _of_case(*FORM),
    "cases:family_hide": _of_case(*POST),
    "cases:family_sight": Address(
        Kind.PRIVATE, POST, lambda _world, spot: {"code": spot.case.code, "link_id": _NOBODY}
    ),
    "cases:family_end": Address(Kind.PRIVATE, POST, lambda _world, spot: {"code": spot.case.code, "link_id": _NOBODY}),
    "cases:talks": _of_case(*POST),
    "cases:apart": _of_case(*FORM),
    "cases:tie": Address(Kind.PRIVATE, FORM, lambda _world, spot: {"code": spot.case.code, "tie_id": _NOBODY}),
    "cases:suspicion": _of_case(*FORM),
    "cases:journey": _of_case(*FORM),
    "cases:leg": _of_leg(*FORM),
    "cases:leg_order": _of_leg(*POST, way="up"),
    "cases:risk": _of_case(*FORM),
    "cases:assign": _of_case(*FORM),
    "cases:close": _of_case(*FORM),
    "cases:close_not": _of_case(*POST),
    "cases:decide": _of_case(*FORM),
    "cases:reopen": _of_case(*FORM),
    "cases:export": Address(Kind.PLAIN, FORM),
    "cases:imports": Address(Kind.PLAIN),
    "cases:import": Address(Kind.PRIVATE, arguments=lambda _world, _spot: {"import_id": _NOBODY}),
    "cases:told": _of_case(*FORM),
    "cases:told_file": _of_case(*FORM),
    "cases:print": _of_case(*FORM),
    "cases:timeline": _of_case(),
    "cases:seen": _of_case(),
    "cases:items": _of_case(*FORM, section="notes"),
    "cases:item": _of_task(*FORM),
    "cases:item_close": _of_task(*FORM),
    "cases:documents": _of_case(*FORM),
    "cases:document": _of_document("GET"),
    "cases:document_withdraw": _of_document(*FORM),
    "cases:interpreters": Address(Kind.PLAIN),
    "cases:interpreter_new": Address(Kind.PLAIN, FORM),
    "cases:interpreter": _of_interpreter("GET"),
    "cases:interpreter_change": _of_interpreter(*FORM),
    "cases:interpreter_end": _of_interpreter(*FORM),
    "cases:places": Address(Kind.PLAIN),
    "cases:places_import": Address(Kind.PLAIN, FORM),
    "cases:places_find": Address(Kind.PLAIN, FORM),
    "cases:circle": _of_case(*FORM),
    "cases:circle_end": _of_case(*POST),
    "cases:circle_out": Address(Kind.PRIVATE, POST, lambda _world, spot: {"code": spot.case.code, "staff_id": _NOBODY}),
    "cases:give": Address(Kind.PLAIN, FORM),
    "cases:moves": Address(Kind.PLAIN),
    "cases:handover": Address(Kind.PLAIN, FORM),
    "cases:handover_end": Address(Kind.PRIVATE, POST, lambda _world, _spot: {"handover_id": _NOBODY}),
    "cases:transfer": _of_case(*FORM),
    "cases:transfer_asked": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"transfer_id": _NOBODY}),
    "cases:transfer_answer": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"transfer_id": _NOBODY}),
    "cases:plans": Address(Kind.PLAIN),
    "cases:plan": _of_case(*FORM),
    "cases:plan_decide": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"code": "NOTHERE"}),
    "cases:assessment": _of_case(*FORM),
    "cases:assessment_decide": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"code": "NOTHERE"}),
    "cases:doubles": Address(Kind.PLAIN),
    "cases:double": Address(Kind.PRIVATE, arguments=lambda _world, _spot: {"double_id": _NOBODY}),
    "cases:double_ask": Address(Kind.PRIVATE, POST, lambda _world, _spot: {"double_id": _NOBODY}),
    "cases:double_join": Address(Kind.PRIVATE, POST, lambda _world, _spot: {"double_id": _NOBODY}),
    "cases:double_leave": Address(Kind.PRIVATE, POST, lambda _world, _spot: {"double_id": _NOBODY}),
    "cases:double_undo": Address(Kind.PRIVATE, POST, lambda _world, _spot: {"double_id": _NOBODY}),
    "cases:double_answer": Address(
        Kind.PRIVATE, FORM, lambda _world, spot: {"double_id": _NOBODY, "code": spot.case.code}
    ),
    "cases:load": Address(Kind.PLAIN),
    "cases:ceiling": _of_staff(*FORM),
    "cases:checkout": Address(Kind.PLAIN),
    "cases:emergency": Address(Kind.PLAIN, FORM),
    "cases:emergencies": Address(Kind.PLAIN),
    "cases:emergency_judge": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"access_id": _NOBODY}),
    "cases:policy": Address(Kind.PLAIN),
    "cases:rule_new": Address(Kind.PLAIN, FORM),
    "cases:rule_end": Address(Kind.PRIVATE, POST, lambda _world, _spot: {"rule_id": _NOBODY}),
    "cases:due": Address(Kind.PLAIN),
    "cases:due_one": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"proposal_id": _NOBODY}),
    "cases:certificate": Address(Kind.PRIVATE, arguments=lambda _world, _spot: {"proposal_id": _NOBODY}),
    "cases:retention": _of_case(),
    "cases:hold": _of_case(*FORM),
    "cases:hold_lift": Address(Kind.PRIVATE, FORM, lambda _world, spot: {"code": spot.case.code, "hold_id": _NOBODY}),
    "cases:seal": _of_case(*FORM),
    "cases:erase": _of_case(*FORM),
    "people:list": Address(Kind.PLAIN),
    "people:person": _of_staff(),
    "people:change": _of_staff(*FORM),
    "people:disable": _of_staff(*FORM),
    "people:enable": _of_staff(*FORM),
    "people:sessions_end": _of_staff(*POST),
    "people:role_new": _of_staff(*FORM),
    "people:reset": _of_staff(*FORM),
    "people:role": Address(Kind.STAFF, FORM, lambda _world, spot: {"grant_id": spot.grant.pk}),
    "people:role_end": Address(Kind.STAFF, FORM, lambda _world, spot: {"grant_id": spot.grant.pk}),
    "people:waiting": Address(Kind.PLAIN),
    "people:waiting_one": Address(Kind.STAFF, FORM, lambda _world, spot: {"pending_id": spot.pending.pk}),
    "people:teams": Address(Kind.PLAIN),
    "people:team_new": Address(Kind.PLAIN, FORM),
    "people:team": Address(Kind.STAFF, FORM, lambda _world, spot: {"team_id": spot.team.pk}),
    "people:team_close": Address(Kind.STAFF, FORM, lambda _world, spot: {"team_id": spot.team.pk}),
    "signin:operations": _OWN_FORM,
    "signin:switch": Address(Kind.PRIVATE, POST, lambda _world, _spot: {"link_id": _NOBODY}),
    "signin:unlink_operation": Address(Kind.PRIVATE, POST, lambda _world, _spot: {"link_id": _NOBODY}),
    "people:change_one": Address(Kind.PRIVATE, FORM, lambda _world, _spot: {"pending_id": _NOBODY}),
    "people:focal_points": Address(Kind.PLAIN),
    "people:focal_point_new": Address(Kind.PLAIN, FORM),
    "people:focal_point_end": Address(Kind.PLAIN, FORM, lambda world, _spot: {"point_id": world.point.pk}),
    "people:outside": Address(Kind.PLAIN, FORM),
    "people:looks": Address(Kind.PLAIN, FORM),
    "people:country": Address(Kind.PLAIN, FORM),
    "signin:enter": Address(Kind.PUBLIC, FORM),
    "signin:with_passkey": Address(Kind.PUBLIC, POST),
    "signin:code": Address(Kind.PUBLIC, FORM),
    "signin:accept": Address(Kind.PUBLIC, FORM, lambda _w, _s: {"invitation_id": _NOBODY, "token": "none"}),
    "signin:exit": Address(Kind.PUBLIC),
    "signin:out": _OWN_POST,
    "signin:stay": _OWN_POST,
    "signin:again": _OWN_FORM,
    "signin:factor": _OWN,
    "signin:app": _OWN_FORM,
    "signin:passkey": _OWN_FORM,
    "signin:passkey_remove": Address(Kind.PRIVATE, POST, lambda _world, _spot: {"passkey_id": 0}),
    "signin:recovery": _OWN_FORM,
    "signin:password": _OWN_FORM,
    "signin:duress": _OWN_FORM,
    "signin:sessions": _OWN,
    "signin:session_end": _OWN_POST,
    "signin:language": _OWN_FORM,
    "signin:conduct": _OWN_FORM,
    "signin:held": _OWN_FORM,
    "signin:notices": _OWN_FORM,
    # Not there in an installation that names no provider.
    "signin:provider": Address(Kind.PUBLIC),
    "signin:provider_back": Address(Kind.PUBLIC),
    "signin:identity": Address(Kind.PRIVATE, FORM),
    "signin:link": Address(Kind.PRIVATE),
    "signin:unlink": Address(Kind.PRIVATE, POST),
    "signin:tokens": _OWN,
    "signin:token_new": _OWN_FORM,
    "signin:token_end": Address(Kind.PRIVATE, POST, lambda _world, _spot: {"token_id": _NOBODY}),
    "signin:invite": Address(Kind.PLAIN, FORM),
    "signin:withdraw": Address(Kind.PRIVATE, POST, lambda _world, _spot: {"invitation_id": _NOBODY}),
}
