import { Schema } from "effect"
import type { FoundCertificate, FoundKey, Properties } from "./Found.ts"
import { madeBySetup } from "./wellKnown.ts"

const Texts = Schema.Array(Schema.String)
const Items = Schema.Array(Schema.Record(Schema.String, Schema.Unknown))

/** What is read of Graph's `application` resource (v1.0); an item's other members come back in `items`. */
export const WireApplication = Schema.Struct({
  id: Schema.String,
  appId: Schema.String,
  signInAudience: Schema.String,
  identifierUris: Texts,
  isFallbackPublicClient: Schema.NullOr(Schema.Boolean),
  tags: Texts,
  api: Schema.Struct({
    requestedAccessTokenVersion: Schema.NullOr(Schema.Int),
    oauth2PermissionScopes: Items,
    preAuthorizedApplications: Items
  }),
  appRoles: Items,
  web: Schema.Struct({ redirectUris: Texts }),
  requiredResourceAccess: Items,
  optionalClaims: Schema.NullOr(Schema.Struct({ accessToken: Schema.NullOr(Items) })),
  keyCredentials: Items,
  passwordCredentials: Schema.Array(
    Schema.Struct({ keyId: Schema.String, displayName: Schema.NullOr(Schema.String), endDateTime: Schema.String })
  )
})
export type WireApplication = typeof WireApplication.Type

export const applicationFields = Object.keys(WireApplication.fields).join(",")

const Offered = Schema.Struct({ id: Schema.String, value: Schema.NullOr(Schema.String) })
/** `servicePrincipal` resource. */
export const WirePrincipal = Schema.Struct({
  id: Schema.String,
  appRoles: Schema.Array(Offered),
  oauth2PermissionScopes: Schema.Array(Offered)
})

export const WireId = Schema.Struct({ id: Schema.String })

const listOf = <Item extends Schema.Top>(item: Item) => Schema.Struct({ value: Schema.Array(item) })

export const WireAssignments = listOf(Schema.Struct({ resourceId: Schema.String, appRoleId: Schema.String }))
export const WireGrants = listOf(
  Schema.Struct({
    id: Schema.String,
    consentType: Schema.String,
    resourceId: Schema.String,
    scope: Schema.String
  })
)
export const WireDirectoryRoles = listOf(Schema.Struct({ roleTemplateId: Schema.NullOr(Schema.String) }))
export const WireRoleAssignments = listOf(
  Schema.Struct({
    name: Schema.String,
    properties: Schema.Struct({ scope: Schema.String, roleDefinitionId: Schema.String, principalId: Schema.String })
  })
)
export const WireCosmosAccount = Schema.Struct({ properties: Schema.Struct({ documentEndpoint: Schema.String }) })
export const WirePermissions = listOf(Schema.Struct({ actions: Texts, notActions: Schema.optionalKey(Texts) }))
export const WireSecret = Schema.Struct({
  keyId: Schema.String,
  secretText: Schema.RedactedFromValue(Schema.String),
  endDateTime: Schema.String
})

export const WireFederations = listOf(
  Schema.Struct({ id: Schema.String, name: Schema.String, issuer: Schema.String, subject: Schema.String })
)
const Key = Schema.Struct({
  keyId: Schema.String,
  displayName: Schema.NullOr(Schema.String),
  endDateTime: Schema.String
})

const EnabledItem = Schema.Struct({ id: Schema.String, value: Schema.NullOr(Schema.String), isEnabled: Schema.Boolean })
const PreAuthorized = Schema.Struct({ appId: Schema.String, delegatedPermissionIds: Texts })
const Access = Schema.Struct({
  resourceAppId: Schema.String,
  resourceAccess: Schema.Array(Schema.Struct({ id: Schema.String, type: Schema.String }))
})
const Claim = Schema.Struct({ name: Schema.String })

/** Items with what the plan needs, each beside its other members, which a write has to send back. */
const items = <A>(schema: Schema.Decoder<A>, list: ReadonlyArray<object>): ReadonlyArray<A> =>
  list.map((item) => ({ ...item, ...Schema.decodeUnknownSync(schema)(item) }))

