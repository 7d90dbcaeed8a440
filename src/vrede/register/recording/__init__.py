"""Writing acts: one at a time under the lock, all of another database, or the laws of the budget's file."""

from vrede.register.recording.recorder import found, record
from vrede.register.recording.replay import copy

__all__ = ["copy", "found", "record"]
