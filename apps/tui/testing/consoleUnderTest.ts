import type { Me } from "@incident-teams/api/me/Me"
import type { Intent } from "../src/console/Intent.ts"
import type { Message } from "../src/console/Message.ts"
import { beginning, type State } from "../src/console/State.ts"
import { begin, update } from "../src/console/update.ts"
import type { Key } from "../src/keys/Key.ts"
import type { Size } from "../src/look/Size.ts"
import type { Failure } from "../src/requests/Failure.ts"
import type { AnswerTo, Request, RequestOf, RequestTag } from "../src/requests/Request.ts"
import { answerTo } from "./answerTo.ts"
import { rendered } from "./rendered.ts"
import * as sample from "./samples.ts"

export interface UnderTest {
  readonly me?: Me
  readonly readonly?: boolean
  readonly size?: Size
  readonly incidents?: ReadonlyArray<ReturnType<typeof sample.incident>>
}

export const refusal: Failure = {
  kind: "refused",
  title: "There is no room",
  detail: "It was refused.",
  remedy: "Do something else."
}

/** The console without a terminal and without a server: keys in, what is to be seen and done out. */
export const consoleUnderTest = ({ me = sample.me, readonly = false, size, incidents }: UnderTest = {}) => {
  const intents: Array<Intent> = []
  let state: State = beginning({
    server: "https://teams.example.com",
    wantedWorkspace: undefined,
    readonly,
    now: sample.now,
    size: size ?? { columns: 100, rows: 30 },
    seed: "seed"
  })
  const take = ({ state: next, intents: wanted }: ReturnType<typeof update>): void => {
    state = next
    intents.push(...wanted)
  }
  const tell = (...messages: ReadonlyArray<Message>): void => {
    for (const message of messages) take(update(state, message))
  }
  const screen = (): string => rendered(state)
  const asked = (): ReadonlyArray<Request> =>
    intents.flatMap((intent) => (intent._tag === "Ask" || intent._tag === "AskSoon" ? [intent.request] : []))

  take(begin(state))
  if (incidents !== undefined) {
    tell(
      answerTo<"Me">({ _tag: "Me" }, me),
      answerTo<"ListIncidents">(
        { _tag: "ListIncidents", workspace: sample.workspace, statuses: ["New", "Active"] },
        { items: incidents }
      ),
      answerTo<"ReadFavorites">({ _tag: "ReadFavorites" }, sample.favorites),
      { _tag: "LiveBegan" }
    )
    intents.length = 0
  }

  return {
    tell,
    screen,
    state: () => state,
    /** Presses keys, one after another: each is named, such as `down`, or is a letter. */
    press: (...keys: ReadonlyArray<Key>) => tell(...keys.map((key): Message => ({ _tag: "Pressed", key }))),
    /** Types a text letter by letter. */
    type: (text: string) =>
      tell(...text.split("").map((letter): Message => ({ _tag: "Pressed", key: letter === " " ? "space" : letter }))),
    /** What is wanted done since this was asked last. */
    wanted: (): ReadonlyArray<Intent> => intents.splice(0),
    /** What of a kind was asked and not taken by `wanted` yet. */
    asked: <Tag extends RequestTag>(tag: Tag): ReadonlyArray<RequestOf<Tag>> =>
      asked().filter((request) => request._tag === tag) as unknown as ReadonlyArray<RequestOf<Tag>>,
    answer: <Tag extends RequestTag>(request: RequestOf<Tag>, result: AnswerTo<Tag>) => tell(answerTo(request, result)),
    fail: (request: Request, failure: Failure = refusal) => tell({ _tag: "Failed", request, failure })
  }
}

/** Opens the pane of the incident under the cursor, with everything about it read. */
export const withPane = (
  console_: ReturnType<typeof consoleUnderTest>,
  of: ReturnType<typeof sample.incident>,
  team = of.team === undefined ? undefined : sample.team(of)
): void => {
  console_.press("enter")
  console_.answer({ _tag: "ReadDetails", incidentId: of.id }, { value: sample.details(of), etag: of.etag })
  if (team !== undefined) {
    console_.answer({ _tag: "ReadTeam", teamId: team.id }, { value: team, etag: '"team-1"' })
    console_.answer({ _tag: "ReadTimeline", teamId: team.id }, { items: sample.timeline })
    console_.answer({ _tag: "ReadAccessRequests", teamId: team.id }, sample.accessRequests)
  }
  console_.wanted()
}
