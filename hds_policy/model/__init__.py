"""The words of the field as frozen structs: no I/O. Copy one with a change by ``msgspec.structs.replace``."""

from hds_policy.model.administrator import Administrator, Party
from hds_policy.model.assessment import Assessment, Coverage, JudgedPlacement, JudgedResource
from hds_policy.model.backup import Backups
from hds_policy.model.baseline import BaselineComparison, BaselineEntry, BaselineState
from hds_policy.model.chain import Certified, ChainActor, ChainRole, Told
from hds_policy.model.choice import PolicyChoice, SeverityChange
from hds_policy.model.classification import ASSUMED, Basis, Classification, Doubt, Exclusion, Opened, OpenFlow, Step
from hds_policy.model.declassification import Declassification
from hds_policy.model.directive import Directive
from hds_policy.model.edge import Edge, ToldBy
from hds_policy.model.finding import Finding, RefusedWaiver, SubjectKind, Waiver
from hds_policy.model.hoster import (
    WEAK,
    Answer,
    Certificate,
    CertificateEvent,
    CertificateState,
    Condition,
    Grade,
    Guarantee,
    Hoster,
    HosterStatus,
    Region,
    Scope,
    Source,
    Subcontractor,
    Topic,
)
from hds_policy.model.inventory import Input, InputStatus, Inventory, Unread
from hds_policy.model.layer import ACTIVITIES, LAYERS, Layer
from hds_policy.model.nearest import CertifiedHoster, Nearest
from hds_policy.model.placement import Actor, ActorKind, ConditionState, Located, Placed, Placement, SeenCluster
from hds_policy.model.resource import MODULE_CALL, ProviderConfig, Reference, Resource, SourceRange
from hds_policy.model.result import Cause, Result, worst
from hds_policy.model.rule import Level, Rule, Severity
from hds_policy.model.value import Unknown, Value, is_known

__all__ = [
    "ACTIVITIES",
    "ASSUMED",
    "LAYERS",
    "MODULE_CALL",
    "WEAK",
    "Actor",
    "ActorKind",
    "Administrator",
    "Answer",
    "Assessment",
    "Backups",
    "BaselineComparison",
    "BaselineEntry",
    "BaselineState",
    "Basis",
    "Cause",
    "Certificate",
    "CertificateEvent",
    "CertificateState",
    "Certified",
    "CertifiedHoster",
    "ChainActor",
    "ChainRole",
    "Classification",
    "Condition",
    "ConditionState",
    "Coverage",
    "Declassification",
    "Directive",
    "Doubt",
    "Edge",
    "Exclusion",
    "Finding",
    "Grade",
    "Guarantee",
    "Hoster",
    "HosterStatus",
    "Input",
    "InputStatus",
    "Inventory",
    "JudgedPlacement",
    "JudgedResource",
    "Layer",
    "Level",
    "Located",
    "Nearest",
    "OpenFlow",
    "Opened",
    "Party",
    "Placed",
    "Placement",
    "PolicyChoice",
    "ProviderConfig",
    "Reference",
    "RefusedWaiver",
    "Region",
    "Resource",
    "Result",
    "Rule",
    "Scope",
    "SeenCluster",
    "Severity",
    "SeverityChange",
    "Source",
    "SourceRange",
    "Step",
    "Subcontractor",
    "SubjectKind",
    "Told",
    "ToldBy",
    "Topic",
    "Unknown",
    "Unread",
    "Value",
    "Waiver",
    "is_known",
    "worst",
]
