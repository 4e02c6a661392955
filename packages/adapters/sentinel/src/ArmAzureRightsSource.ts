import { AzureRightsSource, RightsUnavailable } from "@incident-teams/application/ports/AzureRightsSource"
import { type NotAuthorized, UnknownWorkspace } from "@incident-teams/application/ports/IncidentSource"
import type { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import {
  asCaller,
  asSystem,
  hasToken,
  type OnBehalf,
  type Session,
  type Visitor
} from "@incident-teams/application/ports/Session"
import { defined } from "@incident-teams/domain/defined"
import type { AzurePermission, AzureRights } from "@incident-teams/domain/permissions/AzureActions"
import { Effect, Layer, Option, Stream } from "effect"
import { ArmConnection, type ArmQuery, layer as armConnection } from "./arm/ArmConnection.ts"
import { type ArmFailure, describeRefusal } from "./arm/ArmFailure.ts"
import { nextPage } from "./IncidentContinuation.ts"
import { roleMissing, tokenRefused } from "./incidentFailures.ts"
import { configuredWorkspaces, type SentinelWorkspace, workspaceArmId } from "./SentinelWorkspace.ts"
import { decodeAnswer } from "./wire/decodeAnswer.ts"
import { WireList } from "./wire/WireList.ts"
import {
  reaches,
  WireDenyAssignment,
  WirePermission,
  WireRoleAssignment,
  WireRoleDefinition
} from "./wire/WireRights.ts"

const apiVersion = "2022-04-01"

const troubled = (trouble: InstallationTrouble): RightsUnavailable =>
  new RightsUnavailable({ reason: trouble.reason, trouble, cause: trouble })

/** Why a caller's rights aren't known. Whom Entra ID refuses has to act; a role that is missing here is our own. */
const failureOf = (failure: ArmFailure): NotAuthorized | RightsUnavailable => {
  switch (failure._tag) {
    case "ArmTokenRefused":
      return tokenRefused(failure)
    case "InstallationTrouble":
      return troubled(failure)
    case "ArmUnreachable":
      return new RightsUnavailable({ reason: failure.reason, cause: failure.cause })
    case "ArmRefused":
      return isDenied(failure)
        ? troubled(roleMissing(`Incident Teams may not read the role assignments: ${describeRefusal(failure)}.`))
        : new RightsUnavailable({
            reason: describeRefusal(failure),
            ...defined({ afterMillis: failure.afterMillis }),
            cause: failure
          })
  }
}

const isDenied = (failure: ArmFailure): boolean => failure._tag === "ArmRefused" && failure.status === 403

/** The name of no incident. */
const noIncident = "00000000-0000-0000-0000-000000000000"

/** Whether the caller may make this call: 403 says no; 400, that only the request is wrong. */
const isLet = (call: Effect.Effect<unknown, ArmFailure>): Effect.Effect<boolean, ArmFailure> =>
  call.pipe(
    Effect.as(true),
    Effect.catchIf(isDenied, () => Effect.succeed(false)),
    Effect.catchIf(
      (failure) => failure._tag === "ArmRefused" && failure.status === 400,
      () => Effect.succeed(true)
    )
  )

/** The port over ARM, for these workspaces. */
export const make = (
  configured: ReadonlyArray<SentinelWorkspace>
): Effect.Effect<AzureRightsSource["Service"], never, ArmConnection> =>
  Effect.gen(function* () {
    const arm = yield* ArmConnection

    const authorizationUrl = ({ scope }: SentinelWorkspace, list: string, filter?: string): URL =>
      arm.at(`${workspaceArmId(scope)}/providers/Microsoft.Authorization/${list}`, {
        "api-version": apiVersion,
        ...defined({ $filter: filter })
      })

    const everyItem = (first: URL, on: OnBehalf): Effect.Effect<ReadonlyArray<unknown>, ArmFailure> =>
      Stream.paginate(first, (url) =>
        Effect.gen(function* () {
          const { value, nextLink } = yield* decodeAnswer(WireList, yield* arm.read(url, on))
          if (!nextLink) return [value, Option.none<URL>()] as const
          const next = yield* Effect.fromResult(nextPage(url, nextLink))
          return [value, Option.some(next)] as const
        })
      ).pipe(Stream.runCollect)

    /** "All permissions the caller has": what Azure itself works out for the token's owner, groups included. */
    const toToken = (session: Session, workspace: SentinelWorkspace): Effect.Effect<AzureRights, ArmFailure> =>
      everyItem(authorizationUrl(workspace, "permissions"), asCaller(session)).pipe(
        Effect.flatMap((items) => Effect.forEach(items, (item) => decodeAnswer(WirePermission, item))),
        // Whether that list has deny assignments taken out already isn't documented. Reading them needs a right that
        // most people lack; the write itself carries the person's token, so that Azure has the last word.
        Effect.map((granted) => ({ granted, denied: [] })),
        // Denied to a person without any role, and perhaps to a custom role without the right to list permissions: what
        // is assigned to the person tells the two apart, or what Azure lets them do.
        Effect.catchIf(isDenied, () =>
          Effect.catchIf(byAssignments(session, workspace), isDenied, () => byTrying(session, workspace))
        )
      )

    const incidentsUrl = ({ scope }: SentinelWorkspace, name: string, query: ArmQuery = {}): URL =>
      arm.at(`${workspaceArmId(scope)}/providers/Microsoft.SecurityInsights/incidents${name}`, {
        "api-version": arm.settings.apiVersion,
        ...query
      })

    /**
     * Tries a read, and a write that can't take effect: Azure looks at the right first, and refuses an incident without
     * title, severity and status only then. Comments, relations and tasks are written with the person's token.
     */
    const byTrying = Effect.fnUntraced(function* (session: Session, workspace: SentinelWorkspace) {
      const on = asCaller(session)
      const nothing = { properties: {} }
      const [reads, writes] = yield* Effect.all(
        [
          isLet(arm.read(incidentsUrl(workspace, "", { $top: "1" }), on)),
          isLet(arm.put(incidentsUrl(workspace, `/${noIncident}`), on, nothing))
        ],
        { concurrency: 2 }
      )
      const verbs = [...(reads ? ["read"] : []), ...(writes ? ["write"] : [])]
      const rights: AzureRights = {
        granted: verbs.map((verb) => ({
          actions: ["incidents", "incidents/*"].map((kind) => `Microsoft.SecurityInsights/${kind}/${verb}`),
          notActions: []
        })),
        denied: []
      }
      return rights
    })

    const permissionsOf = (role: string): Effect.Effect<ReadonlyArray<AzurePermission>, ArmFailure> =>
      arm.read(arm.at(role, { "api-version": apiVersion }), asSystem).pipe(
        Effect.flatMap((answer) => decodeAnswer(WireRoleDefinition, answer)),
        Effect.map(({ properties }) => properties.permissions),
        // Deleted since; such an assignment gives nothing.
        Effect.catchIf(
          (failure) => failure._tag === "ArmRefused" && failure.status === 404,
          () => Effect.succeed<ReadonlyArray<AzurePermission>>([])
        )
      )

    /** What follows from the assignments to somebody or to their groups, at the workspace and above. */
    const byAssignments = (visitor: Visitor, workspace: SentinelWorkspace): Effect.Effect<AzureRights, ArmFailure> =>
      Effect.gen(function* () {
        const here = workspaceArmId(workspace.scope)
        // A GUID by its type, so there is nothing to escape.
        const assignedTo = `assignedTo('${visitor.caller.id}')`
        const [assigned, deniedTo] = yield* Effect.all(
          [
            everyItem(authorizationUrl(workspace, "roleAssignments", `atScope() and ${assignedTo}`), asSystem),
            everyItem(authorizationUrl(workspace, "denyAssignments", assignedTo), asSystem)
          ],
          { concurrency: 2 }
        )
        const assignments = yield* Effect.forEach(assigned, (item) => decodeAnswer(WireRoleAssignment, item))
        const ids = assignments
          .filter(({ properties }) => reaches(properties.scope, here))
          .map(({ properties }) => properties.roleDefinitionId.toLowerCase())
        const granted = yield* Effect.forEach(new Set(ids), permissionsOf, { concurrency: 4 })
        const denials = yield* Effect.forEach(deniedTo, (item) => decodeAnswer(WireDenyAssignment, item))
        return {
          granted: granted.flat(),
          denied: denials
            .map(({ properties }) => properties)
            .filter(
              ({ scope, doNotApplyToChildScopes, excludePrincipals }) =>
                reaches(scope, here) &&
                !(doNotApplyToChildScopes && scope.toLowerCase() !== here.toLowerCase()) &&
                !excludePrincipals.some(({ id }) => id.toLowerCase() === visitor.caller.id)
            )
            .flatMap(({ permissions }) => permissions)
        }
      })

    return {
      rightsOf: (visitor, alias) => {
        const workspace = configured.find((one) => one.alias === alias)
        if (workspace === undefined) return Effect.fail(new UnknownWorkspace({ workspace: alias }))
        return Effect.mapError(
          hasToken(visitor) && visitor.caller._tag === "User"
            ? toToken(visitor, workspace)
            : byAssignments(visitor, workspace),
          failureOf
        ).pipe(Effect.withSpan("ArmAzureRightsSource.rightsOf"))
      }
    }
  })

/** From SENTINEL_WORKSPACES, with the connection that it is given. */
export const layerOnConnection = Layer.effect(AzureRightsSource, Effect.flatMap(configuredWorkspaces, make))

/** From the environment; needs the credentials alone. */
export const layer = Layer.provide(layerOnConnection, armConnection)