/** Throws for an item that isn't as documented. */
export const propertiesOf = (wire: WireApplication): Properties => ({
  signInAudience: wire.signInAudience,
  identifierUris: wire.identifierUris,
  isFallbackPublicClient: wire.isFallbackPublicClient ?? false,
  tokenVersion: wire.api.requestedAccessTokenVersion,
  scopes: items(EnabledItem, wire.api.oauth2PermissionScopes).map(withValue),
  appRoles: items(EnabledItem, wire.appRoles).map(withValue),
  preAuthorized: items(PreAuthorized, wire.api.preAuthorizedApplications),
  redirectUris: wire.web.redirectUris,
  requiredAccess: items(Access, wire.requiredResourceAccess),
  claims: items(Claim, wire.optionalClaims?.accessToken ?? []),
  tags: wire.tags
})

/** The certificates. Throws for one that isn't as documented. */
export const keysOf = (wire: WireApplication): ReadonlyArray<FoundKey> => items(Key, wire.keyCredentials)

/** A certificate as Graph's `keyCredential` resource. */
export const keyOf = ({
  keyId,
  certificate,
  startsAt,
  endsAt
}: FoundCertificate): FoundKey & Readonly<Record<string, unknown>> => ({
  keyId,
  displayName: madeBySetup,
  type: "AsymmetricX509Cert",
  usage: "Verify",
  key: certificate,
  startDateTime: new Date(startsAt).toISOString(),
  endDateTime: new Date(endsAt).toISOString()
})

const withValue = <Item extends { readonly value: string | null }>(item: Item) => ({ ...item, value: item.value ?? "" })

const scopeTexts = {
  adminConsentDisplayName: "Use Incident Teams",
  adminConsentDescription: "Use Incident Teams in the name of the person who is signed in.",
  userConsentDisplayName: "Use Incident Teams",
  userConsentDescription: "Use Incident Teams in your name.",
  type: "User"
}
const roleTexts: Readonly<Record<string, string>> = {
  "Team.Create": "Create teams and change their people",
  "Incident.ReadWrite": "Create teams, and change incidents",
  "Incident.Notify": "Report that an incident changed"
}

/** The body of a write with the named properties, as Graph takes it. */
export const bodyOf = (
  properties: Properties,
  names: ReadonlyArray<keyof Properties>
): Readonly<Record<string, unknown>> => {
  const has = (...wanted: ReadonlyArray<keyof Properties>) => wanted.some((name) => names.includes(name))
  const api = {
    ...(has("tokenVersion") ? { requestedAccessTokenVersion: properties.tokenVersion } : {}),
    ...(has("scopes")
      ? { oauth2PermissionScopes: properties.scopes.map((scope) => ({ ...scopeTexts, ...scope })) }
      : {}),
    ...(has("preAuthorized") ? { preAuthorizedApplications: properties.preAuthorized } : {})
  }
  return {
    ...(has("signInAudience") ? { signInAudience: properties.signInAudience } : {}),
    ...(has("identifierUris") ? { identifierUris: properties.identifierUris } : {}),
    ...(has("isFallbackPublicClient") ? { isFallbackPublicClient: properties.isFallbackPublicClient } : {}),
    ...(Object.keys(api).length > 0 ? { api } : {}),
    ...(has("appRoles")
      ? {
          appRoles: properties.appRoles.map((role) => ({
            allowedMemberTypes: ["Application"],
            displayName: roleTexts[role.value] ?? role.value,
            description: `${roleTexts[role.value] ?? role.value}.`,
            ...role
          }))
        }
      : {}),
    ...(has("redirectUris") ? { web: { redirectUris: properties.redirectUris } } : {}),
    ...(has("requiredAccess") ? { requiredResourceAccess: properties.requiredAccess } : {}),
    ...(has("claims") ? { optionalClaims: { accessToken: properties.claims } } : {}),
    ...(has("tags") ? { tags: properties.tags } : {})
  }
}
