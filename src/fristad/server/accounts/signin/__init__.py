"""Signing in and out: the pages, and the second factors behind them."""
