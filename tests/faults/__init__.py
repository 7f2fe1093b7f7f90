"""Faults that really happen: a process killed at a random moment, a power cut, a full disk. `python -m tests.faults` runs them at length."""
