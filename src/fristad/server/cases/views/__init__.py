"""The pages of the case file. Thin: a door, a form, a service, a template."""
