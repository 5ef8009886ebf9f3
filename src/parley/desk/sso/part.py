"""What single sign-on adds to the desk: its addresses alone; the sign-in form and the accounts show the rest."""

from __future__ import annotations

from parley.desk.adding import DeskPart

SSO = DeskPart("sso", urls="parley.desk.sso.urls")
