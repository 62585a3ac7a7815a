"""Second factors: apps with one-time codes, recovery codes, passkeys, on allauth with every secret sealed."""
