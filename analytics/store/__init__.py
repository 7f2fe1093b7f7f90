"""Records become a snapshot: batches, ledger, schema, marts, connections."""

from analytics.store import account_tables, attachments, case_ledger, saved_views, trail, use_table
from analytics.store.batch import BatchInfo, Incoming
from analytics.store.build import schema_mark
from analytics.store.case_ledger import CaseRow, StepRow
from analytics.store.ledger import Event, VersionInfo
from analytics.store.plan import FilePlan, Plan, Record, Replacement
from analytics.store.snapshot import Snapshot
from analytics.store.store import STEPS, Outcome, Store

__all__ = [
    "STEPS", "BatchInfo", "CaseRow", "Event", "FilePlan", "Incoming", "Outcome", "Plan", "Record", "Replacement", "Snapshot", "StepRow", "Store",
    "VersionInfo", "account_tables", "attachments", "case_ledger", "saved_views", "schema_mark", "trail", "use_table",
]  # fmt: skip
