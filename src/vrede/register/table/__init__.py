"""The table of acts: who may do which act in which state, what is asked for it, and what a value may be."""
