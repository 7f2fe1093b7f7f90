"""What an auditor looks for: rules over a snapshot, and the findings they return."""

from analytics.audit.cards import CERTAINTIES, FAMILIES, RULES, SEVERITIES, RuleCard
from analytics.audit.drafts import check_readings
from analytics.audit.finding import Audit, Calculation, Finding, Place, Run, Term
from analytics.audit.kept import audit_of
from analytics.audit.runner import as_row, audit

__all__ = [
    "CERTAINTIES",
    "FAMILIES",
    "RULES",
    "SEVERITIES",
    "Audit",
    "Calculation",
    "Finding",
    "Place",
    "RuleCard",
    "Run",
    "Term",
    "as_row",
    "audit",
    "audit_of",
    "check_readings",
]
