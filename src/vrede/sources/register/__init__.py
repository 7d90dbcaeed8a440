"""The register's open data: what a register published of its grants and its budget, read back into tables."""
