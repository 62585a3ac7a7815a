"""Template tags of every app's pages: `{% load fristad %}`."""
