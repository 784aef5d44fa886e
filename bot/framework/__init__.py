"""What Rasa 3.6.21 cannot be configured to do. Each override says why; `install` puts all of them in place.

`bot.storage.tracker_store` and the channels call it when Rasa imports them, so `rasa run`, `rasa shell` and
`rasa test` get the overrides without a start script of our own.
"""

from bot.framework.install import install

__all__ = ["install"]
