import type { WorkspaceScope } from "@incident-teams/domain/ids/IncidentArmId"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Config, Effect, Result, Schema } from "effect"

/** A workspace with Microsoft Sentinel, as configured. */
export interface SentinelWorkspace {
  readonly alias: WorkspaceAlias
  readonly scope: WorkspaceScope
}

const form =
  "SENTINEL_WORKSPACES=alias=/subscriptions/…/resourceGroups/…/providers/Microsoft.OperationalInsights/workspaces/name"

/** Refused: the setting SENTINEL_WORKSPACES. Says everything that is wrong with it at once. */
export class InvalidWorkspaces extends Schema.TaggedError<InvalidWorkspaces>()("InvalidWorkspaces", {
  problems: Schema.NonEmptyArray(Schema.String)
}) {
  override get message(): string {
    return `${this.problems.join(" ")} Set ${form}; several are separated by commas.`
  }
}

/** ARM id of the workspace: without its scope's owner, so that ARM's rules for names hold (Log Analytics naming). */
const workspaceId =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.OperationalInsights\/workspaces\/([^/]+)\/?$/iu
const subscriptionName = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu
const resourceGroupName = /^[\p{L}\p{N}_().-]{1,90}$/u
const workspaceName = /^[A-Za-z0-9][A-Za-z0-9-]{0,88}[A-Za-z0-9]$/u

const isAlias = Schema.is(WorkspaceAlias)

const parseEntry = (entry: string): Result.Result<SentinelWorkspace, string> => {
  const seam = entry.indexOf("=")
  if (seam < 0) return Result.fail(`"${entry}" has no alias: write alias=/subscriptions/….`)
  const alias = entry.slice(0, seam).trim()
  const id = entry.slice(seam + 1).trim()
  if (!isAlias(alias)) {
    return Result.fail(
      `"${alias}" can't be an alias: take 1 to 32 lower-case letters, digits or hyphens, the first not a hyphen.`
    )
  }
  const [, subscriptionId = "", resourceGroup = "", workspace = ""] = workspaceId.exec(id) ?? []
  if (subscriptionId === "") return Result.fail(`The value of ${alias} isn't the ARM ID of a workspace: "${id}".`)
  if (!subscriptionName.test(subscriptionId)) {
    return Result.fail(`The subscription of ${alias} must be a GUID, not "${subscriptionId}".`)
  }
  if (!resourceGroupName.test(resourceGroup) || resourceGroup.endsWith(".")) {
    return Result.fail(`"${resourceGroup}", the resource group of ${alias}, isn't a resource group's name.`)
  }
  if (!workspaceName.test(workspace)) {
    return Result.fail(
      `"${workspace}", the workspace of ${alias}, isn't a workspace's name (its ARM name is needed, not its title).`
    )
  }
  return Result.succeed({ alias, scope: { subscriptionId, resourceGroup, workspace } })
}

/** ARM id of a workspace, in the spelling of the configuration. */
export const workspaceArmId = ({ subscriptionId, resourceGroup, workspace }: WorkspaceScope): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}` +
  `/providers/Microsoft.OperationalInsights/workspaces/${workspace}`

const repeated = (texts: ReadonlyArray<string>): ReadonlyArray<string> => [
  ...new Set(texts.filter((text, at) => texts.indexOf(text) !== at))
]

/** Reads `alias=/subscriptions/…/workspaces/name,alias=…`. Neither an alias nor a workspace may come twice. */
export const parseWorkspaces = (text: string): Result.Result<ReadonlyArray<SentinelWorkspace>, InvalidWorkspaces> => {
  const entries = text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
  const parsed = entries.map(parseEntry)
  const workspaces = parsed.filter(Result.isSuccess).map(({ success }) => success)
  const ids = workspaces.map(({ scope }) => workspaceArmId(scope).toLowerCase())
  const [first, ...others] = [
    ...(entries.length === 0 ? ["No Sentinel workspace is configured."] : []),
    ...parsed.filter(Result.isFailure).map(({ failure }) => failure),
    ...repeated(workspaces.map(({ alias }) => alias)).map((alias) => `The alias ${alias} is used for two workspaces.`),
    // One incident would have two ids, and so two teams.
    ...repeated(ids).map((id) => `The workspace ${id} has two aliases.`)
  ]
  return first === undefined
    ? Result.succeed(workspaces)
    : Result.fail(new InvalidWorkspaces({ problems: [first, ...others] }))
}

/** The setting SENTINEL_WORKSPACES. */
export const configuredWorkspaces = Effect.flatMap(
  Config.withDefault(Config.String("SENTINEL_WORKSPACES"), ""),
  (text) => Effect.fromResult(parseWorkspaces(text))
)
