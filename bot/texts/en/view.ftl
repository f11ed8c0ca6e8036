# What stands around an answer.

no-question = A question without words
understood = Understood as: { $question }
written-by = Written by { $model }. Every sentence rests on the quotes below it.

nearby = Closest to it in the library
# days: more than one, as a rule
note-old-news =
    The newest article is of { $newest }, { $days ->
        [one] 1 day
       *[other] { $days } days
    } before this question.

# Buttons under an answer, and what follows from them.
button-read = In context
button-follow-up = Follow up
button-share = Share
question-gone = This answer is no longer kept, so its buttons do nothing any more. You can ask the question again.
follow-up-title = Ask on
follow-up-question = What else would you like to know?
shared-by = Shared by { $person }.
shared-already = This answer has been shared already.
not-yours-to-share = Only the person who asked can share this answer.
not-yours-to-delete = Only the person who asked and the moderators of this channel can delete an answer.
reason-title = What was wrong with it?
reason-question = In a few words, if you like
reason-example = It quotes the wrong minister.
thanks = Thank you, noted.
article-removed = This article has been removed from the library since it was quoted.
# still: yes or no
article-changed =
    { $still ->
        [yes] The library has had a newer version of this article since { $day }. The quote still stands in it.
       *[no] The library has had a newer version of this article since { $day }. These words no longer stand in it.
    }
article-withdrawn = The page of this article has not been at its address since { $day }. The quote is what stood there when the library fetched it.
form-expired = I was restarted while this form was open, so I could not read it. Please press the button again.
