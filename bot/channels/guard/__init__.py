"""What stands at every door, in small pieces: a door puts those in a row that it needs.

| piece | what it does |
|---|---|
| `door` | runs a row of checks before a handler; makes refusals and failures answers that a client can act on |
| `origins` | which sites' pages may talk to the door, and the headers that tell a browser so |
| `address` | whose address a request comes from, behind the owner's proxies too |
| `limits` | how often one person and one address may ask, in memory or in Redis |
| `session` | conversations that the server signs, so that nobody can claim another's |
| `body` | how long a request may be, and what of it can be read |
| `text` | what of a message Rasa gets to read |
| `key`, `privately` | the server's own key; people in the log without their names and words |

A door that others call (Telegram with its secret token, Slack with its signature) has a check of its own where the
website has `session`: a `Check` takes the request and raises `Refused`. That a message is answered once is the work of
`bot.channels.turns`, which asks the limit of a person before each new turn.
"""
