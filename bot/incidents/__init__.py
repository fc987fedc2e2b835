"""The life of an incident: decided and written at once, then carried out, whatever happens in between."""
