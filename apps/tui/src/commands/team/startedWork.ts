import { OperationView } from "@incident-teams/api/operations/OperationView"
import { TeamView } from "@incident-teams/api/teams/TeamView"
import { Effect, type Option, Schema } from "effect"
import type { Client } from "../../connection/client.ts"
import { idempotencyHeader, keyFlag } from "../changeFlags.ts"
import type { Screen } from "../output/Screen.ts"
import { sheet } from "../output/sheet.ts"
import { resolveTeam } from "../resolve/resolveTeam.ts"
import { type Workspace, workspaceFlag } from "../resolve/workspaceFlag.ts"
import { oneOrSeveral } from "../several/oneOrSeveral.ts"
import { type Waiting, waitFlags } from "../waiting/waitFlags.ts"
import { waitUntilDone } from "../waiting/waitUntilDone.ts"
import { teamSheet } from "./show.ts"

/** For every command that starts work on a team. */
export const workFlags = { key: keyFlag, workspace: workspaceFlag, ...waitFlags }

/** The result of a command that starts work: the operation at once, or with --wait the team when the work is done. */
const OperationOrTeam = Schema.Union([OperationView, TeamView])
type OperationOrTeam = typeof OperationOrTeam.Type

export const awaitOperation = (client: Client, operation: OperationView, { wait, timeout }: Waiting) =>
  wait ? waitUntilDone(client, operation.id, { timeout }) : Effect.succeed(operation)

const isOperation = Schema.is(OperationView)

const operationOrTeamLines = (answer: OperationOrTeam, screen: Screen): ReadonlyArray<string> =>
  isOperation(answer)
    ? sheet(
        [
          ["Operation", answer.id],
          ["Status", answer.status],
          ["Reason", answer.reason],
          ["What to do", answer.remedy],
          ["Warnings", answer.warnings?.map(({ person, problem }) => `${person.name}: ${problem}`).join("\n")],
          ["Team", answer.teamId]
        ],
        screen.width
      )
    : teamSheet(answer, screen)

/** What a command that starts work on one team answers. */
export const startedWork = { answers: OperationOrTeam, show: operationOrTeamLines }

/** The same of a command that takes several teams. */
export const { forEach: forEachTeam, ...changedTeams } = oneOrSeveral({
  noun: "team",
  one: OperationOrTeam,
  sheet: operationOrTeamLines,
  columns: [
    { title: "OPERATION", cell: (answer) => ("teamId" in answer ? answer.id : "") },
    { title: "NAME", cell: (answer) => ("teamId" in answer ? "" : answer.name), shrinks: true }
  ]
})

/** A team as it is named, and the flags of `workFlags`. */
export interface Asked extends Waiting {
  readonly team: string
  readonly key: Option.Option<string>
  readonly workspace: Option.Option<Workspace>
}

/** What every request about a team begins with. */
export interface TeamRequest {
  readonly params: { readonly teamId: TeamView["id"] }
  readonly headers: { readonly "idempotency-key": string }
}

/** Sends a request about a team. The server keeps keys per team: one that is given for several teams holds for each. */
export const startWork = Effect.fnUntraced(function* <E, R>(
  client: Client,
  { team, key, workspace, ...waiting }: Asked,
  send: (request: TeamRequest) => Effect.Effect<{ readonly body: OperationView }, E, R>
) {
  const { id: teamId } = yield* resolveTeam(client, team, workspace)
  const { body } = yield* send({ params: { teamId }, headers: yield* idempotencyHeader(key) })
  return yield* awaitOperation(client, body, waiting)
})
