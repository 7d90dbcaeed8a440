"""The rules beside the table, each by date: instruments, legal terms, funds; ranking and screening."""
