"""What tests of the promises in docs/security.md share."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
