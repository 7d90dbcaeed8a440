"""The brief: two pages for whoever has ten minutes, and the answer to a question of parliament. Every figure has a receipt."""
