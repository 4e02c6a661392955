import { TeamChanged } from "@incident-teams/api/events/LiveEvent"
import { PhaseView, type TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import { phaseWord } from "@incident-teams/api/words/team"
import { teamTroubles } from "@incident-teams/api/words/troubles"
import { Clock, Console, Effect, Option, Schedule, Schema, Stream } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { momentOf } from "../../look/agoOf.ts"
import { clean } from "../../look/cells.ts"
import { Answer } from "../action.ts"
import { endingOf } from "../exitCode.ts"
import { JsonFlag } from "../globalFlags.ts"
import { troubleText } from "../output/troubleEntries.ts"
import { connect } from "../resolve/resolveServer.ts"
import { resolveTeam } from "../resolve/resolveTeam.ts"
import { inWorkspace, workspaceFlag } from "../resolve/workspaceFlag.ts"

const encode = Schema.encodeEffect(Schema.fromJsonString(Schema.toCodecJson(TeamChanged)))

/** A team in one line, for people. */
const lineOf = (team: TeamSummary): string =>
  clean([team.incident.number, phaseWord(team.phase), team.name, ...teamTroubles(team).map(troubleText)].join("  "))

const betweenAttempts = Schedule.jittered(Schedule.spaced("1 second"))

const takes = {
  team: Argument.String("team").pipe(
    Argument.withDescription(
      "The team: its incident's number or id, or its own id. Default: all teams that you may see."
    ),
    Argument.optional
  ),
  until: Flag.Literals("until", PhaseView.literals).pipe(
    Flag.withDescription("Stop when the team is in this phase."),
    Flag.optional
  ),
  workspace: workspaceFlag
}

/** Not an action: it prints many results. */
export const watch = Command.make(
  "watch",
  takes,
  Effect.fnUntraced(function* ({ team: named, until, workspace }) {
    const client = yield* connect
    const json = yield* JsonFlag
    const team = Option.isSome(named) ? yield* resolveTeam(client, named.value, workspace) : undefined
    let last = ""
    /** Where to continue after an interruption. Undefined until events have arrived. */
    let lastEventId: string | undefined

    /** Prints a change, unless it looks like the last one. Returns whether the phase to stop at is reached. */
    const print = Effect.fnUntraced(function* (changed: TeamChanged) {
      const line = json ? yield* Effect.orDie(encode(changed)) : lineOf(changed.team)
      if (line !== last) {
        yield* Console.log(json ? line : `${momentOf(yield* Clock.currentTimeMillis)}  ${line}`)
      }
      last = line
      return Option.isSome(until) && changed.team.phase === until.value
    })
    /** Prints the current state. Read after "ready", because every later change arrives as an event. */
    const printCurrent =
      team === undefined
        ? Effect.succeed(false)
        : Effect.flatMap(client.teams.get({ params: { teamId: team.id } }), ({ body }) =>
            print({ team: body, incidents: body.incidents.map(({ id }) => id), from: 1, to: 0 })
          )

    const follow = Effect.suspend(() => {
      const headers = lastEventId === undefined ? {} : { "last-event-id": lastEventId }
      const events =
        team === undefined
          ? client.events.all({ query: inWorkspace(workspace), headers })
          : client.events.team({ params: { teamId: team.id }, headers })
      return Stream.unwrap(events).pipe(
        Stream.mapEffect((event) => {
          lastEventId = event.id
          if (event.event === "incident") return Effect.succeed(false)
          return event.event === "team" ? print(event.data) : printCurrent
        }),
        Stream.takeUntil((isReached) => isReached),
        Stream.runLast
      )
    })
    // The server ends a stream when the token expires and when it stops. Neither ends the command.
    yield* follow.pipe(
      Effect.retry({
        while: (error) => lastEventId !== undefined && endingOf(error) === "unavailable",
        schedule: betweenAttempts
      }),
      Effect.repeat({ until: (isReached) => Option.getOrElse(isReached, () => false), schedule: betweenAttempts })
    )
  })
).pipe(
  Command.withDescription(
    "Follow the changes of one team, or of all teams, until Ctrl-C. With --json: one JSON document for each change, each on its own line."
  ),
  Command.withExamples([
    { command: "incident-teams team watch 1042" },
    { command: "incident-teams team watch --json | jq -r .team.phase" }
  ]),
  Command.annotate(Answer, TeamChanged)
)
