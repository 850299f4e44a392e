"""``python -m pin_advisor.cli``, for where the ``pin-advisor`` script is not on the path."""

from __future__ import annotations

import sys

from pin_advisor.cli import main

sys.exit(main())
