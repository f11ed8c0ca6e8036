# Asking: the command and what is said around it.

command-ask = ask
command-ask-description = Ask the news library; every sentence of the answer is a quote
command-ask-question = question
command-ask-question-description = What would you like to know? For example: What did Merz say about a ceasefire?
channel-topic = Type /ask and a question, for example: What did Merz say about a ceasefire?
empty-question =
    That question was empty. Type what you would like to know after `/ask`, for example: What did Merz say about a ceasefire?
timed-out =
    The library took too long to answer this, so I stopped looking. Please ask again in a moment; a shorter question with names in it is found faster.
