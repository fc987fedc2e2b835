"""Observed values in, evidence and verdicts out. Pure: no Discord, no I/O, no clock of its own."""
