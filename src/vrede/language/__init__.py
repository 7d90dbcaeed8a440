"""How the project writes in Dutch and in English."""
