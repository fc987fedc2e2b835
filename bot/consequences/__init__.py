"""What Breakwater does about an incident: one protocol, done for real, simulated, or written down as well."""
