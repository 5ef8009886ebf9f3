"""The addresses of people: one's own second factors and sessions, and the accounts for their administrator.

allauth's names stand where its own code leads; what it has for sign-up, mail and passwords is not reachable.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as codes
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from parley.desk import sign_in
from parley.desk.officers import administering, own, roles, sessions, signing

urlpatterns = [
    path("sign-in", sign_in.sign_in, name="account_login"),
    path("sign-out", sign_in.sign_out, name="account_logout"),
    path("sign-in/second-factor", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("account/confirm", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code", factors.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account", factors.index, name="mfa_index"),
    path("account/code-generator", codes.activate_totp, name="mfa_activate_totp"),
    path("account/code-generator/remove", codes.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery-codes", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/passkeys", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/new", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove", own.remove_passkey, name="mfa_remove_webauthn"),
    path("account/password", own.password, name="own-password"),
    path("account/sessions", sessions.own_sessions, name="own-sessions"),
    path("account/sessions/<int:number>/end", sessions.end_own_session, name="end-own-session"),
    path("account/role", roles.choose_role, name="choose-role"),
    path("act/<str:token>", signing.sign_act, name="sign-act"),
    path("people", administering.people, name="people"),
    path("people/new", administering.add, name="add-person"),
    path("people/<int:number>", administering.person, name="person"),
    path("people/<int:number>/lock", administering.lock, name="lock-person"),
    path("people/<int:number>/unlock", administering.unlock, name="unlock-person"),
    path("people/<int:number>/reset-factors", administering.reset_factors, name="reset-factors"),
    path("people/<int:number>/password", administering.new_password, name="new-password"),
    path("people/<int:number>/give-role", administering.give, name="give-role"),
    path("people/<int:number>/take-role", administering.take, name="take-role"),
    path("people/<int:number>/sessions/<int:session>/end", administering.end_session, name="end-session"),
]
