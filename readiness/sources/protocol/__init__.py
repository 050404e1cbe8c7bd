"""LDAP on the wire: connections, messages, errors."""
