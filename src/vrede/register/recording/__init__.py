"""Writing acts: one at a time under the lock, all of another database, or the laws of the budget's file."""

from vrede.register.recording.copy import copy
from vrede.register.recording.record import found, record

__all__ = ["copy", "found", "record"]
