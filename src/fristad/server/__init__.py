"""The server: a Django project in which a protection team works. One app per duty; `site` composes them."""
