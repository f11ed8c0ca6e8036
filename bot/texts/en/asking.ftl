# Asking: the command and what is said around it.

command-ask = ask
command-ask-description = Ask the news library; every sentence of the answer is a quote
command-ask-question = question
command-ask-question-description = What would you like to know? For example: What did Merz say about a ceasefire?
command-ask-since = since
command-ask-since-description = Only what was published on this day or later: 2026-01-06, 6 January, yesterday
command-ask-until = until
command-ask-until-description = Only what was published on this day or before: 2026-01-06, 6 January, yesterday
command-ask-outlet = outlet
command-ask-outlet-description = Only what this outlet published
command-ask-private = private
command-ask-private-description = Show the answer to you alone
command-check = Check this
channel-topic = Type /ask and a question, for example: What did Merz say about a ceasefire?
empty-question =
    That question was empty. Type what you would like to know after `/ask`, for example: What did Merz say about a ceasefire?
timed-out =
    The library took too long to answer this, so I stopped looking. Please ask again in a moment; a shorter question with names in it is found faster.

searching = Searching the library…
unfinished = This is what was ready when the time was up.
greeting =
    Ask me something about the news in the library, and I answer with quotes, for example: What did Merz say about a ceasefire? Mention me with your question, or use `/ask`.
mention-needed =
    I cannot read messages here unless they mention me. Please mention me in your question, or use `/ask`.
question-too-long = That is too long for one question. Please ask it in at most { $most } characters.
nothing-to-check =
    There are no words in that message that I could read and check. Please ask with `/ask`.
unreadable-date = I cannot read “{ $written }” as a date. Please write it like 2026-01-06, 6 January or yesterday.
empty-window = That time ends before it begins. Please swap the two dates.
unknown-outlet-given =
    The library has nothing from an outlet of that name. { $near ->
        [none] Begin to type its name, and I show you those that there are.
       *[other] Did you mean { $near }?
    }
rights-missing =
    I cannot answer in { $channel }, for I lack these permissions there: { $rights }. Whoever looks after the server can give them to me in the settings of the channel.
right-view = View Channel
right-send = Send Messages
right-send-in-threads = Send Messages in Threads
right-embed = Embed Links
right-history = Read Message History
