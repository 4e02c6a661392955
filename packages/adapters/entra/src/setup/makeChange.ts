import { randomBytes } from "node:crypto"
import { Clock, Effect, Redacted, Schema } from "effect"
import {
  Administrator,
  type AdministratorAnswer,
  ask,
  errorOf,
  pauses,
  read,
  type SetupDenied,
  SetupFailed
} from "./Administrator.ts"
import { adoptCertificate, makeCertificate, removeCertificate } from "./certificateStore.ts"
import type { Change, Made } from "./Change.ts"
import { secretName } from "./planSetup.ts"
import { cosmos } from "./readFound.ts"
import { removeSettings, writeSettings } from "./settingsStore.ts"
import { removeTeamsApp, writeTeamsApp } from "./TeamsAppPackage.ts"
import { madeBySetup, responder } from "./wellKnown.ts"
import { bodyOf, WireGrants, WireSecret } from "./wire.ts"

const upsert = { prefer: "create-if-missing" }
const Named = Schema.Struct({ id: Schema.String, appId: Schema.String })
const nothing: Made = { id: "" }

/** Creates or updates by an alternate key; an update answers without a body, so the object is read. */
const upserted = Effect.fnUntraced(function* (path: string, body: unknown) {
  const answer = yield* ask(
    { to: "graph", method: "PATCH", path, body, headers: upsert },
    { expected: [201, 204], awaits: true }
  )
  if (answer.status === 201) {
    const made = Schema.decodeUnknownOption(Named)(answer.body)
    if (made._tag === "Some") return made.value
  }
  return yield* read({ to: "graph", method: "GET", path: `${path}?$select=id,appId` }, Named, {
    expected: [200],
    awaits: true
  })
})

const roleAssignment = (scope: string, name: string): string =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`

type ChangeOf<Tag extends Change["_tag"]> = Extract<Change, { readonly _tag: Tag }>

const grantScopes = Effect.fnUntraced(function* ({
  principalId,
  resourceId,
  scopes,
  grantId
}: ChangeOf<"GrantScopes">) {
  const scope = scopes.join(" ")
  const update = (id: string) =>
    Effect.as(
      ask(
        { to: "graph", method: "PATCH", path: `/oauth2PermissionGrants/${id}`, body: { scope } },
        { expected: [204] }
      ),
      { id }
    )
  if (grantId !== undefined) return yield* update(grantId)
  const body = { clientId: principalId, consentType: "AllPrincipals", resourceId, scope }
  const answer = yield* ask(
    { to: "graph", method: "POST", path: "/oauth2PermissionGrants", body },
    { expected: [201, 409], awaits: true }
  )
  if (answer.status === 201) return nothing
  // Made by an earlier request whose answer was lost.
  const path = `/oauth2PermissionGrants?$filter=clientId eq '${principalId}'`
  const { value } = yield* read({ to: "graph", method: "GET", path }, WireGrants)
  const known = value.find((grant) => grant.resourceId === resourceId && grant.consentType === "AllPrincipals")
  return known === undefined ? nothing : yield* update(known.id)
})

/** Granted before: by an earlier request whose answer was lost, or by someone else meanwhile. */
const isGranted = (answer: AdministratorAnswer): boolean => errorOf(answer).message.includes("already exists")

const grantRole = ({ principalId, resourceId, roleId }: ChangeOf<"GrantRole">) =>
  Effect.as(
    ask(
      {
        to: "graph",
        method: "POST",
        path: `/servicePrincipals/${principalId}/appRoleAssignments`,
        body: { principalId, resourceId, appRoleId: roleId }
      },
      { expected: [201], awaits: true, accept: isGranted }
    ),
    nothing
  )

const assignRole = ({ scope, name, role, principalId }: ChangeOf<"AssignRole">) => {
  const subscription = /^\/subscriptions\/[^/]+/iu.exec(scope)?.[0] ?? ""
  const properties = {
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    principalId,
    // Says what it is, so that Azure needn't have heard of it.
    principalType: "ServicePrincipal"
  }
  return ask(
    { to: "azure", method: "PUT", path: roleAssignment(scope, name), body: { properties } },
    { expected: [200, 201, 409] }
  ).pipe(
    Effect.flatMap((answer) =>
      answer.status === 409 && errorOf(answer).code !== "RoleAssignmentExists"
        ? Effect.fail(
            new SetupFailed({
              reason: `The role ${responder} can't be assigned on ${scope}: ${errorOf(answer).message}`,
              remedy: "Remove the role assignment that it names, and run the command again.",
              cause: undefined
            })
          )
        : Effect.succeed(nothing)
    )
  )
}

/**
 * Accepted isn't done: where Cosmos DB hasn't heard of a new service principal, the operation fails afterwards. So the
 * assignment is read, and requested again as long as it isn't there.
 */
const assignDataRole = Effect.fnUntraced(function* ({ account, name, role, principalId }: ChangeOf<"AssignDataRole">) {
  const { patience } = yield* Administrator
  const path = cosmos(`${account}/sqlRoleAssignments/${name}`)
  const properties = { roleDefinitionId: `${account}/sqlRoleDefinitions/${role}`, scope: account, principalId }
  for (let attempt = 0; attempt <= patience.tries; attempt += 1) {
    // 409 and 412: an earlier operation is still running.
    yield* ask(
      { to: "azure", method: "PUT", path, body: { properties } },
      { expected: [200, 201, 202, 409, 412], awaits: true }
    )
    const { status } = yield* ask({ to: "azure", method: "GET", path }, { expected: [200, 404] })
    if (status === 200) return nothing
    yield* Effect.sleep(pauses(patience.pauseMillis, attempt))
  }
  return yield* new SetupFailed({
    reason: `Azure accepted a data-plane role on ${account} and didn't assign it.`,
    remedy: "Run the command again later: it continues.",
    cause: undefined
  })
})

