"""Vault: keys, envelopes and the one table of sealed rows.

Everything a person writes is sealed here with that person's own key. Sole importer of `nacl`, `cryptography`
and `pyrage`. Knows no other room but `kit`, and never holds a key longer than a request.
"""
