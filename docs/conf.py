"""How Sphinx builds these pages."""

from fristad import __version__

project = "Fristad"
author = "The Fristad authors"
release = __version__

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "furo"
html_title = f"Fristad {release}"
html_show_copyright = False