const removeSecret = (applicationId: string, keyId: string) =>
  ask(
    { to: "graph", method: "POST", path: `/applications/${applicationId}/removePassword`, body: { keyId } },
    { expected: [204], awaits: true }
  )

/** Adds a secret and stores it at once, where nobody but the file's owner reads it. */
const addSecret = Effect.fnUntraced(function* (
  { applicationId, orphans }: ChangeOf<"AddSecret">,
  settingsPath: string
) {
  yield* Effect.forEach(orphans, (keyId) => removeSecret(applicationId, keyId), { discard: true })
  const { keyId, secretText, endDateTime } = yield* read(
    {
      to: "graph",
      method: "POST",
      path: `/applications/${applicationId}/addPassword`,
      body: { passwordCredential: { displayName: secretName } }
    },
    WireSecret,
    { expected: [200], awaits: true, once: true }
  )
  yield* writeSettings(settingsPath, { secret: { text: secretText, keyId } })
  return { id: keyId, endsAt: Date.parse(endDateTime) }
})

const writeKeys = ({ applicationId, keys }: ChangeOf<"WriteKeys">) =>
  Effect.as(
    ask(
      { to: "graph", method: "PATCH", path: `/applications/${applicationId}`, body: { keyCredentials: keys } },
      { expected: [204], awaits: true }
    ),
    nothing
  )

/** Made once, however often the request is repeated, because its name is ours. */
const writeFederation = ({ applicationId, issuer, subject }: ChangeOf<"WriteFederation">) =>
  Effect.as(
    ask(
      {
        to: "graph",
        method: "PATCH",
        path: `/applications/${applicationId}/federatedIdentityCredentials(name='${madeBySetup}')`,
        body: { issuer, subject, audiences: ["api://AzureADTokenExchange"] },
        headers: upsert
      },
      { expected: [201, 204], awaits: true }
    ),
    { id: madeBySetup }
  )

const removed = (to: "graph" | "azure", path: string, expected: ReadonlyArray<number>) =>
  Effect.as(ask({ to, method: "DELETE", path }, { expected }), nothing)

/** Makes one change, and returns what the tenant chose. A change that was made before succeeds, too. */
export const makeChange = (
  change: Change,
  settingsPath: string
): Effect.Effect<Made, SetupDenied | SetupFailed, Administrator> => {
  switch (change._tag) {
    case "WriteApplication":
      return upserted(`/applications(uniqueName='${change.uniqueName}')`, {
        ...(change.displayName === undefined ? {} : { displayName: change.displayName }),
        ...bodyOf(change.properties, change.names)
      })
    case "CreatePrincipal":
      return upserted(`/servicePrincipals(appId='${change.appId}')`, {})
    case "GrantRole":
      return grantRole(change)
    case "GrantScopes":
      return grantScopes(change)
    case "AssignRole":
      return assignRole(change)
    case "AssignDataRole":
      return assignDataRole(change)
    case "NoteSecret":
      return Effect.as(writeSettings(settingsPath, { pending: change.known }), nothing)
    case "AddSecret":
      return addSecret(change, settingsPath)
    case "MakeCertificate":
      return Effect.gen(function* () {
        const certificate = yield* makeCertificate(change.path, yield* Clock.currentTimeMillis)
        return { id: certificate.keyId, certificate }
      })
    case "WriteKeys":
      return writeKeys(change)
    case "AdoptCertificate":
      return Effect.as(adoptCertificate(change.path), nothing)
    case "WriteFederation":
      return writeFederation(change)
    case "AddPageSecret": {
      const pageSecret = Redacted.make(randomBytes(32).toString("base64"))
      return Effect.as(writeSettings(settingsPath, { pageSecret }), nothing)
    }
    case "WriteTeamsApp":
      return Effect.as(writeTeamsApp(change.path, change.content), nothing)
    case "WriteSettings":
      return Effect.as(writeSettings(settingsPath, { values: change.values }), nothing)
    case "DeleteRoleAssignment":
      return removed("azure", roleAssignment(change.scope, change.name), [200, 204])
    case "DeleteDataRole":
      return removed("azure", cosmos(`${change.account}/sqlRoleAssignments/${change.name}`), [200, 202, 204])
    case "DeleteFederation":
      return removed(
        "graph",
        `/applications/${change.applicationId}/federatedIdentityCredentials/${change.id}`,
        [204, 404]
      )
    case "DeleteCertificate":
      return Effect.as(removeCertificate(change.path), nothing)
    case "DeleteTeamsApp":
      return Effect.as(removeTeamsApp(change.path), nothing)
    case "RemoveSecret":
      return Effect.as(removeSecret(change.applicationId, change.keyId), nothing)
    case "DeleteApplication":
      return removed("graph", `/applications/${change.id}`, [204, 404])
    case "DeleteSettings":
      return Effect.as(removeSettings(settingsPath), nothing)
  }
}
