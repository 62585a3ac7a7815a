"""Django's own commands, for developers: `python -m fristad.server makemigrations`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fristad.server.site.settings")
execute_from_command_line(["fristad", *sys.argv[1:]])
