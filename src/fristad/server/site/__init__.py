"""Composes the apps into a site: settings, addresses, middleware, page frame. Owns no data."""
