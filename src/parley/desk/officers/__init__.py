"""Who sits at this desk: sign-in with two factors, sessions, roles, and those who keep the accounts."""
