"""The register: budget, commitments and payments as acts that are only ever added to, each with the hash of the one before."""
