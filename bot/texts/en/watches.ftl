# Watches: the commands, and what they tell.

command-watch = watch
command-watch-description = Be told when a new article answers your question
command-watch-add = add
command-watch-add-description = Watch a question: new answers are told here or to you
command-watch-list = list
command-watch-list-description = Show your watches, with their numbers
command-watch-pause = pause
command-watch-pause-description = Tell nothing more of a watch for the time being
command-watch-resume = resume
command-watch-resume-description = Tell news of a paused watch again
command-watch-delete = delete
command-watch-delete-description = End a watch
command-watch-question = question
command-watch-question-description = What should new articles answer? For example: What did Merz say about a ceasefire?
command-watch-where = where
command-watch-where-description = Where to tell it: in this channel (usual), or in direct messages to you
command-watch-here = here, in this channel
command-watch-me = to me, in direct messages
command-watch-quiet = quiet
command-watch-quiet-description = Hours in which nothing is told, such as 22:00-07:00; a hyphen for none
command-watch-number = watch
command-watch-number-description = The number of the watch, as /watch list shows it

watch-added =
    I watch this question (watch { $number }) and tell { $where ->
        [here] this channel
       *[me] you
    } when a new article answers it: each story once. `/watch list` shows your watches.
watch-greeting = I watch a question for you (watch { $number }) and will write here when a new article answers it: { $question }
watch-too-many =
    { $of ->
        [person] You have { $most } watches, which is the most that one person may have. Delete one first; `/watch list` shows them.
       *[server] This server has { $most } watches, which is the most that fit. Somebody has to delete one first, or you have the news told to you alone.
    }
watch-no-hours = I cannot read these hours. Write them as 22:00-07:00, or a hyphen for none.
watch-may-not-write = Not both of us may write messages with embeds in this channel, so no news could be told here. Choose another channel, or have it told to you.
watch-no-messages = I cannot write to you: you take no direct messages from this server. Allow them in its privacy settings, or watch the question in a channel.
watch-gone = There is no such watch, or it is not yours. `/watch list` shows the numbers.
watch-not-yours = Only the person who set up this watch, or a moderator of the channel, can change it.
watch-paused = Watch { $number } is paused: nothing is told until you use `/watch resume`.
watch-resumed = Watch { $number } goes on: news that come in from now on are told.
watch-deleted = Watch { $number } is deleted.
watch-none = There are no watches. `/watch add` sets one up.
watch-list = Watches
# state: running, owner or undeliverable; whose: own or other; quiet: hours or none
watch-line = **{ $number }** · { $question }
    { $place ->
        [channel] { $channel }
       *[person] in direct messages
    }{ $state ->
        [owner] {" "}· paused
        [undeliverable] {" "}· paused, because I may not write there
       *[running] {""}
    }{ $quiet ->
        [none] {""}
       *[other] {" "}· quiet { $quiet }
    }{ $whose ->
        [own] {""}
       *[other] {" "}· set up by somebody else
    }

watch-news = News: { $question }
watch-footer = Watch { $number } · each story is told once
watch-last-today = That is the last message for today; what else comes is told tomorrow.
watch-pause = Pause
watch-delete = Delete
watch-undeliverable = Watch { $number } is paused: Discord does not let me write to { $where } any more. When that has changed, `/watch resume` starts it again.
