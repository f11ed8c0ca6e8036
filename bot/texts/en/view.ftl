# What stands around an answer.

no-question = A question without words
understood = Understood as: { $question }
written-by = Written by { $model }. Every sentence rests on the quotes below it.
