"""Sessions, refresh tokens and revocation: what is read, decided and swapped."""
