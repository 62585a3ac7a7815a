"""The records of a case file. Each is reached through its door in `cases.doors`."""

from fristad.server.cases.models.apart import Barred, Tie, TiedPerson
from fristad.server.cases.models.case import Case, CaseState, Involved, Risk
from fristad.server.cases.models.document import Document
from fristad.server.cases.models.double import Double, DoubleState
from fristad.server.cases.models.emergency import EmergencyAccess
from fristad.server.cases.models.export import Export
from fristad.server.cases.models.family import Family, FamilyMember
from fristad.server.cases.models.importing import CaseImport, ImportedCase, ImportState
from fristad.server.cases.models.interpreter import Interpreter
from fristad.server.cases.models.journey import Leg
from fristad.server.cases.models.load import Ceiling
from fristad.server.cases.models.movement import (
    Approval,
    AssessmentApproval,
    Handover,
    MoveState,
    PlanApproval,
    Transfer,
)
from fristad.server.cases.models.person import Person
from fristad.server.cases.models.place import Place, PlaceName
from fristad.server.cases.models.retention import Hold, Proposal, ProposalState, RetentionRule
from fristad.server.cases.models.search import Search
from fristad.server.cases.models.work import Finding, FindingState, Flag, Goal, Need, NeedState, Note, Task

__all__ = [
    "Approval",
    "AssessmentApproval",
    "Barred",
    "Case",
    "CaseImport",
    "CaseState",
    "Ceiling",
    "Document",
    "Double",
    "DoubleState",
    "EmergencyAccess",
    "Export",
    "Family",
    "FamilyMember",
    "Finding",
    "FindingState",
    "Flag",
    "Goal",
    "Handover",
    "Hold",
    "ImportState",
    "ImportedCase",
    "Interpreter",
    "Involved",
    "Leg",
    "MoveState",
    "Need",
    "NeedState",
    "Note",
    "Person",
    "Place",
    "PlaceName",
    "PlanApproval",
    "Proposal",
    "ProposalState",
    "RetentionRule",
    "Risk",
    "Search",
    "Task",
    "Tie",
    "TiedPerson",
    "Transfer",
]
