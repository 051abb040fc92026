"""Holdfast: a private companion for recovering from trauma with someone you trust.

The rooms below stand on floors; imports only go down. See DEVELOPERS.md, "Where does a line go?".
"""

__version__ = "0.1.0"
