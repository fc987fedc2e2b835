"""Breakwater: everything that is not a Discord listener or command."""
