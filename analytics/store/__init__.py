"""Records become a snapshot: batches, ledger, schema, marts, connections."""

from analytics.store.batch import BatchInfo, Incoming
from analytics.store.ledger import Event, VersionInfo
from analytics.store.plan import FilePlan, Plan, Record, Replacement
from analytics.store.snapshot import Snapshot
from analytics.store.store import STEPS, Outcome, Store

__all__ = ["STEPS", "BatchInfo", "Event", "FilePlan", "Incoming", "Outcome", "Plan", "Record", "Replacement", "Snapshot", "Store", "VersionInfo"]
