"""What each family of acts may do, one module a family, and who may do it where."""
