"""The Telegram door, on python-telegram-bot.

| module | what it does |
|---|---|
| `channel` | what Rasa starts: the webhook's route, or polling |
| `updates` | reads what Telegram reports: who said what where, and whether it is for us |
| `door` | has a message answered and hands the reply over |
| `parts` | a reply as calls to Telegram, plain JSON |
| `sending` | makes one such call |
| `pace` | how often Telegram may be called |
| `polling` | asks for what is new, where Telegram cannot call us |
"""

from bot.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramChannel"]
