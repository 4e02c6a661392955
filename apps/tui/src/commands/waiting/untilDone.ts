import type { OperationView } from "@incident-teams/api/operations/OperationView"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { Console, Effect, Ref } from "effect"
import type { Client } from "../../connection/client.ts"
import { CommandFailure } from "../CommandFailure.ts"
import { endingOf } from "../exitCode.ts"
import { progressOf } from "./progressOf.ts"
import type { Waiting } from "./waitFlags.ts"

/** Between two looks, in milliseconds: twice as long each time. */
const firstPause = 200
const longestPause = 2_000

const failed = ({ reason = "A person is needed.", remedy = "See the team." }: OperationView) =>
  new CommandFailure({
    ending: "refused",
    type: "operation-failed",
    title: "It can't go on without a person",
    detail: reason,
    remedy
  })

const superseded = new CommandFailure({
  ending: "conflict",
  type: "operation-superseded",
  title: "Something else was wanted before it got there",
  detail: "The incident was closed or reopened meanwhile.",
  remedy: "See what is wanted now: incident-teams team show."
})

const timedOut = (seconds: number) =>
  new CommandFailure({
    ending: "unavailable",
    type: "timed-out",
    title: "It isn't done yet",
    detail: `It took longer than ${seconds} seconds, and goes on without this command.`,
    remedy: "See how far it has come: incident-teams team show. Or wait longer: --timeout."
  })

/** Progress is for people who look on: on stderr, and only what is new. */
const teller = Effect.map(Ref.make(""), (last) =>
  Effect.fnUntraced(function* (text: string) {
    if ((yield* Ref.getAndSet(last, text)) !== text) yield* Console.error(text)
  })
)

/**
 * Waits until an operation is done, and answers with its team. A server that doesn't answer for a while, because it is
 * being started again, is waited for like the rest.
 */
export const untilDone = Effect.fnUntraced(function* (
  client: Client,
  operationId: string,
  { timeout }: Pick<Waiting, "timeout">
) {
  const tell = yield* teller
  const look = Effect.gen(function* () {
    const { body: operation } = yield* client.operations.get({ params: { operationId } })
    const { body: team } = yield* client.teams.get({ params: { teamId: operation.teamId } })
    yield* tell(progressOf(team))
    return { operation, team }
  })
  const patientLook = look.pipe(
    Effect.catch((error) =>
      endingOf(error) === "unavailable"
        ? Effect.as(tell("The server doesn't answer; trying again."), undefined)
        : Effect.fail(error)
    )
  )
  const done = Effect.gen(function* () {
    let seen = yield* patientLook
    let pause = firstPause
    while (seen === undefined || seen.operation.status === "Running") {
      yield* Effect.sleep(pause)
      pause = Math.min(longestPause, 2 * pause)
      seen = yield* patientLook
    }
    return seen
  })
  const { operation, team }: { readonly operation: OperationView; readonly team: TeamView } =
    yield* Effect.timeoutOrElse(done, { duration: timeout * 1_000, orElse: () => Effect.fail(timedOut(timeout)) })
  if (operation.status === "Failed") return yield* failed(operation)
  if (operation.status === "Superseded") return yield* superseded
  return team
})
