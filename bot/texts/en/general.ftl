# What every part of the bot says. Arguments are put in as they are: whoever calls escapes what is not ours.

problem = No answer this time
unexpected =
    Something went wrong (id { $incident }). It is not your question's fault. Please try again; if it happens again, give this id to whoever runs the bot.
told-privately = There is no answer to this one. The person who asked has been told why.
command-changed =
    This command has changed since your Discord loaded it. Restart Discord and try again; if that does not help, whoever runs the bot should call `newsdesk bot --sync`.

error-busy = The library is being written to by somebody else and does not become free. Please try again in a minute.
error-storage = The disk that holds the library is full or cannot be written. Whoever runs the bot finds more in its log.
error-model = The library was made with another embedding model than the bot has. Whoever runs the bot finds more in its log.
error-vectors = The index of meanings does not answer. Please try again in a minute.
error-library = The library cannot be read at the moment. Whoever runs the bot finds more in its log.
error-other = That did not work. Whoever runs the bot finds more in its log.
