"""The mistakes and faults that people and machines make, and what the command says about each."""
