import { fine, type Finding, problem, warning } from "@incident-teams/application/doctor/Finding"
import { asSystem } from "@incident-teams/application/ports/Session"
import {
  type AzurePermission,
  incidentAction,
  incidentsRead,
  isGranted
} from "@incident-teams/domain/permissions/AzureActions"
import { Effect } from "effect"
import { ArmConnection } from "./arm/ArmConnection.ts"
import { type ArmFailure, describeRefusal } from "./arm/ArmFailure.ts"
import { ownFailure } from "./incidentFailures.ts"
import { configuredWorkspaces, type SentinelWorkspace, workspaceArmId } from "./SentinelWorkspace.ts"
import { decodeAnswer } from "./wire/decodeAnswer.ts"
import { WireList } from "./wire/WireList.ts"
import { WirePermission } from "./wire/WireRights.ts"

const role =
  "Run incident-teams-server setup as an owner of the workspace's resource group, or assign the role Microsoft Sentinel Responder to the application there"

/** What Incident Teams does there in its own name, and what it never does. */
const uses: Readonly<Record<string, string>> = {
  [incidentsRead]: "following incidents",
  [incidentAction("write", "comments")]: "announcing a team's link",
  "Microsoft.Authorization/roleAssignments/read": "what calling applications may do"
}
const tooMuch: ReadonlyArray<string> = [
  "Microsoft.Authorization/roleAssignments/write",
  "Microsoft.SecurityInsights/alertRules/write",
  "Microsoft.OperationalInsights/workspaces/delete"
]

const rightsFindings = (alias: string, granted: ReadonlyArray<AzurePermission>): ReadonlyArray<Finding> => {
  const about = `Azure role on ${alias}`
  const may = (action: string) => isGranted({ granted, denied: [] }, action)
  const missing = Object.entries(uses).filter(([action]) => !may(action))
  const surplus = tooMuch.filter(may)
  return [
    ...missing.map(([action, use]) =>
      problem(about, `${action} isn't granted: ${use}.`, `${role}. It may take 10 minutes to take effect.`)
    ),
    ...(surplus.length === 0
      ? []
      : [
          warning(
            about,
            `More permissions are granted than needed, such as ${surplus.join(", ")}.`,
            `${role}, and remove the other roles.`
          )
        ]),
    ...(missing.length === 0 ? [fine(about, "All required permissions are granted.")] : [])
  ]
}

const why = (failure: ArmFailure): string => (failure._tag === "ArmRefused" ? describeRefusal(failure) : failure.reason)

const remedyOf = (failure: ArmFailure): string => {
  // Azure denies it as well where there is no such workspace.
  if (failure._tag === "ArmRefused" && failure.status === 403) return `Check SENTINEL_WORKSPACES. ${role}.`
  const own = ownFailure(failure)
  if (own._tag === "InstallationTrouble") return own.remedy
  const passes = failure._tag !== "ArmRefused" || [408, 429].includes(failure.status) || failure.status >= 500
  return passes
    ? "Run doctor again later. If the problem persists, check the network, the proxy settings and ARM_URL."
    : "Check SENTINEL_WORKSPACES and that Microsoft Sentinel is enabled on that workspace."
}

const lookAt = Effect.fnUntraced(function* ({ alias, scope }: SentinelWorkspace) {
  const arm = yield* ArmConnection
  const here = workspaceArmId(scope)
  const reached = yield* arm
    .read(
      arm.at(`${here}/providers/Microsoft.SecurityInsights/incidents`, {
        "api-version": arm.settings.apiVersion,
        $top: "1"
      }),
      asSystem
    )
    .pipe(
      Effect.match({
        onFailure: (failure) =>
          problem(`Workspace ${alias}`, `Incidents can't be read: ${why(failure)}`, remedyOf(failure)),
        onSuccess: () => fine(`Workspace ${alias}`, "Incidents can be read.")
      })
    )
  const rights = yield* arm
    .read(arm.at(`${here}/providers/Microsoft.Authorization/permissions`, { "api-version": "2022-04-01" }), asSystem)
    .pipe(
      Effect.flatMap((answer) => decodeAnswer(WireList, answer)),
      Effect.flatMap(({ value }) => Effect.forEach(value, (item) => decodeAnswer(WirePermission, item))),
      Effect.match({
        onFailure: (failure) => [
          problem(`Azure role on ${alias}`, `The role assignments can't be read: ${why(failure)}`, remedyOf(failure))
        ],
        onSuccess: (granted) => rightsFindings(alias, granted)
      })
    )
  return [reached, ...rights]
})

/** Whether each workspace answers, and what the application's own role on it permits. */
export const lookAtWorkspaces = Effect.flatMap(configuredWorkspaces, (workspaces) =>
  Effect.map(Effect.forEach(workspaces, lookAt), (found) => found.flat())
)
