"""What a dossier is and how it is now: its name, state, commitment, reports and people."""
