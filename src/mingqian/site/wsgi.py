"""The entry of a web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingqian.site.settings")
application = get_wsgi_application()

# What stands after the start stands to the end. Python would walk all of it again in the middle of somebody's page,
# a tenth of a second each time; now it looks at what pages leave behind, and not after every seven hundred objects.
gc.collect()
gc.freeze()
gc.set_threshold(5_000, 20, 50)
