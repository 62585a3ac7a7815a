"""The case of one invented person, written through the services as the team would write it, then put back in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.cases.models import Case, Person
from fristad.server.cases.models.work import Finding, Flag, Goal, Need, NeedState, Note, Task
from fristad.server.cases.selectors.giving import helpers_of
from fristad.server.cases.services.cases import case_create, closure_ask, closure_decide, involve, risk_judge
from fristad.server.cases.services.circles import circle_close
from fristad.server.cases.services.journeys import leg_add
from fristad.server.cases.services.work import item_add, item_end
from fristad.server.site.demo.office import Office
from fristad.server.site.demo.shapes import leg_told, person_values
from fristad.server.site.demo.stories import Story, data

#: What came of a task or goal of the demo.
_DONE = "Done, and said so to the person."


@dataclass(frozen=True)
class CaseWriter:
    """Writes one story into the office. `day` is the day the demo is made."""

    office: Office
    day: date
    story: Story

    @property
    def actor(self) -> Actor:
        """Who works on the case: its owner, else the team's supervisor."""
        work = self.story.case
        return self.office.actors[work.owner or data("people")["supervisors"][work.team]]

    def write(self) -> Case:
        """Open the case, write what was told and planned, and leave it as it stands today."""
        work = self.story.case
        owner = self.office.staff[work.owner] if work.owner else None
        opened = case_create(
            self.actor, person_values(self.story, self.day), team=self.office.teams[work.team], owner=owner
        )
        for leg in self.story.journey:
            leg_add(self.actor, opened.person, leg_told(leg, self.day))
        # The legs wrote the card of the stored case anew.
        case: Case = Case.unscoped.select_related("record_key", "person__record_key", "team").get(pk=opened.pk)
        self._limit(case)
        self._judge(case)
        self._items(case)
        self._plan(case)
        self._close(case)
        self._put_back(case)
        return case

    def _before(self, ago: int) -> date:
        return self.day - timedelta(days=ago)

    def _limit(self, case: Case) -> None:
        """Let officers look, or nobody but a circle."""
        work = self.story.case
        for key in work.flagged:
            involve(self.actor, case, self.office.staff[key].pk)
            item_add(self.actor, case, Flag, {"words": data("people")["asked_to_look"][key]}, due_on=self._before(-3))
        if work.circle:
            people = [self.office.staff[key] for key in work.circle["who"]]
            circle_close(self.actor, case, people, why=work.circle["why"], read_version=case.version)

    def _judge(self, case: Case) -> None:
        work = self.story.case
        if work.risk:
            review = None if work.review is None else self._before(-work.review)
            reason = f"{work.why.rstrip('.')}."
            risk_judge(self.actor, case, risk=work.risk, reason=reason, review_on=review, read_version=case.version)

    def _items(self, case: Case) -> None:
        story, opened = self.story, self.story.case.opened
        state = NeedState.MET if story.case.state == "closed" else NeedState.OPEN
        for need in story.needs:
            for kind, words in need.items():
                told = {"kind": kind, "words": f"{words[:1].upper()}{words[1:]}"}
                item_add(self.actor, case, Need, told, state=state, created_on=self._before(opened))
        for note in story.notes:
            item_add(self.actor, case, Note, {"words": note["text"]}, created_on=self._before(note["ago"]))
        for flag in story.flags:
            item_add(self.actor, case, Flag, {"words": flag["text"]}, due_on=self._before(-flag["due"]))
        for finding in story.findings:
            item_add(self.actor, case, Finding, dict(finding), created_on=self._before(opened))
        for task in story.tasks:
            self._task(case, task, "task")

    def _plan(self, case: Case) -> None:
        plan = self.story.plan
        if plan is None:
            return
        review = self._before(-plan["review"])
        goal = item_add(
            self.actor,
            case,
            Goal,
            {"words": plan["goal"]},
            review_on=review,
            created_on=self._before(self.story.case.opened),
        )
        for step in plan["steps"]:
            self._task(case, {"due": step.get("in"), **step}, "step", goal)
        if self.story.case.closed is not None:
            ended = self._before(self.story.case.closed)
            item_end(self.actor, goal, answer=_DONE, read_version=goal.version, ended_on=ended)

    def _task(self, case: Case, told: Mapping[str, Any], kind: str, goal: Goal | None = None) -> None:
        # A step of somebody outside, such as a lawyer, or of somebody who cannot open the case, is nobody's here.
        named: Staff | None = self.office.staff.get(told.get("who") or self.story.case.owner or "")
        assignee = named if named and str(named.pk) in helpers_of(case) else None
        task = item_add(
            self.actor,
            case,
            Task,
            {"kind": kind, "words": told["text"]},
            goal=goal,
            assignee=assignee,
            due_on=self._before(-told["due"]),
            created_on=self._before(self.story.case.opened),
        )
        if "done" in told:
            done = self._before(told["done"])
            item_end(self.actor, task, answer=_DONE, read_version=task.version, ended_on=done)

    def _close(self, case: Case) -> None:
        work = self.story.case
        if work.state == "open":
            return
        closure_ask(self.actor, case, reason=work.close, words=work.closing, read_version=case.version)
        if work.state == "closed":
            by = self.office.actors[work.approved_by]
            closure_decide(by, case, agreed=True, words="Read and agreed.", read_version=case.version)

    def _put_back(self, case: Case) -> None:
        """Give the rows the days of the story. Inside the acts that made them, so that the log covers these days."""
        work, opened = self.story.case, self._before(self.story.case.opened)
        latest = min((note["ago"] for note in self.story.notes), default=work.opened)
        changed = self._before(latest if work.closed is None else work.closed)
        Person.unscoped.filter(pk=case.person_id).update(created_on=opened, changed_on=opened)
        Case.unscoped.filter(pk=case.pk).update(
            created_on=opened,
            changed_on=changed,
            closed_on=None if work.closed is None else changed,
            review_on=None if work.review is None or work.closed is not None else self._before(-work.review),
        )
