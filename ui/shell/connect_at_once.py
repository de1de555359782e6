"""The browser connects at once, and asks meanwhile whether a server is there.

Streamlit's browser part first asks for two small things, below a page's own path before it tries the root, and waits a
while between: three journeys to the server before the connection. A host page that tells it both answers spares them;
where the connection fails, it asks as before. https://github.com/streamlit/streamlit/pull/13342
"""

from __future__ import annotations

import json
from functools import cache

from streamlit import config


@cache
def connect_at_once() -> str:
    """Return the script for the document's head; the app's address is that of the document's folder.

    Examples
    --------
    >>> "BACKEND_BASE_URL" in connect_at_once()
    True
    """
    host = {
        "allowedOrigins": list(config.get_option("client.allowedOrigins")),
        "useExternalAuthToken": False,
        "metricsUrl": "",
    }
    said = json.dumps(host).replace("<", "\\u003c")
    return (
        '<script>window.__streamlit={BACKEND_BASE_URL:new URL(".",document.baseURI).href,'
        f"HOST_CONFIG:{said}}}</script>"
    )
