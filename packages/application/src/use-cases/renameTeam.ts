import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { nameUnderPolicy } from "@incident-teams/domain/naming/nameUnderPolicy"
import { teamDescriptionOf } from "@incident-teams/domain/naming/TeamDescription"
import type { TeamCommand } from "@incident-teams/domain/team/TeamCommand"
import { Effect, Option, Schema } from "effect"
import { changeTeamBy } from "../changes/decideAndCommit.ts"
import { CreationPolicy } from "../ports/CreationPolicy.ts"
import { Directory } from "../ports/Directory.ts"
import type { Session } from "../ports/Session.ts"
import { changeableTeam } from "./changeableTeam.ts"
import { detailsOf, type TeamDetails } from "./getTeam.ts"
import { actorOf } from "./standing.ts"

export interface RenameTeam {
  readonly name?: string
  readonly description?: string
  /** Whether the team is still as the caller read it; asked of the very state that the change replaces. */
  readonly unchanged?: (details: TeamDetails) => boolean
}

/** Refused: the team was changed since the caller read it. Remedy: read it again. */
export class TeamChangedSince extends Schema.TaggedError<TeamChangedSince>()("TeamChangedSince", { team: TeamId }) {}

/** Another name or description, under the tenant's naming policy. Waits while the team is archived. */
export const renameTeam = Effect.fn("renameTeam")(function* (session: Session, id: TeamId, request: RenameTeam) {
  yield* changeableTeam(session, id)
  const asked = yield* Effect.cached(
    Effect.all({
      ...(request.name === undefined ? {} : { name: nameFor(session, request.name) }),
      ...(request.description === undefined
        ? {}
        : { description: Effect.fromResult(teamDescriptionOf(request.description)) })
    })
  )
  return yield* changeTeamBy(
    id,
    Effect.fnUntraced(function* (stored, at) {
      if (request.unchanged !== undefined && !request.unchanged(yield* detailsOf(stored))) {
        return yield* new TeamChangedSince({ team: id })
      }
      const command: TeamCommand = { _tag: "RenameTeam", ...(yield* asked), by: actorOf(session), at }
      return { commands: [command] }
    })
  )
})

/** As the naming policy requires it for the caller, as in Outlook. */
const nameFor = Effect.fnUntraced(function* ({ caller }: Session, text: string) {
  const { naming } = yield* (yield* CreationPolicy).read()
  const person = caller._tag === "User" ? Option.getOrUndefined(yield* (yield* Directory).person(caller.id)) : undefined
  return yield* Effect.fromResult(nameUnderPolicy({ policy: naming, attributes: person?.attributes ?? {} }, text))
})
