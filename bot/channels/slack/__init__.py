"""Slack's door, on slack_sdk: mentions in channels, direct messages, buttons and the command `/skincare`.

| module | what it does |
|---|---|
| `channel` | what Rasa starts: the route or the socket; has a message answered and hands the reply over |
| `signature` | whether a request is Slack's |
| `reading` | reads what Slack reports: who said what where, and whether it is for us |
| `parts` | a reply as calls to Slack, plain JSON |
| `pictures` | the pictures of an answer |
| `web` | makes one such call |
| `socket` | Socket Mode, where Slack cannot call us |
"""

from bot.channels.slack.channel import SlackChannel

__all__ = ["SlackChannel"]
