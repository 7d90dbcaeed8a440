"""IATI activity files: bytes in, typed raw tables and issues out."""
