"""Ends with 0 if every worker of this container lives; whether it is ready, nginx is asked."""

import os
import sys
import urllib.request

opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
first = int(os.environ.get("PIN_ADVISOR_PORT") or 5005)
for port in range(first, first + int(os.environ.get("PIN_ADVISOR_WORKERS") or 1)):
    try:
        opener.open(f"http://127.0.0.1:{port}/webhooks/website/health/live", timeout=4).close()
    except OSError as error:
        sys.exit(f"port {port}: {error}")
