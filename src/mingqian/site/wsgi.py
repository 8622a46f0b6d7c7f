"""The entry of a web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from mingqian.site import garbage, leading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingqian.site.settings")
application = get_wsgi_application()
gc.collect()
garbage.look_at_what_comes()
leading.leave_with_leader()
