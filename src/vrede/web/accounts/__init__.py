"""Accounts of the register: who signs in, with which factors, and nothing of what they may do there (the register's acts say that)."""
