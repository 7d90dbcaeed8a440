"""Writing acts: one at a time under the lock, all of another database, or the laws of the budget's file."""
