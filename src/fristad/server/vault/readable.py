"""The closed list of columns that can be read without a key. Everything else about people is sealed.

What may stand here: random ids and foreign keys between rows, owner, team, agency, operation, workflow state, risk
level, due and review days, created and changed days, counters, keyed tags; of staff the sign-in name (which need not
be real) and the hash of the password; public packs and places. Never: names, contacts, dates of birth, age, sex,
nationality, group, status, language, place, form of exploitation, findings, answers, service asked for, free text,
file names.

A test compares the list with every column of every model. Before a column is added here, ask what a thief of the
database learns from it about one person; where that is anything, make it a `SealedField`.
"""

from __future__ import annotations

#: Columns that every `SealedModel` has.
SEALED_MODEL = frozenset({"id", "operation_id", "record_key_id", "version", "created_on", "changed_on"})

_READABLE = {
    "accounts.agency": "",
    "accounts.conductaccepted": "id staff_id text_version accepted_on",
    "accounts.focalpoint": "agency_id staff_id ended_on",
    "accounts.grant": "staff_id team_id until ended_on granted_by agreed_by",
    "accounts.heldform": "staff_id until",
    "accounts.identity": "staff_id tag",
    "accounts.invitation": "token_tag invited_by until used_on withdrawn_on",
    "accounts.knownplace": "id tag until",
    "accounts.linked": "staff_id",
    "accounts.notice": "staff_id seen_on",
    "accounts.operation": "",
    "accounts.pendingchange": "agency_id asked_by state decided_by decided_on",
    "accounts.pendinggrant": "staff_id team_id until asked_by state decided_by decided_on",
    "accounts.session": "session_key session_data expire_date staff_id signed_in_id renew",  # data: ids only
    "accounts.signedin": "staff_id",
    "accounts.staff": "password agency_id team_id sign_in_name is_active disabled_on",
    "accounts.team": "agency_id closed_on",
    "accounts.token": "staff_id until",
    "accounts.tries": "id tag count until",
    "accounts.usedstep": "id staff_id step",
    # Exact times and who did what stand here in clear: the auditor works while cases stay closed to them.
    "audit.entry": "id operation_id sequence at actor_id action purpose label record_id digest detail key_version link",
    "audit.searchmark": "id operation_id staff_id day alike exact",
    "audit.seen": "id entry_id record_id",
    "cases.barred": "staff_id",
    "cases.case": "code person_id agency_id team_id owner_id state risk review_on due_on next_on closed_on "
    "closed_circle",
    "cases.caseimport": "staff_id agency_id number state row",
    "cases.ceiling": "staff_id",
    "cases.document": "case_id by_id ended_on",
    "cases.double": "one_id other_id state decided_by_id decided_on",
    "cases.emergencyaccess": "case_id staff_id until judge_by judged_on judged_by_id",
    "cases.export": "staff_id",
    "cases.family": "agency_id",
    "cases.familymember": "family_id person_id hidden ended_on",
    "cases.finding": "case_id by_id ended_on",
    "cases.flag": "case_id by_id ended_on due_on",
    "cases.goal": "case_id by_id ended_on review_on",
    "cases.handover": "case_id by_id stand_in_id until ended_on",
    "cases.hold": "case_id by_id ended_on until ended_by_id",
    "cases.importedcase": "case_id made_by_id",
    "cases.interpreter": "agency_id ended_on",
    "cases.involved": "id case_id staff_id until",
    "cases.leg": "person_id position",
    "cases.need": "case_id by_id ended_on state",
    "cases.note": "case_id by_id ended_on",
    "cases.person": "agency_id merged_into_id",
    "cases.assessmentapproval": "case_id asked_by_id state decided_by_id decided_on",
    "cases.planapproval": "case_id asked_by_id state decided_by_id decided_on",
    # Published places, tied to nobody.
    "cases.place": "id operation_id code level parent_id latitude longitude",
    "cases.placename": "id place_id language text",
    "cases.proposal": "case_id due_on state decided_by_id decided_on again_on certificate_id",
    "cases.retentionrule": "agency_id by_id ended_on ended_by_id",
    "cases.search": "staff_id saved",
    "cases.task": "case_id by_id ended_on goal_id assignee_id due_on",
    "cases.tie": "case_id by_id ended_on review_on",
    "cases.tiedperson": "id tie_id person_id",
    "cases.transfer": "case_id asked_by_id to_staff_id to_team_id state decided_by_id decided_on",
    "consent.consentevent": "person_id by_id position",
    "custody.erasure": "id operation_id label record_id key_ids erased_on certified_on copies_end_on",
    "custody.installation": "id kind key_store_id made_on",
    "jobs.job": "kind staff_id state only_one run_after lease leased_until attempts done of failure",
    "screening.alarm": "report_id ended_on",
    "screening.arrival": "team_id by_id state case_id until",
    "screening.bulkrun": "by_id state until",
    "screening.certificate": "id operation_id staff_id by_id granted_on until ended_on",
    "screening.decision": "case_id result_id by_id revises_id state reviewed_by_id reviewed_on",
    "screening.heldreport": "agency_id ended_on",
    "screening.interview": "case_id interviewer_id number state closed_on",
    "screening.judgement": "case_id place_id by_id ended_on number review_on",
    "screening.placefile": "agency_id by_id ended_on",
    "screening.preventionstep": "case_id place_id by_id ended_on assignee_id due_on",
    "screening.saying": "interview_id sitting_id position corrects_id",
    "screening.screeningresult": "case_id interview_id number",
    "screening.sitting": "interview_id number by_id interpreter_id ended_on",
    "screening.talklist": "officer_id by_id until",
    "screening.support": "case_id by_id",
    "screening.unrecordedtalk": "until",
    "screening.unrecordedweek": "team_id week",
    "screening.worry": "team_id by_id assignee_id ended_on",
    "vault.recordkey": "id operation_id kind key_version wrapped created_on destroyed_on",
    "vault.searchtag": "id operation_id tag record_id",
}

#: Label of a model -> its readable columns, besides `SEALED_MODEL`.
READABLE = {label: frozenset(columns.split()) for label, columns in _READABLE.items()}

#: Columns of open-ended kinds (JSON, long text) that may be readable all the same, with the reason.
OPEN_ENDED = {
    "audit.entry.detail": "ids, counts, days and field names; `audit.content.checked` refuses words",
    "accounts.session.session_data": "ids and times; a test reads every session after a walk",
    "custody.erasure.key_ids": "random ids",
    "cases.placename.text": "published names of places",
}
