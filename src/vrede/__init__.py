"""Vrede: Article 4 of the Dutch budget for Foreign Trade and Development Cooperation, made workable."""
