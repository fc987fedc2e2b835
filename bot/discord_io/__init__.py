"""Between Discord's objects and Breakwater's values: translate in, show and act out."""
