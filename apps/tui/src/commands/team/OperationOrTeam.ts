import { OperationView } from "@incident-teams/api/operations/OperationView"
import { TeamView } from "@incident-teams/api/teams/TeamView"
import { Effect, Schema } from "effect"
import type { Client } from "../../connection/client.ts"
import { keyFlag } from "../changeFlags.ts"
import type { Screen } from "../output/Screen.ts"
import { sheet } from "../output/sheet.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"
import { type Waiting, waitFlags } from "../waiting/waitFlags.ts"
import { waitUntilDone } from "../waiting/waitUntilDone.ts"
import { teamSheet } from "./teamSheet.ts"

/** For every command that starts work on a team. */
export const workFlags = { key: keyFlag, workspace: workspaceFlag, ...waitFlags }

/** The result of a command that starts work: the operation at once, or with --wait the team when the work is done. */
export const OperationOrTeam = Schema.Union([OperationView, TeamView])
export type OperationOrTeam = typeof OperationOrTeam.Type

export const awaitOperation = (client: Client, operation: OperationView, { wait, timeout }: Waiting) =>
  wait ? waitUntilDone(client, operation.id, { timeout }) : Effect.succeed(operation)

const isOperation = Schema.is(OperationView)

export const operationOrTeamLines = (answer: OperationOrTeam, screen: Screen): ReadonlyArray<string> =>
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
