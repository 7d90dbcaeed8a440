"""A validation as text, JSON, CSV, SARIF or one page."""
