"""What an import knows without a database: mappings, rows, files of refused rows."""
