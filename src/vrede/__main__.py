"""`python -m vrede`."""

from vrede.cli import main

main()
