import { OperationView } from "@incident-teams/api/operations/OperationView"
import { TeamView } from "@incident-teams/api/teams/TeamView"
import { Effect, Schema } from "effect"
import type { Client } from "../../connection/client.ts"
import type { Screen } from "../output/Screen.ts"
import { sheet } from "../output/sheet.ts"
import { untilDone } from "../waiting/untilDone.ts"
import type { Waiting } from "../waiting/waitFlags.ts"
import { teamSheet } from "./teamSheet.ts"

/** What a command answers that sets something going: the operation at once, or with --wait the team once it is done. */
export const OperationOrTeam = Schema.Union([OperationView, TeamView])
export type OperationOrTeam = typeof OperationOrTeam.Type

export const awaited = (client: Client, operation: OperationView, { wait, timeout }: Waiting) =>
  wait ? untilDone(client, operation.id, { timeout }) : Effect.succeed(operation)

const isOperation = Schema.is(OperationView)

export const operationOrTeamLines = (answer: OperationOrTeam, screen: Screen): ReadonlyArray<string> =>
  isOperation(answer)
    ? sheet(
        [
          ["Operation", answer.id],
          ["Status", answer.status],
          ["Reason", answer.reason],
          ["To do", answer.remedy],
          ["Note", answer.warnings?.map(({ person, problem }) => `${person.name}: ${problem}`).join("\n")],
          ["Team", answer.teamId]
        ],
        screen.width
      )
    : teamSheet(answer, screen)
