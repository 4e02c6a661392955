import type { Message } from "../src/console/Message.ts"
import type { Answer, AnswerTo, RequestOf, RequestTag } from "../src/requests/Request.ts"

/** An answer to a request, without the pairing that its tag stands for. */
export const answerTo = <Tag extends RequestTag>(request: RequestOf<Tag>, result: AnswerTo<Tag>): Message => ({
  _tag: "Answered",
  answer: { _tag: request._tag, request, result } as unknown as Answer
})
