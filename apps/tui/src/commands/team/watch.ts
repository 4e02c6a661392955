import { TeamChanged } from "@incident-teams/api/events/LiveEvent"
import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import { Clock, Console, Effect, Option, Schedule, Schema, Stream } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { momentOf } from "../../look/agoOf.ts"
import { clean } from "../../look/cells.ts"
import { Answer } from "../action.ts"
import { endingOf } from "../exitCode.ts"
import { JsonFlag } from "../globalFlags.ts"
import { teamMeant } from "../meant/teamMeant.ts"
import { inWorkspace, workspaceFlag } from "../meant/workspaceFlag.ts"
import { connected } from "../serverMeant.ts"
import { phases } from "./phases.ts"

const encode = Schema.encodeEffect(Schema.fromJsonString(Schema.toCodecJson(TeamChanged)))

/** What a person sees of a team, in one line. */
const lineOf = ({ incident, name, phase, blocked }: TeamSummary): string =>
  clean(`${incident.number}  ${phase}${blocked === undefined ? "" : `, blocked: ${blocked.reason}`}  ${name}`)

const betweenAttempts = Schedule.jittered(Schedule.spaced("1 second"))

const takes = {
  team: Argument.String("team").pipe(
    Argument.withDescription("The team: its incident's number or id, or its own id. All that you may see unless told."),
    Argument.optional
  ),
  until: Flag.Literals("until", phases).pipe(
    Flag.withDescription("End once the team is in this phase."),
    Flag.optional
  ),
  workspace: workspaceFlag
}

/** Not an action: it answers again and again. */
export const watch = Command.make(
  "watch",
  takes,
  Effect.fnUntraced(function* ({ team: named, until, workspace }) {
    const client = yield* connected
    const json = yield* JsonFlag
    const team = Option.isSome(named) ? yield* teamMeant(client, named.value, workspace) : undefined
    let last = ""
    /** From where to go on after an interruption; undefined until it was once there. */
    let place: string | undefined

    /** Whether that is what was waited for. What was just told isn't told again. */
    const tell = Effect.fnUntraced(function* (changed: TeamChanged) {
      const line = json ? yield* Effect.orDie(encode(changed)) : lineOf(changed.team)
      if (line !== last) {
        yield* Console.log(json ? line : `${momentOf(yield* Clock.currentTimeMillis)}  ${line}`)
      }
      last = line
      return Option.isSome(until) && changed.team.phase === until.value
    })
    /** How it is now: nothing that changes after "ready" is missed, so it is read after that. */
    const tellNow =
      team === undefined
        ? Effect.succeed(false)
        : Effect.flatMap(client.teams.get({ params: { teamId: team.id } }), ({ body }) =>
            tell({ team: body, from: 1, to: 0 })
          )

    const follow = Effect.suspend(() => {
      const headers = place === undefined ? {} : { "last-event-id": place }
      const events =
        team === undefined
          ? client.events.all({ query: inWorkspace(workspace), headers })
          : client.events.team({ params: { teamId: team.id }, headers })
      return Stream.unwrap(events).pipe(
        Stream.mapEffect((event) => {
          place = event.id
          return event.event === "team" ? tell(event.data) : tellNow
        }),
        Stream.takeUntil((isIt) => isIt),
        Stream.runLast
      )
    })
    // The server ends a stream with the token, and when it stops: that is no end for who looks on.
    yield* follow.pipe(
      Effect.retry({
        while: (error) => place !== undefined && endingOf(error) === "unavailable",
        schedule: betweenAttempts
      }),
      Effect.repeat({ until: (isIt) => Option.getOrElse(isIt, () => false), schedule: betweenAttempts })
    )
  })
).pipe(
  Command.withDescription(
    "Follows a team, or all of them, as it happens, until Ctrl-C. With --json: one document a line, for each change."
  ),
  Command.withExamples([
    { command: "incident-teams team watch 1042" },
    { command: "incident-teams team watch --json | jq -r .team.phase" }
  ]),
  Command.annotate(Answer, TeamChanged)
)
