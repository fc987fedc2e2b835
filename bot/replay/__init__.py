"""Exports and labelled conversations become observed values; what is said of them, figures and reports.

Nothing here knows Discord or the network: files come in, values and pages go out.
"""
