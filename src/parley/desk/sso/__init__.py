"""Single sign-on by an issuer of the member (OpenID Connect): off unless the settings name one."""
