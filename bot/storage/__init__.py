"""The database: tables, one repository per aggregate, retention and erasure."""
