import type { OperationView } from "@incident-teams/api/operations/OperationView"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { counted, countedPeople } from "@incident-teams/api/words/phrase"
import { phaseSentence } from "@incident-teams/api/words/team"
import { teamTroubles } from "@incident-teams/api/words/troubles"
import { Console, Context, Effect, Ref } from "effect"
import type { Client } from "../../connection/client.ts"
import { CommandFailure } from "../CommandFailure.ts"
import { endingOf } from "../exitCode.ts"
import { troubleText } from "../output/troubleEntries.ts"
import type { Waiting } from "./waitFlags.ts"

/** Between two reads, in milliseconds. Doubles each time. */
const firstPause = 200
const longestPause = 2_000
/** Milliseconds. Teams lists new members late, and someone may have removed one there again. */
const longestUntilSettled = 120_000

/** People of an open team who were added, and whom Teams doesn't list yet. */
const unlisted = ({ phase, people }: TeamView): number =>
  phase === "open" ? people.filter(({ status, role }) => status === "added" && role === undefined).length : 0

const failed = ({
  reason = "Someone has to act before the work can continue.",
  remedy = "Show the team: incident-teams team show."
}: OperationView) =>
  new CommandFailure({
    ending: "refused",
    type: "operation-failed",
    title: "Action needed",
    detail: reason,
    remedy
  })

const canceled = ({ reason = "A later request replaced this one before it was carried out." }: OperationView) =>
  new CommandFailure({
    ending: "conflict",
    type: "operation-canceled",
    title: "Replaced by a later request",
    detail: reason,
    remedy: "Show the team's current status: incident-teams team show."
  })

/** A running operation with a remedy doesn't continue before someone acts. */
const isWorking = ({ status, remedy }: OperationView): boolean => status === "Running" && remedy === undefined

const timedOut = (seconds: number) =>
  new CommandFailure({
    ending: "unavailable",
    type: "timed-out",
    title: "Not done yet",
    detail: `The work wasn't done within ${seconds} seconds. It continues on the server.`,
    remedy: "Show its progress: incident-teams team show. To wait longer, use --timeout."
  })

const moving: ReadonlySet<TeamView["phase"]> = new Set(["requested", "provisioning", "archiving", "reopening"])

/** Something that the finished work led to isn't over: a restored team is still being reopened, for example. */
const isSettling = (team: TeamView): boolean =>
  team.blocked === undefined && (moving.has(team.phase) || isAboutToMove(team) || unlisted(team) > 0)

const isAboutToMove = ({ phase, desiredState }: TeamView): boolean =>
  (phase === "open" || phase === "archived") && phase !== desiredState

/** The progress of a team, in one line. */
const describeProgress = (team: TeamView): string => {
  const { asked, refused } = team.counts
  const toBeListed = unlisted(team)
  const reading = team.groups.filter(({ status }) => status === "pending").length
  const delays = teamTroubles(team).filter(({ level }) => level === "delayed")
  return [
    phaseSentence(team.phase),
    ...(reading > 0 ? [`Reading the members of ${counted(reading, "group")}.`] : []),
    ...(asked > 0 ? [`${countedPeople(asked)} still being added.`] : []),
    ...(asked === 0 && toBeListed > 0 ? [`Waiting until Teams lists ${countedPeople(toBeListed)}.`] : []),
    ...(refused > 0 ? [`${countedPeople(refused)} not added.`] : []),
    ...delays.map(troubleText)
  ].join(" ")
}

/** Which incident or team the progress is about, where a command waits for several. */
export const Awaited = Context.Reference<string | undefined>("incident-teams/Awaited", {
  defaultValue: () => undefined
})

/** Reports progress to people: on stderr, and each line only once in a row. */
const makeReporter = Effect.gen(function* () {
  const last = yield* Ref.make("")
  const awaited = yield* Awaited
  return Effect.fnUntraced(function* (text: string) {
    if ((yield* Ref.getAndSet(last, text)) === text) return
    yield* Console.error(awaited === undefined ? text : `${awaited}: ${text}`)
  })
})

/** Waits until an operation is done and returns its team. Also waits for a server that is restarted meanwhile. */
export const waitUntilDone = Effect.fnUntraced(function* (
  client: Client,
  operationId: string,
  { timeout }: Pick<Waiting, "timeout">
) {
  const report = yield* makeReporter
  const read = Effect.gen(function* () {
    const { body: operation } = yield* client.operations.get({ params: { operationId } })
    const { body: team } = yield* client.teams.get({ params: { teamId: operation.teamId } })
    yield* report(describeProgress(team))
    return { operation, team }
  })
  const patientRead = read.pipe(
    Effect.catch((error) =>
      endingOf(error) === "unavailable"
        ? Effect.as(report("The server doesn't respond. Retrying."), undefined)
        : Effect.fail(error)
    )
  )
  const done = Effect.gen(function* () {
    let seen = yield* patientRead
    let pause = firstPause
    while (seen === undefined || isWorking(seen.operation)) {
      yield* Effect.sleep(pause)
      pause = Math.min(longestPause, 2 * pause)
      seen = yield* patientRead
    }
    return seen
  })
  /** The team at rest, with everyone in it whom Teams has accepted; as it is if that takes too long. */
  const untilSettled = Effect.fnUntraced(function* (before: TeamView) {
    let last = before
    const settled = Effect.gen(function* () {
      let pause = firstPause
      while (isSettling(last)) {
        yield* Effect.sleep(pause)
        pause = Math.min(longestPause, 2 * pause)
        last = (yield* patientRead)?.team ?? last
      }
    })
    // The work is done already, so nothing fails here.
    yield* Effect.ignore(Effect.timeout(settled, Math.min(longestUntilSettled, timeout * 1_000)))
    return last
  })
  const { operation, team }: { readonly operation: OperationView; readonly team: TeamView } =
    yield* Effect.timeoutOrElse(done, { duration: timeout * 1_000, orElse: () => Effect.fail(timedOut(timeout)) })
  switch (operation.status) {
    case "Succeeded":
      return yield* untilSettled(team)
    case "Canceled":
      return yield* canceled(operation)
    case "Running":
    case "Failed":
      return yield* failed(operation)
  }
})
