"""LDAP on the wire, from a URL to an answer that can be trusted.

Eleven modules, one for each step: url, access and operations say where, who and what; connection,
sign_in and kerberos lead there; requests and session ask; message_stream and ber take in what
comes; errors explain.
"""
