"""What people see at their desk: the register in memory, what is due, what must be done first, who sees what."""
